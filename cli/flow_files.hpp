#pragma once

#include "dsl/compile.hpp"

#include <filesystem>
#include <vector>

namespace gantry::cli {

/// The folder that imports start from, as it is written: a folder itself; of a file the nearest
/// parent with a `contracts` or `types` folder, else its own.
[[nodiscard]] std::filesystem::path flow_root(const std::filesystem::path& place);

/// All `*.flow` files below a folder; or one file and all that it imports; and the files of their
/// tables, sorted. Paths are relative to the root. Of what is larger than the limits one byte or
/// file too many comes, so that it is a mistake of that file (GF0106) or folder (GF0125), told
/// beside all others. Errors: not_found; flow_invalid for a folder without any.
[[nodiscard]] result<std::vector<dsl::source_file>>
read_flow_files(const std::filesystem::path& place);

/// The text of a file; of one that is too large one byte more than it may have. Errors: not_found.
[[nodiscard]] result<std::string> read_flow_text(const std::filesystem::path& file);

/// The `*.flow` files below a folder, sorted. Errors: as `read_flow_files`.
[[nodiscard]] result<std::vector<std::filesystem::path>>
flows_below(const std::filesystem::path& root);

/// Diagnostics as a person and an editor want them.
struct shown_diagnostics {
  std::vector<dsl::diagnostic> diagnostics;
  std::vector<dsl::source_file> files; ///< whose lines they quote
};
/// Places are seen from the working folder, not from the root, so that an editor can jump to them;
/// bytes that are no UTF-8, or that a terminal would act on, become `?`.
[[nodiscard]] shown_diagnostics as_shown(const dsl::compilation& compiled,
                                         const std::vector<dsl::source_file>& files,
                                         const std::filesystem::path& place);
/// The same for files whose paths are seen from the working folder already.
[[nodiscard]] shown_diagnostics made_harmless(std::vector<dsl::diagnostic> diagnostics,
                                              std::vector<dsl::source_file> files);

} // namespace gantry::cli
