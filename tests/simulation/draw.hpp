#pragma once

#include "dsl/base/time.hpp"

#include <cstdint>
#include <random>
#include <vector>

namespace gantry::simulation {

/// What chance decides in one course. The same seed, the same course, with every library: nothing
/// of `std::` distributions is used, because they differ.
class draw {
public:
  explicit draw(std::uint64_t seed) : bits_(seed) {}

  [[nodiscard]] std::uint64_t below(std::uint64_t limit) { return bits_() % limit; }
  [[nodiscard]] bool one_in(std::uint64_t many) { return below(many) == 0; }
  [[nodiscard]] duration up_to(duration most) {
    return {1 + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most.ns)))};
  }
  template <class T>
  [[nodiscard]] const T& of(const std::vector<T>& all) {
    return all[below(all.size())];
  }

private:
  std::mt19937_64 bits_;
};

} // namespace gantry::simulation
