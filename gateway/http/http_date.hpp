#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gantry::gateway {

/// The present as an IMF-fixdate (RFC 9110 section 5.6.7), made once a second and thread.
[[nodiscard]] std::string_view http_date_now();
/// Seconds since 1970 of an IMF-fixdate; nothing for other forms.
[[nodiscard]] std::optional<std::int64_t> parse_http_date(std::string_view text);

/// Milliseconds of a Retry-After: delay seconds or a date, seen from `now_s` (seconds since 1970).
/// At most a day, because a far side's slip of a digit must not put a lane to sleep for years.
/// Nothing when it is neither form.
[[nodiscard]] std::optional<std::int64_t> parse_retry_after(std::string_view text,
                                                            std::int64_t now_s);

} // namespace gantry::gateway
