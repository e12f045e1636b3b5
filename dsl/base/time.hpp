#pragma once

#include "dsl/base/error.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace gantry {

/// A point in time: nanoseconds since 1970-01-01T00:00:00Z (1677 to 2262).
/// Nothing here reads a clock; the present arrives inside events.
struct timestamp {
  std::int64_t ns = 0;
  friend auto operator<=>(const timestamp&, const timestamp&) = default;
};

/// A span of time in nanoseconds.
struct duration {
  std::int64_t ns = 0;
  friend auto operator<=>(const duration&, const duration&) = default;
};

constexpr duration milliseconds(std::int64_t ms) {
  return {ms * 1'000'000};
}
constexpr duration seconds(std::int64_t s) {
  return {s * 1'000'000'000};
}
constexpr timestamp operator+(timestamp t, duration d) {
  return {t.ns + d.ns};
}
constexpr timestamp operator-(timestamp t, duration d) {
  return {t.ns - d.ns};
}
constexpr duration operator-(timestamp a, timestamp b) {
  return {a.ns - b.ns};
}
constexpr duration operator+(duration a, duration b) {
  return {a.ns + b.ns};
}

/// RFC 3339 with any offset and up to nine fraction digits. Errors: bad_timestamp.
[[nodiscard]] result<timestamp> parse_timestamp(std::string_view text);
/// RFC 3339 in UTC; fraction digits only where they are not zero (0, 3, 6 or 9 of them).
[[nodiscard]] std::string format_timestamp(timestamp t);
/// `1h30min`, `200ms`, `0s`: the literal form of the flow language (ms s min h d).
[[nodiscard]] std::string format_duration(duration d);
/// The literal form back. Errors: bad_argument.
[[nodiscard]] result<duration> parse_duration(std::string_view text);

} // namespace gantry
