#pragma once

#include "dsl/compile.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace gantry::dsl {

/// `08:30` in minutes from midnight, up to `24:00`; nothing for any other text.
[[nodiscard]] std::optional<int> minute_of_day(std::string_view text);
void report_time_of_day(std::string_view text, const source_span& at,
                        std::vector<diagnostic>& diagnostics);

} // namespace gantry::dsl
