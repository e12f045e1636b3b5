#pragma once

#include "dsl/base/time.hpp"

#include <optional>

namespace gantry {

/// A point in time between the years 1 and 9999, which is more than a `timestamp` holds: RFC 3339
/// and CEL have this range. Only expressions meet it.
struct exact_time {
  std::int64_t seconds = 0; ///< since 1970-01-01T00:00:00Z
  std::int32_t ns = 0;      ///< of the second, from 0 to 999,999,999
  friend auto operator<=>(const exact_time&, const exact_time&) = default;
};

inline constexpr std::int64_t exact_seconds_min = -62'135'596'800; ///< 0001-01-01T00:00:00Z
inline constexpr std::int64_t exact_seconds_max = 253'402'300'799; ///< 9999-12-31T23:59:59Z

/// As `parse_timestamp`, with the whole range.
[[nodiscard]] result<exact_time> parse_exact_time(std::string_view text);
/// RFC 3339 in UTC with as many fraction digits as are not zero.
[[nodiscard]] std::string format_exact_time(exact_time t);

[[nodiscard]] exact_time to_exact_time(timestamp t);
/// Nothing for what nanoseconds in 64 bits cannot reach (before 1678, after 2261).
[[nodiscard]] std::optional<timestamp> to_timestamp(exact_time t);
/// Nothing outside of the years 1 to 9999.
[[nodiscard]] std::optional<exact_time> add(exact_time t, duration d);
/// Nothing for spans of more than 292 years.
[[nodiscard]] std::optional<duration> span_between(exact_time from, exact_time to);

} // namespace gantry
