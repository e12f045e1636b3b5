#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <memory>

namespace gantry::persistence {

/// The one connection that writes: WAL, synchronous=FULL (a commit is on disk when it returns),
/// pages of 4 KiB, no automatic checkpoints (the store makes them between commits, and sees their
/// errors). Makes the file. Throws SQLite::Exception.
[[nodiscard]] std::unique_ptr<SQLite::Database> open_writer(const std::filesystem::path& database);

/// A connection that can only read, beside an engine's writer. Throws SQLite::Exception.
[[nodiscard]] std::unique_ptr<SQLite::Database> open_reader(const std::filesystem::path& database);

/// The same for somebody who looks at a database from outside. Where nothing waits in a write-ahead
/// log, as in a backup, no file is made beside it, and none has to be writable.
/// Throws SQLite::Exception.
[[nodiscard]] std::unique_ptr<SQLite::Database>
open_examiner(const std::filesystem::path& database);

} // namespace gantry::persistence
