#pragma once

#include <filesystem>
#include <string>

namespace gantry::cli {

/// The command as it was typed, for lines that can be typed after it: `build/bin/gantry`.
[[nodiscard]] std::string typed_command();

/// A file or folder that comes with Gantry (`workflows`): the one of the working folder, which is
/// that of a checkout; else the one that was installed beside the program, below
/// `../share/gantry`. When neither is there, the first.
[[nodiscard]] std::filesystem::path own_place(const std::filesystem::path& name);

} // namespace gantry::cli
