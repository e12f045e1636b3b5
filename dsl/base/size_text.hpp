#pragma once

#include <cstdint>
#include <string>

namespace gantry {

/// Bytes for people: `3.1 MB`, cut and not rounded, so that `1.9 MB` is less than two.
[[nodiscard]] inline std::string megabytes(std::uint64_t bytes) {
  return std::to_string(bytes / 1'000'000) + "." + std::to_string(bytes / 100'000 % 10) + " MB";
}

} // namespace gantry
