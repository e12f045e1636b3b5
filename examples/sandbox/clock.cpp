#include "examples/sandbox/clock.hpp"

#include <chrono>

namespace gantry::sandbox {

timestamp wall_clock() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
  return timestamp{} + milliseconds(ms);
}

} // namespace gantry::sandbox
