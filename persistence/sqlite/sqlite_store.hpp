#pragma once

#include "persistence/sqlite/backup_files.hpp"
#include "persistence/store.hpp"

#include <filesystem>
#include <memory>

namespace gantry::persistence {

struct sqlite_options {
  std::filesystem::path folder;
  std::string site = "main";
  bool adopt = false;      ///< take over a copied or restored folder (E8.8)
  std::size_t readers = 4; ///< WAL snapshots for queries
  /// Bodies take a third of the room and half of the disk's time; `false` leaves new ones as text
  /// that any program reads.
  bool compress = true;
  /// Pages of the write-ahead log after which a checkpoint is made: 16 MiB, of which a checkpoint
  /// stays below the pause that anybody notices.
  int checkpoint_pages = 4'000;
  std::shared_ptr<backup_files> backups = {}; ///< none: the machine's
};

/// Opens or makes `gantry.db` in the folder, applies numbered schema files, takes the folder's
/// lock. Errors: store_busy (another engine), store_newer, store_copied, store_unwritable,
/// store_corrupt, store_full.
[[nodiscard]] result<std::shared_ptr<store>> open_sqlite(const sqlite_options& options,
                                                         timestamp now);

} // namespace gantry::persistence
