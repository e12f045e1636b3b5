#pragma once

#include "dsl/compile.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace gantry::tests {

/// All flows below a folder, in the order of their paths; none where there is no such folder.
inline std::vector<dsl::source_file> flow_files_in(const std::filesystem::path& root) {
  namespace fs = std::filesystem;
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

/// The flows that come with the project.
inline std::vector<dsl::source_file> project_flows() {
  return flow_files_in(std::filesystem::path(GANTRY_SOURCE_DIR) / "workflows");
}

} // namespace gantry::tests
