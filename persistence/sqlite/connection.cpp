#include "persistence/sqlite/connection.hpp"

#include <sqlite3.h>

#include <string>
#include <system_error>

namespace gantry::persistence {

namespace {

constexpr int busy_timeout_ms = 2000;
/// Small objects of a statement at work; SQLite has room for 40 and asks the heap for the rest.
constexpr int lookaside_bytes = 1200;
constexpr int lookaside_slots = 400;

/// Nobody reads SQLite's own statistics of memory, and they cost a lock at each allocation. Has no
/// effect, and does no harm, where the library is in use already.
void leave_out_memory_statistics() {
  static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)once;
}

/// `file:` and the path, of which nothing is taken for a part of the address (RFC 3986).
std::string as_uri(const std::filesystem::path& database) {
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(database).string())
    switch (c) {
    case '%': uri += "%25"; break;
    case '?': uri += "%3f"; break;
    case '#': uri += "%23"; break;
    default: uri += c;
    }
  return uri;
}

} // namespace

std::unique_ptr<SQLite::Database> open_writer(const std::filesystem::path& database) {
  leave_out_memory_statistics();
  auto connection = std::make_unique<SQLite::Database>(
      database.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
      busy_timeout_ms);
  sqlite3_extended_result_codes(connection->getHandle(), 1);
  sqlite3_db_config(connection->getHandle(), SQLITE_DBCONFIG_LOOKASIDE, nullptr, lookaside_bytes,
                    lookaside_slots);
  // The page size comes first: it is fixed once the first page is written.
  connection->exec("PRAGMA page_size = 4096");
  connection->exec("PRAGMA journal_mode = WAL");
  connection->exec("PRAGMA synchronous = FULL");
  connection->exec("PRAGMA secure_delete = OFF");
  connection->exec("PRAGMA temp_store = MEMORY");
  connection->exec("PRAGMA cache_size = -65536");
  connection->exec("PRAGMA wal_autocheckpoint = 0");
  connection->exec("PRAGMA trusted_schema = OFF");
  return connection;
}

std::unique_ptr<SQLite::Database> open_examiner(const std::filesystem::path& database) {
  std::error_code missing;
  const auto waiting = std::filesystem::file_size(database.string() + "-wal", missing);
  if (!missing && waiting > 0)
    return open_reader(database);
  auto connection = std::make_unique<SQLite::Database>(
      as_uri(database) + "?immutable=1",
      SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX | SQLite::OPEN_URI, busy_timeout_ms);
  sqlite3_extended_result_codes(connection->getHandle(), 1);
  connection->exec("PRAGMA temp_store = MEMORY");
  connection->exec("PRAGMA trusted_schema = OFF");
  return connection;
}

std::unique_ptr<SQLite::Database> open_reader(const std::filesystem::path& database) {
  // Opened for writing because a reader of a WAL writes its own mark; query_only keeps it a reader.
  auto connection = std::make_unique<SQLite::Database>(
      database.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, busy_timeout_ms);
  sqlite3_extended_result_codes(connection->getHandle(), 1);
  // Who only reads does not move the write-ahead log either, whoever closes last.
  sqlite3_db_config(connection->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  connection->exec("PRAGMA query_only = ON");
  connection->exec("PRAGMA wal_autocheckpoint = 0");
  connection->exec("PRAGMA temp_store = MEMORY");
  connection->exec("PRAGMA cache_size = -8192");
  connection->exec("PRAGMA trusted_schema = OFF");
  return connection;
}

} // namespace gantry::persistence
