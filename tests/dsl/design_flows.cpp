#include "tests/dsl/design_flows.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace gantry::tests {

std::vector<dsl::source_file> design_flows() {
  namespace fs = std::filesystem;
  const fs::path root = fs::path(GANTRY_SOURCE_DIR) / "../shared/design/flows";
  std::vector<dsl::source_file> files;
  if (!fs::is_directory(root))
    return files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".flow")
      continue;
    std::ifstream in(entry.path());
    files.push_back({fs::relative(entry.path(), root).generic_string(),
                     std::string{std::istreambuf_iterator<char>(in), {}}});
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

} // namespace gantry::tests
