#pragma once

#include <cstdint>
#include <filesystem>

namespace gantry::bench {

[[nodiscard]] std::int64_t monotonic_ns();
/// User and system time of this process, seconds.
[[nodiscard]] double process_cpu_s();
/// Resident memory of this process, megabytes.
[[nodiscard]] double resident_mb();
/// Bytes of all files in a folder.
[[nodiscard]] double folder_bytes(const std::filesystem::path& folder);

} // namespace gantry::bench
