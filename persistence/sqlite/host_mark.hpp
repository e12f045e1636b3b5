#pragma once

#include "dsl/base/error.hpp"

#include <filesystem>
#include <string>

namespace gantry::persistence {

/// What tells a database file from its copies: the machine, the folder's path, and the file itself
/// by inode and time of birth. A file that was copied, moved or restored has another mark (E8.8).
///
/// The number of the device is left out: kernels number disks anew at every boot, and an engine has
/// to start after a reboot without anybody's help.
/// Errors: store_unwritable when the file cannot be examined.
[[nodiscard]] result<std::string> host_mark_of(const std::filesystem::path& database);

} // namespace gantry::persistence
