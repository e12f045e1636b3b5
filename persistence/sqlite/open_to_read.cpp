#include "persistence/sqlite/open_to_read.hpp"

#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/connection.hpp"
#include "persistence/sqlite/schema.hpp"

#include <SQLiteCpp/Column.h>

#include <fmt/format.h>
#include <system_error>

namespace gantry::persistence {

std::optional<store_identity> read_identity(SQLite::Database& database) {
  SQLite::Statement read(database, "SELECT site, incarnation, host_mark, epoch FROM meta");
  if (!read.executeStep())
    return std::nullopt;
  store_identity found;
  found.site = text_at(read, 0);
  found.incarnation = text_at(read, 1);
  found.host_mark = text_at(read, 2);
  found.epoch = static_cast<std::uint64_t>(read.getColumn(3).getInt64());
  return found;
}

result<std::unique_ptr<SQLite::Database>> open_to_read(const std::filesystem::path& database) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(database, failed))
    return fail(errc::not_found, "there is no database " + database.string(),
                "Name a data folder with --data, or a backup.");
  auto opened = open_examiner(database);
  const auto has = schema_of(*opened, schema_files());
  if (!has)
    return tl::unexpected(has.error());
  if (*has < schema_files().back().number)
    return fail(errc::store_failed,
                fmt::format("{} has schema {}, and this version looks at schema {}",
                            database.string(), *has, schema_files().back().number),
                "Use the version of the engine that wrote it, or let this one start on it: a start "
                "brings the schema up to date.");
  return opened;
}

} // namespace gantry::persistence
