#include "dsl/check/time_of_day.hpp"

#include "dsl/base/ascii.hpp"
#include "dsl/check/report.hpp"

#include <string>

namespace gantry::dsl {

std::optional<int> minute_of_day(std::string_view text) {
  const auto digit = [&](std::size_t at) { return is_digit(text[at]); };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
    return std::nullopt;
  const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  const int minutes = two(0) * 60 + two(3);
  if (two(3) > 59 || minutes > 24 * 60)
    return std::nullopt;
  return minutes;
}

void report_time_of_day(std::string_view text, const source_span& at,
                        std::vector<diagnostic>& diagnostics) {
  report(diagnostics, codes::time_of_day_wrong, at,
         "\"" + std::string(text) + "\" is no time of the day",
         "write hours and minutes with two digits each: \"08:30\"");
}

} // namespace gantry::dsl
