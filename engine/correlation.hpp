#pragma once

#include "dsl/program.hpp"

#include <string>
#include <vector>

namespace gantry::engine {

/// One key value as correlation compares it: texts as they are, everything else as JSON, decimals
/// without trailing zeros.
[[nodiscard]] std::string correlation_part(const value& key);
/// Key values joined with U+001F, in the order of the event's keys.
[[nodiscard]] std::string join_correlation(const std::vector<std::string>& parts);
/// Of an event's data.
[[nodiscard]] std::string correlation_of(const dsl::event_declaration& event, const value& data);
/// Of a wait's or handler's keys: one text for each combination, a list key means any of. At most
/// 1,000, then an error that says so.
[[nodiscard]] result<std::vector<std::string>> correlations_of(const std::vector<value>& keys);

} // namespace gantry::engine
