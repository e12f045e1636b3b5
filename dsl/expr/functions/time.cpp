#include "dsl/expr/function_table.hpp"
#include "dsl/types/builders.hpp"

#include <chrono>

namespace gantry::dsl {
namespace {

using kind = argument_kind;
using days = std::chrono::sys_days;

constexpr std::int64_t day_ns = 86'400'000'000'000;

std::int64_t day_of(timestamp t) {
  return t.ns >= 0 ? t.ns / day_ns : -((-t.ns + day_ns - 1) / day_ns);
}

/// Parts of a time in UTC (CEL: `getFullYear` …).
template <int Part>
bool part_of_time(const function_call& c, value& out) {
  const auto t = c[0].as_timestamp();
  const auto day = day_of(t);
  const auto in_day = t.ns - day * day_ns;
  const days date{std::chrono::days{day}};
  const std::chrono::year_month_day civil{date};
  std::int64_t n = 0;
  if constexpr (Part == 0)
    n = int(civil.year());
  if constexpr (Part == 1)
    n = static_cast<std::int64_t>(unsigned(civil.month())) - 1;
  if constexpr (Part == 2)
    n = static_cast<std::int64_t>(unsigned(civil.day()));
  if constexpr (Part == 3)
    n = static_cast<std::int64_t>(std::chrono::weekday{date}.c_encoding());
  if constexpr (Part == 4)
    n = in_day / 3'600'000'000'000;
  if constexpr (Part == 5)
    n = in_day / 60'000'000'000 % 60;
  if constexpr (Part == 6)
    n = in_day / 1'000'000'000 % 60;
  out = value(n);
  return true;
}

template <std::int64_t Unit>
bool part_of_span(const function_call& c, value& out) {
  out = value(c[0].as_duration().ns / Unit);
  return true;
}

} // namespace

void add_time_functions(function_list& all) {
  const auto method = [&all](std::string_view name, kind takes, auto apply) {
    all.push_back({name, true, {takes}, always<int_type>, apply, false});
  };
  method("getFullYear", kind::timestamp, part_of_time<0>);
  method("getMonth", kind::timestamp, part_of_time<1>);
  method("getDate", kind::timestamp, part_of_time<2>);
  method("getDayOfWeek", kind::timestamp, part_of_time<3>);
  method("getHours", kind::timestamp, part_of_time<4>);
  method("getMinutes", kind::timestamp, part_of_time<5>);
  method("getSeconds", kind::timestamp, part_of_time<6>);
  method("getHours", kind::duration, part_of_span<3'600'000'000'000>);
  method("getMinutes", kind::duration, part_of_span<60'000'000'000>);
  method("getSeconds", kind::duration, part_of_span<1'000'000'000>);
  method("getMilliseconds", kind::duration, part_of_span<1'000'000>);
}

} // namespace gantry::dsl
