#pragma once

#include "dsl/base/value.hpp"

#include <cstddef>

namespace gantry::dsl {

/// How much a value may hold; a text of many KiB counts as several values. Parts that are shared
/// count as often as they are reached, because whoever writes or compares the value meets them so
/// often.
struct extent_bounds {
  std::size_t values_max;
  std::size_t depth_max;
};

/// Of what one evaluation gives back, and of what it carries from one step of a `fold` to the next.
inline constexpr extent_bounds result_bounds{200'000, 100};

/// Stops looking as soon as it knows, so its cost is bounded too.
[[nodiscard]] bool exceeds(const value& v, const extent_bounds& bounds);

} // namespace gantry::dsl
