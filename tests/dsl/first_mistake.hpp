#pragma once

#include <string>

namespace gantry::tests {

/// What is told first of a flow beside the small contract.
struct first_mistake {
  std::string wrong; ///< what the span covers
  std::string help;
  std::size_t errors = 0; ///< all of them
  std::string rendered;   ///< the flow and all that is told, for failing checks
};

[[nodiscard]] first_mistake first_mistake_of(const std::string& flow);

} // namespace gantry::tests
