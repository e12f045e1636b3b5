#pragma once

#include "dsl/program.hpp"
#include "engine/event.hpp"
#include "gateway/http/exchange.hpp"

#include <cstdint>
#include <string_view>

namespace gantry::gateway {

/// What an answer of a far system means for the attempt: the table for adapters of kind `http` in
/// docs/interfaces.md, and nothing else. Pure.
///
/// `declared` may be null: then every JSON result is taken as it is. `now_s` (seconds since 1970)
/// turns a Retry-After date into a span.
[[nodiscard]] engine::outcome outcome_of(const exchange_end& end, const dsl::operation* declared,
                                         std::string_view operation, std::int64_t now_s);

/// At most 200 bytes of a text from outside, on one line and in UTF-8, for details and logs.
[[nodiscard]] std::string excerpt(std::string_view text);

} // namespace gantry::gateway
