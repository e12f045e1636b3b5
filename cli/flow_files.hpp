#pragma once

#include "dsl/compile.hpp"

#include <filesystem>
#include <vector>

namespace gantry::cli {

/// All `*.flow` files below a folder, paths relative to it, sorted; or one file with the folder
/// that its imports start from (the nearest parent with a `contracts` or `types` folder, else its
/// own). Errors: not_found; too_large beyond 1,000 files or 1 MiB a file.
[[nodiscard]] result<std::vector<dsl::source_file>>
read_flow_files(const std::filesystem::path& place);

} // namespace gantry::cli
