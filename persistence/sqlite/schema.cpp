#include "persistence/sqlite/schema.hpp"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <string>

namespace gantry::persistence {

namespace {

constexpr int application_id = 0x474e5459; // "GNTY"

std::int64_t number_of(SQLite::Database& database, const char* sql) {
  return database.execAndGet(sql).getInt64();
}

/// An empty database becomes ours.
void claim_for_gantry(SQLite::Database& database) {
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  database.exec("PRAGMA application_id = " + std::to_string(application_id));
  database.exec("CREATE TABLE schema_history (number INTEGER PRIMARY KEY, name TEXT NOT NULL, "
                "applied_at INTEGER NOT NULL) STRICT");
  transaction.commit();
}

bool is_of_gantry(SQLite::Database& database) {
  return number_of(database, "PRAGMA application_id") == application_id;
}

void apply(SQLite::Database& database, const schema_file& file, timestamp now) {
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  database.exec(std::string(file.sql));
  SQLite::Statement note(database, "INSERT INTO schema_history VALUES (?, ?, ?)");
  note.bind(1, file.number);
  note.bind(2, std::string(file.name));
  note.bind(3, now.ns);
  note.exec();
  transaction.commit();
}

} // namespace

result<int> schema_of(SQLite::Database& database, std::span<const schema_file> files) {
  if (!is_of_gantry(database)) {
    const auto id = number_of(database, "PRAGMA application_id");
    if (id == 0 && number_of(database, "SELECT count(*) FROM sqlite_schema") == 0)
      return 0;
    return fail(errc::store_corrupt,
                database.getFilename() + " is a database of another program (application id " +
                    std::to_string(id) + ")",
                "Name a data folder of Gantry with --data, or an empty one.");
  }
  const auto has = number_of(database, "SELECT coalesce(max(number), 0) FROM schema_history");
  const auto known = files.empty() ? 0 : files.back().number;
  if (has > known)
    return fail(errc::store_newer,
                database.getFilename() + " has schema " + std::to_string(has) +
                    ", this engine knows up to " + std::to_string(known),
                "Start the version of Gantry that wrote it, or a newer one.");
  return static_cast<int>(has);
}

result<void> apply_schema(SQLite::Database& database, std::span<const schema_file> files,
                          timestamp now) {
  const auto has = schema_of(database, files);
  if (!has)
    return tl::unexpected(has.error());
  if (!is_of_gantry(database))
    claim_for_gantry(database);
  for (const auto& file : files)
    if (file.number > *has)
      apply(database, file, now);
  return {};
}

} // namespace gantry::persistence
