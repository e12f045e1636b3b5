#include "dsl/base/zones.hpp"

#include "dsl/base/ascii.hpp"
#include "dsl/base/zone_table.hpp"

#include <algorithm>
#include <chrono>

namespace gantry {
namespace {

/// Seconds of the local clock at which a change happens in a year, before the change.
std::int64_t local_second_of(const zone_change& change, std::chrono::year year) {
  const auto month = std::chrono::month(static_cast<unsigned>(change.month));
  const auto weekday = std::chrono::weekday(static_cast<unsigned>(change.weekday));
  const std::chrono::sys_days day =
      change.week == 5
          ? std::chrono::sys_days(year / month / weekday[std::chrono::last])
          : std::chrono::sys_days(year / month / weekday[static_cast<unsigned>(change.week)]);
  return static_cast<std::int64_t>(day.time_since_epoch().count()) * 86'400 + change.seconds;
}

std::int32_t offset_by_rule(const zone_rule& rule, std::int64_t at) {
  if (!rule.has_summer)
    return rule.standard;
  const std::int64_t local = at + rule.standard;
  const std::int64_t day = (local - ((local % 86'400) + 86'400) % 86'400) / 86'400;
  const std::chrono::year_month_day date{
      std::chrono::sys_days(std::chrono::days(static_cast<int>(day)))};
  const auto begins = local_second_of(rule.begins, date.year()) - rule.standard;
  const auto ends = local_second_of(rule.ends, date.year()) - rule.summer;
  // South of the equator summer goes over the turn of the year.
  const bool is_summer = begins < ends ? at >= begins && at < ends : at >= begins || at < ends;
  return is_summer ? rule.summer : rule.standard;
}

std::int32_t offset_of(const zone_data& zone, std::int64_t at) {
  const auto* end = zone.moments + zone.count;
  const auto* after = std::upper_bound(zone.moments, end, at);
  if (after == end && zone.count > 0)
    return offset_by_rule(zone.rule, at);
  if (zone.count == 0)
    return zone.rule.standard;
  return after == zone.moments ? zone.first_offset : zone.offsets[after - zone.moments - 1];
}

/// `+05:30`, `-09:30`, `02:00`
std::optional<std::int32_t> fixed_offset(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+'))
    text.remove_prefix(1);
  const bool has_form = text.size() == 5 && text[2] == ':' && is_digit(text[0]) &&
                        is_digit(text[1]) && is_digit(text[3]) && is_digit(text[4]);
  if (!has_form)
    return std::nullopt;
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
  if (hours > 23 || minutes > 59)
    return std::nullopt;
  const int seconds = hours * 3'600 + minutes * 60;
  return negative ? -seconds : seconds;
}

} // namespace

std::span<const std::string_view> time_zone_names() {
  return zone_row_names();
}

bool is_time_zone(std::string_view name) {
  const auto names = zone_row_names();
  return std::binary_search(names.begin(), names.end(), name);
}

std::optional<std::int32_t> zone_offset_at(std::string_view zone, std::int64_t unix_seconds) {
  if (const auto fixed = fixed_offset(zone))
    return fixed;
  const auto names = zone_row_names();
  const auto found = std::lower_bound(names.begin(), names.end(), zone);
  if (found == names.end() || *found != zone)
    return std::nullopt;
  return offset_of(zone_rows()[static_cast<std::size_t>(found - names.begin())], unix_seconds);
}

} // namespace gantry
