#pragma once

#include <cstdlib>

namespace gantry::test {

/// How much of something a test does: what the variable says, which the long runs set.
[[nodiscard]] inline int number_given(const char* variable, int otherwise) {
  const char* given = std::getenv(variable);
  return given != nullptr ? static_cast<int>(std::strtol(given, nullptr, 10)) : otherwise;
}

} // namespace gantry::test
