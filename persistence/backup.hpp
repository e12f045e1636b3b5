#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

/// Copying a store while it is written to.
namespace gantry::persistence {

struct backup_progress {
  std::uint64_t bytes_copied = 0;
  std::uint64_t bytes = 0; ///< of the whole store now; it grows while orders run
};

/// Told after every step. False: the backup is given up.
using backup_watcher = std::function<bool(const backup_progress&)>;

struct backup_request {
  /// The file to make; it must not be there, its folder is made when it is missing. Until the copy
  /// is whole and on disk it has `.partial` behind its name.
  std::filesystem::path file;
  backup_watcher watcher = {};
  std::uint64_t step_bytes = 256 * 1024; ///< copied at once; commits wait for as long
};

} // namespace gantry::persistence
