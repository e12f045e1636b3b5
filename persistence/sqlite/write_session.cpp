#include "persistence/sqlite/write_session.hpp"

#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/run_statement.hpp"

namespace gantry::persistence {

write_session::write_session(SQLite::Database& database, bool compress)
    : sql(database), bodies(compress), finished(database),
      next_lsn(database.execAndGet("SELECT coalesce(max(lsn), 0) + 1 FROM journal").getInt64()),
      next_number(
          database.execAndGet("SELECT coalesce(max(number), 0) + 1 FROM instances").getInt64()) {
  // Every order is counted under its site, so this small table names all sites there are.
  SQLite::Statement sites(database, "SELECT DISTINCT site FROM counters LIMIT 2");
  while (sites.executeStep())
    note_site(text_at(sites, 0));
}

void write_session::note_site(const std::string& site) {
  if (site_.empty())
    site_ = site;
  else if (site != site_)
    several_sites_ = true;
}

const std::string& write_session::site_of(instance_number instance) {
  if (!several_sites_)
    return site_;
  const statement_use use(sql.find_site);
  bind_values(sql.find_site, instance);
  found_site_ = sql.find_site.executeStep() ? text_at(sql.find_site, 0) : std::string();
  return found_site_;
}

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
