#pragma once

#include <cstdint>
#include <string_view>

namespace gantry::sandbox {

/// A number in [0, 1) that depends on its arguments alone, so that a seed tells a whole run.
[[nodiscard]] double draw(std::uint64_t seed, std::string_view about, std::uint64_t n = 0);

/// A seeded sequence of numbers; equal on every machine, unlike the distributions of <random>.
class dice {
public:
  explicit dice(std::uint64_t seed) : state_(seed) {}
  [[nodiscard]] std::uint64_t next();
  /// 0 … bound - 1; the bound is at least 1.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  /// low … high, both included.
  [[nodiscard]] std::int64_t between(std::int64_t low, std::int64_t high);
  [[nodiscard]] bool chance(double probability);

private:
  std::uint64_t state_;
};

} // namespace gantry::sandbox
