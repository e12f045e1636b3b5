#include "gateway/api/clock.hpp"

#include <chrono>

namespace gantry::gateway {

timestamp wall_clock() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(since).count()};
}

} // namespace gantry::gateway
