#pragma once

#include "dsl/base/error.hpp"
#include "dsl/base/time.hpp"

#include <SQLiteCpp/Database.h>

#include <span>
#include <string_view>

namespace gantry::persistence {

/// One file of `persistence/schema`, as it was when this engine was built.
struct schema_file {
  int number;
  std::string_view name; ///< `0001_orders`
  std::string_view sql;
};

/// In order of their numbers.
[[nodiscard]] std::span<const schema_file> schema_files();

/// The number of the last file that the database has; 0 for an empty one. Changes nothing.
/// Errors: store_newer; store_corrupt when the database belongs to another program.
/// Throws SQLite::Exception.
[[nodiscard]] result<int> schema_of(SQLite::Database& database, std::span<const schema_file> files);

/// Applies the files that the database does not have yet. Each file and the row that says that it
/// was applied are one transaction.
/// Errors: store_newer; store_corrupt when the database belongs to another program.
/// Throws SQLite::Exception.
[[nodiscard]] result<void> apply_schema(SQLite::Database& database,
                                        std::span<const schema_file> files, timestamp now);

} // namespace gantry::persistence
