#include "dsl/base/zones.hpp"
#include "dsl/expr/far_time.hpp"
#include "dsl/expr/functions/arguments.hpp"
#include "dsl/expr/plain_text.hpp"
#include "dsl/types/builders.hpp"

#include <chrono>

namespace gantry::dsl {
namespace {

using taken = argument_kind;

constexpr std::int64_t day_seconds = 86'400;

enum class time_part : std::uint8_t {
  year,
  month,        ///< from 0
  day_of_month, ///< from 0
  date,         ///< from 1
  day_of_week,  ///< from 0, a Sunday
  day_of_year,  ///< from 0
  hours,
  minutes,
  seconds,
  milliseconds,
};

/// What a clock and a calendar on the wall show.
struct local_time {
  std::chrono::year_month_day date;
  std::chrono::sys_days day;
  std::int64_t second_of_day = 0;
  std::int32_t ns = 0;
};

local_time local_time_of(exact_time t, std::int32_t offset) {
  const auto local = t.seconds + offset;
  const auto second_of_day = ((local % day_seconds) + day_seconds) % day_seconds;
  const std::chrono::sys_days day{
      std::chrono::days(static_cast<int>((local - second_of_day) / day_seconds))};
  return {day, day, second_of_day, t.ns};
}

std::int64_t part_of(const local_time& t, time_part part) {
  const auto days_since = [&](std::chrono::sys_days first) {
    return static_cast<std::int64_t>((t.day - first).count());
  };
  switch (part) {
  case time_part::year: return static_cast<int>(t.date.year());
  case time_part::month: return static_cast<unsigned>(t.date.month()) - 1;
  case time_part::day_of_month: return static_cast<unsigned>(t.date.day()) - 1;
  case time_part::date: return static_cast<unsigned>(t.date.day());
  case time_part::day_of_week: return std::chrono::weekday{t.day}.c_encoding();
  case time_part::day_of_year: return days_since(t.date.year() / std::chrono::January / 1);
  case time_part::hours: return t.second_of_day / 3'600;
  case time_part::minutes: return t.second_of_day / 60 % 60;
  case time_part::seconds: return t.second_of_day % 60;
  case time_part::milliseconds: return t.ns / 1'000'000;
  }
  return 0;
}

/// `getHours()` in UTC, `getHours("Europe/Berlin")`, `getHours("+02:00")`
template <time_part Part>
bool part_of_time(const function_call& c, value& out) {
  const auto t = *as_exact_time(c[0]);
  std::int32_t offset = 0;
  if (c.count() > 1) {
    const auto found = zone_offset_at(text_at(c, 1), t.seconds);
    if (!found)
      return c.fail("there is no time zone " + show(c[1]),
                    "zones are named by area and city, \"Europe/Berlin\", or by an offset, "
                    "\"+02:00\"");
    offset = *found;
  }
  out = value(part_of(local_time_of(t, offset), Part));
  return true;
}

template <std::int64_t Unit>
bool part_of_span(const function_call& c, value& out) {
  out = value(c[0].as_duration().ns / Unit);
  return true;
}

/// CEL: the milliseconds within the second, while the other parts are the whole span.
bool milliseconds_of_span(const function_call& c, value& out) {
  out = value(c[0].as_duration().ns / 1'000'000 % 1'000);
  return true;
}

bool out_of_range(const function_call& c) {
  return c.fail("the time " + show(c[0]) + " is out of range", "the years 1678 to 2261 are known");
}

bool to_timestamp_of_text(const function_call& c, value& out) {
  const auto parsed = parse_exact_time(text_at(c, 0));
  if (!parsed)
    return c.fail(parsed.error().message, parsed.error().help);
  return give_time(*parsed, out, c.in) || out_of_range(c);
}

bool to_timestamp_of_seconds(const function_call& c, value& out) {
  const auto seconds = c[0].as_int();
  const bool fits = seconds >= exact_seconds_min && seconds <= exact_seconds_max;
  return (fits && give_time({seconds, 0}, out, c.in)) || out_of_range(c);
}

bool to_duration(const function_call& c, value& out) {
  const auto parsed = parse_span(text_at(c, 0));
  if (!parsed)
    return c.fail(show(c[0]) + " is no duration", "such as \"1h30m\" or \"10s\"");
  out = value(*parsed);
  return true;
}

bool same_time(const function_call& c, value& out) {
  out = c[0];
  return true;
}

} // namespace

void add_time_functions(function_list& all) {
  const auto method = [&all](std::string_view name, auto apply) {
    all.push_back({name, true, {taken::timestamp}, always<int_type>, apply, false});
    all.push_back({name, true, {taken::timestamp, taken::string}, always<int_type>, apply, false});
  };
  method("getFullYear", part_of_time<time_part::year>);
  method("getMonth", part_of_time<time_part::month>);
  method("getDayOfMonth", part_of_time<time_part::day_of_month>);
  method("getDate", part_of_time<time_part::date>);
  method("getDayOfWeek", part_of_time<time_part::day_of_week>);
  method("getDayOfYear", part_of_time<time_part::day_of_year>);
  method("getHours", part_of_time<time_part::hours>);
  method("getMinutes", part_of_time<time_part::minutes>);
  method("getSeconds", part_of_time<time_part::seconds>);
  method("getMilliseconds", part_of_time<time_part::milliseconds>);
  const auto span = [&all](std::string_view name, auto apply) {
    all.push_back({name, true, {taken::duration}, always<int_type>, apply, false});
  };
  span("getHours", part_of_span<3'600'000'000'000>);
  span("getMinutes", part_of_span<60'000'000'000>);
  span("getSeconds", part_of_span<1'000'000'000>);
  span("getMilliseconds", milliseconds_of_span);
  const auto function = [&all](std::string_view name, taken takes, auto returns, auto apply) {
    all.push_back({name, false, {takes}, returns, apply, false});
  };
  function("timestamp", taken::string, always<timestamp_type>, to_timestamp_of_text);
  function("timestamp", taken::integer, always<timestamp_type>, to_timestamp_of_seconds);
  function("timestamp", taken::timestamp, always<timestamp_type>, same_time);
  function("duration", taken::string, always<duration_type>, to_duration);
  function("duration", taken::duration, always<duration_type>, same_time);
}

} // namespace gantry::dsl
