#include "persistence/sqlite/connection.hpp"

#include <sqlite3.h>

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
