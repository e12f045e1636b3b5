#include "tests/dsl/design_flows.hpp"

#include "tests/support/flow_files.hpp"

namespace gantry::tests {

std::vector<dsl::source_file> design_flows() {
  return flow_files_in(std::filesystem::path(GANTRY_SOURCE_DIR) / "../shared/design/flows");
}

} // namespace gantry::tests
