#pragma once

#include "dsl/base/error.hpp"
#include "persistence/backup.hpp"
#include "persistence/sqlite/backup_files.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <memory>

namespace gantry::persistence {

/// A copy of a database that is made a few pages at a time through the connection that writes it.
///
/// SQLite carries what that connection commits between two steps over into the copy, so that
/// neither a snapshot stays open (which would keep the write-ahead log from starting over) nor the
/// copy has to begin again (https://www.sqlite.org/c3ref/backup_finish.html). What comes out is the
/// store as it was at the last step. The connection has to live as long, and nobody else may use it
/// during a step.
class online_backup {
public:
  /// Errors: bad_argument when the file is there already; store_full when the database would not
  /// fit; store_unwritable. Throws SQLite::Exception.
  [[nodiscard]] static result<std::unique_ptr<online_backup>>
  begin(SQLite::Database& source, const backup_request& what, std::shared_ptr<backup_files> files);
  /// Takes what is unfinished away.
  ~online_backup();
  online_backup(const online_backup&) = delete;
  online_backup& operator=(const online_backup&) = delete;

  /// Copies `step_bytes` at most. True: that was the last of it, and the connection is
  /// needed no more. Throws SQLite::Exception.
  [[nodiscard]] bool step();
  /// As of the last step.
  [[nodiscard]] const backup_progress& progress() const { return progress_; }
  /// Puts the copy on disk under its name, once the last step is done.
  /// Errors: store_full, store_unwritable. Throws SQLite::Exception.
  [[nodiscard]] result<void> keep();

private:
  online_backup(SQLite::Database& source, const backup_request& what,
                std::shared_ptr<backup_files> files);

  std::shared_ptr<backup_files> files_;
  std::filesystem::path file_, partial_;
  std::unique_ptr<SQLite::Database> target_;
  std::unique_ptr<SQLite::Backup> copy_;
  std::uint64_t page_bytes_;
  int pages_a_step_;
  backup_progress progress_;
};

} // namespace gantry::persistence
