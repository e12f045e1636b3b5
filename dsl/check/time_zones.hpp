#pragma once

#include "dsl/syntax/parse/words.hpp"

#include <string_view>

namespace gantry::dsl {

/// Whether the IANA time zone database has a zone of this name (`Europe/Berlin`).
[[nodiscard]] bool is_time_zone(std::string_view name);
/// All of them, for "did you mean".
[[nodiscard]] words::list time_zones();

} // namespace gantry::dsl
