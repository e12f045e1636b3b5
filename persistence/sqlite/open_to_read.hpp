#pragma once

#include "dsl/base/error.hpp"
#include "persistence/rows.hpp"

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <memory>
#include <optional>

namespace gantry::persistence {

/// Opens a database of today's schema without changing it.
/// Errors: not_found; store_newer; store_corrupt when it is of another program; store_failed when
/// its schema is older. Throws SQLite::Exception.
[[nodiscard]] result<std::unique_ptr<SQLite::Database>>
open_to_read(const std::filesystem::path& database);

/// Who a database says it is; none when it was never claimed. Throws SQLite::Exception.
[[nodiscard]] std::optional<store_identity> read_identity(SQLite::Database& database);

} // namespace gantry::persistence
