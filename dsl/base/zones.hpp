#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace gantry {

/// Names of the IANA time zone database, in order, old names included. The database is compiled
/// in, so an old engine has the zones of the day on which it was built.
[[nodiscard]] std::span<const std::string_view> time_zone_names();
[[nodiscard]] bool is_time_zone(std::string_view name);

/// Seconds by which local time is ahead of UTC at a moment (Unix seconds). The zone is a name
/// (`Europe/Berlin`) or a fixed offset (`+05:30`, `-09:30`, `02:00`); nothing for any other text.
[[nodiscard]] std::optional<std::int32_t> zone_offset_at(std::string_view zone,
                                                         std::int64_t unix_seconds);

} // namespace gantry
