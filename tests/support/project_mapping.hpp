#pragma once

#include "tests/support/flow_files.hpp"

#include <stdexcept>
#include <string>

namespace gantry::tests {

/// The mapping of that name in `workflows/`, compiled once a process.
inline dsl::mapping_ptr project_mapping(const std::string& name) {
  static const auto compiled = dsl::compile(project_flows());
  for (const auto& each : compiled.mappings)
    if (each->name() == name)
      return each;
  throw std::runtime_error("workflows/ has no mapping " + name);
}

} // namespace gantry::tests
