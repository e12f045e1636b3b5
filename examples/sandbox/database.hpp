#pragma once

#include "dsl/base/error.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <filesystem>
#include <memory>

namespace gantry::sandbox {

/// The company's data folder: `company.db`, and a lock that keeps a second company out.
class data_folder {
public:
  /// Makes the folder when it is not there.
  /// Errors: store_unwritable, store_busy (another sandbox has it), store_newer, store_corrupt.
  [[nodiscard]] static result<std::unique_ptr<data_folder>> open(const std::filesystem::path& path);
  ~data_folder();
  data_folder(const data_folder&) = delete;
  data_folder& operator=(const data_folder&) = delete;

  /// The one connection that writes; of the writer's thread alone.
  [[nodiscard]] SQLite::Database& writing() { return *writing_; }
  /// Sees what is committed, and nothing else.
  [[nodiscard]] SQLite::Database& reading() { return *reading_; }

private:
  data_folder() = default;
  int lock_ = -1;
  std::unique_ptr<SQLite::Database> writing_;
  std::unique_ptr<SQLite::Database> reading_;
};

/// A statement in use: ready for the next user when this one is done with it, whatever happens.
class statement_use {
public:
  explicit statement_use(SQLite::Statement& statement) : statement_(statement) {}
  ~statement_use() { statement_.tryReset(); }
  statement_use(const statement_use&) = delete;
  statement_use& operator=(const statement_use&) = delete;
  SQLite::Statement* operator->() { return &statement_; }

private:
  SQLite::Statement& statement_;
};

} // namespace gantry::sandbox
