#pragma once

#include "persistence/rows.hpp"
#include "persistence/sqlite/folder_lock.hpp"
#include "persistence/sqlite/sqlite_store.hpp"

#include <SQLiteCpp/Database.h>

#include <memory>

namespace gantry::persistence {

/// A data folder that is ours: locked, of today's schema, recognised, with its epoch raised.
struct opened_folder {
  folder_lock lock;
  std::filesystem::path database;
  store_identity identity;
  std::unique_ptr<SQLite::Database> writer;
};

/// Errors: as `open_sqlite`. Never throws.
[[nodiscard]] result<opened_folder> open_folder(const sqlite_options& options, timestamp now);

} // namespace gantry::persistence
