#pragma once

#include "dsl/base/time.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace gantry {

/// UUID of version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits.
struct uuid {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const uuid&, const uuid&) = default;
  [[nodiscard]] bool is_nil() const { return *this == uuid{}; }
};

/// Pure: time and randomness come from the caller.
[[nodiscard]] uuid make_uuid7(timestamp at, std::uint64_t random_high, std::uint64_t random_low);
/// Lower-case, 36 characters.
[[nodiscard]] std::string to_string(const uuid& id);
/// Errors: bad_argument.
[[nodiscard]] result<uuid> parse_uuid(std::string_view text);

} // namespace gantry

template <>
struct std::hash<gantry::uuid> {
  std::size_t operator()(const gantry::uuid& id) const noexcept {
    std::uint64_t h = 1469598103934665603ull;
    for (auto b : id.bytes)
      h = (h ^ b) * 1099511628211ull;
    return h;
  }
};
