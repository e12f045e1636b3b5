#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/queries.hpp"
#include "persistence/sqlite/read_rows.hpp"

#include <SQLiteCpp/Column.h>

#include <algorithm>

namespace gantry::persistence::queries {

namespace {

tl::unexpected<error> broken(instance_number number, lsn at, const std::string& how) {
  return fail(errc::store_corrupt,
              "the journal of instance " + std::to_string(number) + " is broken at row " +
                  std::to_string(at) + ": " + how,
              "Restore the data folder from a backup and start with --adopt.");
}

} // namespace

result<std::vector<journal_row>> load_journal(reader& from, instance_number number) {
  const snapshot one(from);
  const auto last = read_one(
      from, "SELECT coalesce(h.last, i.last) FROM " + instance_tables + " WHERE i.number = ?1",
      [](SQLite::Statement& row) { return row.getColumn(0).getInt64(); }, number);
  if (!last)
    return fail(errc::not_found, "there is no instance number " + std::to_string(number));
  static const std::string sql = "SELECT " + journal_columns + " FROM journal WHERE lsn = ?1";
  std::vector<journal_row> rows;
  for (auto at = *last; at != 0;) {
    auto row = read_one(from, sql, read_journal_row, at);
    if (!row)
      return broken(number, at, "it is missing");
    if (row->instance != number || row->previous >= at)
      return broken(number, at, "it belongs to another instance");
    if (!rows.empty() && row->sequence + 1 != rows.back().sequence)
      return broken(number, at, "its sequence has a hole");
    at = row->previous;
    rows.push_back(std::move(*row));
  }
  std::ranges::reverse(rows);
  return rows;
}

} // namespace gantry::persistence::queries
