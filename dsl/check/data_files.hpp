#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gantry::dsl {

/// Whether a file of a folder holds rows of a table, and no flow.
[[nodiscard]] bool is_data_file(std::string_view path);

/// The path from the root of the flows of a file that a flow names relative to itself. Nothing
/// where that leaves the root, is absolute, or names no `.csv` file.
[[nodiscard]] std::optional<std::string> data_path(std::string_view flow, std::string_view named);

} // namespace gantry::dsl
