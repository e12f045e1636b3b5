#pragma once

#include "dsl/compile.hpp"

#include <vector>

namespace gantry::tests {

/// The seven flows of the language's design, with their contracts and types, as they stand beside
/// the project; empty where they are not there.
[[nodiscard]] std::vector<dsl::source_file> design_flows();

} // namespace gantry::tests
