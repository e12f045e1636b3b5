#include "persistence/sqlite/write_session.hpp"

#include "persistence/sqlite/run_statement.hpp"

namespace gantry::persistence {

write_session::write_session(SQLite::Database& database)
    : sql(database),
      next_lsn(database.execAndGet("SELECT coalesce(max(lsn), 0) + 1 FROM journal").getInt64()),
      next_number(
          database.execAndGet("SELECT coalesce(max(number), 0) + 1 FROM instances").getInt64()) {}

void write_session::count_order(const std::string& site, const std::string& status,
                                std::int64_t change) {
  for (auto& counter : counters_)
    if (counter.status == status && counter.site == site) {
      counter.change += change;
      return;
    }
  counters_.push_back({site, status, change});
}

void write_session::write_counters() {
  for (auto& counter : counters_) {
    if (counter.change != 0)
      run(sql.count_status, counter.site, counter.status, counter.change);
    counter.change = 0;
  }
}

} // namespace gantry::persistence
