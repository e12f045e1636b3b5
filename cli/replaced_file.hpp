#pragma once

#include "dsl/base/error.hpp"

#include <filesystem>
#include <string_view>

namespace gantry::cli {

/// Writes a file new as a whole: a reader sees the old text or the new one, also after a crash.
/// A link stays a link to the file that is written; permissions, and the owner where the system
/// allows it, stay those of the old file; a file that was not there gets those of any new file.
/// Errors: bad_argument with the system's reason; then the old file is as it was.
[[nodiscard]] result<void> replace_file(const std::filesystem::path& file, std::string_view text);

} // namespace gantry::cli
