#include "dsl/base/size_text.hpp"
#include "persistence/inspection.hpp"
#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/host_mark.hpp"
#include "persistence/sqlite/open_to_read.hpp"
#include "persistence/sqlite/sqlite_error.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>

#include <fmt/format.h>
#include <functional>
#include <system_error>

namespace gantry::persistence {

namespace {

namespace fs = std::filesystem;

constexpr int mistakes_of_pages_max = 20;
constexpr auto clock_may_differ = seconds(60);

/// Rows that must not be there: how many, and the number of the first.
struct reference_rule {
  const char* sentence; ///< `{0}` is how many, `{1}` the first
  const char* sql;
};

constexpr reference_rule reference_rules[] = {
    {"{0} open orders have no head, the first is number {1}",
     "SELECT count(*), min(number) FROM instances i WHERE finished = 0 AND NOT EXISTS (SELECT 1 "
     "FROM heads WHERE instance = i.number)"},
    {"{0} heads belong to no open order, the first to number {1}",
     "SELECT count(*), min(instance) FROM heads h WHERE NOT EXISTS (SELECT 1 FROM instances WHERE "
     "number = h.instance AND finished = 0)"},
    {"{0} timers belong to no order, the first to number {1}",
     "SELECT count(*), min(instance) FROM timers t WHERE NOT EXISTS (SELECT 1 FROM instances WHERE "
     "number = t.instance)"},
    {"{0} waits belong to no open order, the first to number {1}",
     "SELECT count(*), min(instance) FROM waits w WHERE NOT EXISTS (SELECT 1 FROM instances WHERE "
     "number = w.instance AND finished = 0)"},
    {"{0} scheduled calls belong to no order that goes on, the first to number {1}",
     "SELECT count(*), min(instance) FROM lanes l WHERE NOT EXISTS (SELECT 1 FROM instances WHERE "
     "number = l.instance AND (finished = 0 OR attention = 1))"},
    {"{0} search labels belong to no open order, the first to number {1}",
     "SELECT count(*), min(instance) FROM search_labels s WHERE NOT EXISTS (SELECT 1 FROM "
     "instances WHERE number = s.instance AND finished = 0)"},
    {"{0} finished orders are not found by their channel, the first is number {1}",
     "SELECT count(*), min(number) FROM instances i WHERE finished = 1 AND channel <> '' AND NOT "
     "EXISTS (SELECT 1 FROM finished_lately WHERE instance = i.number) AND NOT EXISTS (SELECT 1 "
     "FROM finished_labels WHERE site = i.site AND label = '.channel' AND value = i.channel AND "
     "instance = i.number)"},
    {"{0} labels of finished orders belong to no finished order, the first to number {1}",
     "SELECT count(*), min(instance) FROM finished_labels l WHERE NOT EXISTS (SELECT 1 FROM "
     "instances WHERE number = l.instance AND finished = 1)"},
    {"{0} deliveries belong to no open order, the first to number {1}",
     "SELECT count(*), min(instance) FROM deliveries d WHERE NOT EXISTS (SELECT 1 FROM instances "
     "WHERE number = d.instance AND finished = 0)"},
    {"{0} deliveries are of no event of the inbox, the first of number {1}",
     "SELECT count(*), min(inbox) FROM deliveries d WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE "
     "number = d.inbox)"},
    {"{0} incidents belong to no order, the first to number {1}",
     "SELECT count(*), min(instance) FROM incidents c WHERE NOT EXISTS (SELECT 1 FROM instances "
     "WHERE number = c.instance)"},
    {"{0} orders run under a definition that is not stored, the first is number {1}",
     "SELECT count(*), min(number) FROM instances i WHERE NOT EXISTS (SELECT 1 FROM definitions "
     "WHERE closure = i.definition AND site = i.site)"},
};

std::int64_t number_of(SQLite::Database& in, const char* sql) {
  return in.execAndGet(sql).getInt64();
}

inspected look_at_disk(const inspection_options& how) {
  inspected look{"disk", {}, {}};
  std::error_code failed;
  const auto bytes = fs::file_size(how.database, failed);
  const auto log = fs::file_size(how.database.string() + "-wal", failed);
  const bool has_log = !failed;
  const auto room = fs::space(how.database, failed);
  look.seen =
      fmt::format("{}, and {} in its write-ahead log; {} left on the disk", megabytes(bytes),
                  megabytes(has_log ? log : 0), megabytes(room.available));
  if (room.available < how.free_bytes_least)
    look.wrong.push_back(fmt::format("{} left on the disk are less than {} (setting disk_warn_mb)",
                                     megabytes(room.available), megabytes(how.free_bytes_least)));
  return look;
}

inspected look_at_identity(SQLite::Database& in, const fs::path& database) {
  inspected look{"identity", {}, {}};
  SQLite::Statement read(in, "SELECT site, incarnation, host_mark, epoch FROM meta");
  if (!read.executeStep()) {
    look.wrong.emplace_back("the database does not say which engine it belongs to");
    return look;
  }
  const auto mark = host_mark_of(database);
  const bool is_copy = !mark || *mark != text_at(read, 2);
  look.seen = fmt::format("site {}, incarnation {}, start {}{}", text_at(read, 0), text_at(read, 1),
                          read.getColumn(3).getInt64(),
                          is_copy ? "; a copy: an engine starts on it with --adopt alone" : "");
  return look;
}

inspected look_at_pages(SQLite::Database& in) {
  inspected look{"pages", fmt::format("{} pages", number_of(in, "PRAGMA page_count")), {}};
  SQLite::Statement check(in, fmt::format("PRAGMA integrity_check({})", mistakes_of_pages_max));
  while (check.executeStep())
    if (auto line = text_at(check, 0); line != "ok")
      look.wrong.push_back(std::move(line));
  return look;
}

inspected look_at_references(SQLite::Database& in) {
  inspected look{"references", {}, {}};
  for (const auto& rule : reference_rules) {
    SQLite::Statement ask(in, rule.sql);
    if (ask.executeStep() && ask.getColumn(0).getInt64() > 0)
      look.wrong.push_back(fmt::format(fmt::runtime(rule.sentence), ask.getColumn(0).getInt64(),
                                       ask.getColumn(1).getInt64()));
  }
  look.seen = fmt::format(
      "{} open orders, {} timers, {} waits, {} scheduled calls, {} deliveries",
      number_of(in, "SELECT count(*) FROM heads"), number_of(in, "SELECT count(*) FROM timers"),
      number_of(in, "SELECT count(*) FROM waits"), number_of(in, "SELECT count(*) FROM lanes"),
      number_of(in, "SELECT count(*) FROM deliveries"));
  return look;
}

/// Chains are followed order by order elsewhere; here: no row of the journal is of no order.
inspected look_at_journal(SQLite::Database& in) {
  const auto rows = number_of(in, "SELECT count(*) FROM journal");
  const auto wanted =
      number_of(in, "SELECT coalesce(sum(coalesce(h.sequence, i.sequence)), 0) FROM "
                    "instances i LEFT JOIN heads h ON h.instance = i.number");
  inspected look{"journal", fmt::format("{} records", rows), {}};
  if (rows != wanted)
    look.wrong.push_back(
        fmt::format("the orders have {} records together, and the journal has {}", wanted, rows));
  return look;
}

inspected look_at_counters(SQLite::Database& in) {
  inspected look{"counters", {}, {}};
  std::int64_t orders = 0;
  SQLite::Statement compare(
      in, "WITH there AS (SELECT site, status, count(*) AS orders FROM instances GROUP BY site, "
          "status), said AS (SELECT site, status, orders FROM counters) "
          "SELECT site, status, coalesce(there.orders, 0), coalesce(said.orders, 0) FROM (SELECT "
          "site, status FROM there UNION SELECT site, status FROM said) LEFT JOIN there USING "
          "(site, status) LEFT JOIN said USING (site, status)");
  while (compare.executeStep()) {
    const auto there = compare.getColumn(2).getInt64();
    orders += there;
    if (const auto said = compare.getColumn(3).getInt64(); said != there)
      look.wrong.push_back(fmt::format("of site {} {} orders are {}, and the counter says {}",
                                       text_at(compare, 0), there, text_at(compare, 1), said));
  }
  look.seen = fmt::format("{} orders", orders);
  return look;
}

inspected look_at_clock(SQLite::Database& in, timestamp now) {
  inspected look{"clock", "no records", {}};
  SQLite::Statement newest(in, "SELECT at FROM journal ORDER BY lsn DESC LIMIT 1");
  if (!newest.executeStep())
    return look;
  const auto at = time_at(newest, 0);
  look.seen = "the newest record is of " + format_timestamp(at);
  if (at > now + clock_may_differ)
    look.wrong.push_back("the newest record is of " + format_timestamp(at) +
                         ", and the clock of this machine says " + format_timestamp(now) +
                         ": timers and times of records follow that clock");
  return look;
}

} // namespace

result<std::vector<inspected>> inspect_sqlite(const inspection_options& how) {
  try {
    const auto opened = open_to_read(how.database);
    if (!opened)
      return tl::unexpected(opened.error());
    auto& database = **opened;
    std::vector<inspected> all{look_at_disk(how), look_at_identity(database, how.database)};
    if (how.pages)
      all.push_back(look_at_pages(database));
    using look = std::function<inspected(SQLite::Database&)>;
    const look looks[] = {look_at_references, look_at_journal, look_at_counters,
                          [&](SQLite::Database& in) { return look_at_clock(in, how.now); }};
    for (const auto& each : looks) {
      SQLite::Transaction one_snapshot(database); // several questions that belong together
      all.push_back(each(database));
    }
    return all;
  } catch (const SQLite::Exception& what) {
    if (what.getErrorCode() == SQLITE_NOTADB)
      return fail(
          errc::store_corrupt, how.database.string() + " is no database",
          "Name a data folder, its gantry.db, or a backup. If it is one of these, its first "
          "page is damaged: restore a backup.");
    return tl::unexpected(store_error(what, "looking at " + how.database.string()));
  }
}

} // namespace gantry::persistence
