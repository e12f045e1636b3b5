#pragma once

#include "dsl/compile.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace gantry::tests {

/// The mapping of that name in `workflows/`, compiled once a process.
inline dsl::mapping_ptr project_mapping(const std::string& name) {
  static const auto compiled = [] {
    namespace fs = std::filesystem;
    const fs::path root = fs::path(GANTRY_SOURCE_DIR) / "workflows";
    std::vector<dsl::source_file> files;
    for (const auto& entry : fs::recursive_directory_iterator(root))
      if (entry.path().extension() == ".flow") {
        std::ifstream in(entry.path());
        files.push_back({fs::relative(entry.path(), root).generic_string(),
                         std::string{std::istreambuf_iterator<char>(in), {}}});
      }
    return dsl::compile(files);
  }();
  for (const auto& each : compiled.mappings)
    if (each->name() == name)
      return each;
  throw std::runtime_error("workflows/ has no mapping " + name);
}

} // namespace gantry::tests
