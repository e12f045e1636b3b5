#pragma once

#include "persistence/sqlite/online_backup.hpp"
#include "persistence/sqlite/write_session.hpp"
#include "persistence/store.hpp"

#include <SQLiteCpp/Database.h>

#include <memory>
#include <span>

namespace gantry::persistence {

/// The connection that writes, and the transaction around a batch. Used by one thread at a time.
class sqlite_writer {
public:
  /// `compress`: bodies (body_codec.hpp). `checkpoint_pages`: of the write-ahead log, after which
  /// one is made. Throws SQLite::Exception.
  sqlite_writer(std::unique_ptr<SQLite::Database> database, const store_identity& identity,
                bool compress, int checkpoint_pages);
  ~sqlite_writer();
  sqlite_writer(const sqlite_writer&) = delete;
  sqlite_writer& operator=(const sqlite_writer&) = delete;

  /// Never throws. A request that breaks a rule of the schema fails alone.
  [[nodiscard]] commit_outcome commit(std::span<const write_request* const> batch);
  /// Never throws.
  void housekeeping(timestamp now);
  /// Throws SQLite::Exception.
  void put_definition(const definition_row& row);
  /// Through this connection, which has to outlive it. Throws SQLite::Exception.
  [[nodiscard]] result<std::unique_ptr<online_backup>>
  begin_backup(const backup_request& what, std::shared_ptr<backup_files> files);
  [[nodiscard]] instance_number next_number() const { return session_.next_number; }

private:
  struct attempt;
  void write_all(std::span<const write_request* const> batch, attempt& now);
  void check_epoch();
  commit_outcome after_failure(const SQLite::Exception& what, bool at_commit);
  bool roll_back();
  void expire(timestamp now);
  void checkpoint();

  std::unique_ptr<SQLite::Database> database_;
  write_session session_;
  std::string incarnation_;
  std::uint64_t epoch_;
  std::string site_;
  const int checkpoint_pages_;
  int wal_pages_ = 0;
  timestamp expired_at_;
};

} // namespace gantry::persistence
