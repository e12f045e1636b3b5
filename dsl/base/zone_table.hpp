#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

// The table that tools/zones writes while Gantry is built. Only zones.cpp reads it.
namespace gantry {

/// The nth weekday of a month (5: the last), and the second of that day.
struct zone_change {
  int month = 0;
  int week = 0;
  int weekday = 0; ///< 0 is Sunday
  std::int64_t seconds = 0;
};

/// What holds after the last moment that is listed.
struct zone_rule {
  std::int32_t standard = 0; ///< seconds east of UTC
  std::int32_t summer = 0;
  bool has_summer = false;
  zone_change begins;
  zone_change ends;
};

struct zone_data {
  const std::int64_t* moments = nullptr; ///< Unix seconds at which the offset changes
  const std::int32_t* offsets = nullptr; ///< from each of them on
  std::size_t count = 0;
  std::int32_t first_offset = 0;
  zone_rule rule;
};

/// Rows and names in the same order, which is that of the names.
[[nodiscard]] std::span<const zone_data> zone_rows();
[[nodiscard]] std::span<const std::string_view> zone_row_names();

} // namespace gantry
