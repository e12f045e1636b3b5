#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/queries.hpp"
#include "persistence/sqlite/read_rows.hpp"

#include <SQLiteCpp/Column.h>

#include <algorithm>
#include <limits>

namespace gantry::persistence::queries {

std::vector<timer_row> timers_due(reader& from, timestamp until, std::size_t limit) {
  return read_all(
      from,
      "SELECT instance, timer, due, purpose FROM timers WHERE due <= ?1 ORDER BY due, instance, "
      "timer LIMIT ?2",
      [](SQLite::Statement& row) {
        return timer_row{row.getColumn(0).getInt64(), row.getColumn(1).getUInt(), time_at(row, 2),
                         text_at(row, 3)};
      },
      until, limit);
}

std::optional<timestamp> next_timer(reader& from, timestamp after) {
  return read_one(
      from, "SELECT due FROM timers WHERE due > ?1 ORDER BY due LIMIT 1",
      [](SQLite::Statement& row) { return time_at(row, 0); }, after);
}

std::vector<lane_row> lane_queue(reader& from, std::string_view contract, std::size_t limit) {
  return read_all(
      from,
      "SELECT instance, call_key, contract, priority, due FROM lanes WHERE contract = ?1 "
      "ORDER BY due - priority * 60000000000, instance LIMIT ?2",
      [](SQLite::Statement& row) {
        return lane_row{row.getColumn(0).getInt64(), text_at(row, 1), text_at(row, 2),
                        row.getColumn(3).getInt(), time_at(row, 4)};
      },
      std::string(contract), limit);
}

std::vector<std::pair<std::string, std::int64_t>>
lanes_without(reader& from, std::span<const std::string> contracts) {
  // One step of the index for each contract, however many calls wait for it.
  const auto named = read_all(
      from,
      "WITH RECURSIVE named(contract) AS (SELECT min(contract) FROM lanes UNION ALL SELECT (SELECT "
      "min(contract) FROM lanes WHERE contract > named.contract) FROM named WHERE contract IS NOT "
      "NULL) SELECT contract FROM named WHERE contract IS NOT NULL",
      [](SQLite::Statement& row) { return text_at(row, 0); });
  std::vector<std::pair<std::string, std::int64_t>> found;
  for (const auto& contract : named)
    if (std::find(contracts.begin(), contracts.end(), contract) == contracts.end())
      found.emplace_back(contract,
                         read_one(
                             from, "SELECT count(DISTINCT instance) FROM lanes WHERE contract = ?1",
                             [](SQLite::Statement& row) { return row.getColumn(0).getInt64(); },
                             contract)
                             .value_or(0));
  return found;
}

std::vector<incident_row> list_incidents(reader& from, std::size_t limit, std::int64_t cursor) {
  const auto below = cursor == 0 ? std::numeric_limits<std::int64_t>::max() : cursor;
  return read_all(from,
                  "SELECT " + incident_columns +
                      " FROM incidents WHERE number < ?1 ORDER BY number DESC LIMIT ?2",
                  read_incident_row, below, limit);
}

std::optional<definition_row> find_definition(reader& from, std::string_view closure) {
  return read_one(
      from,
      "SELECT closure, workflow, version, text, stored_at FROM definitions WHERE closure = ?1",
      [](SQLite::Statement& row) {
        return definition_row{text_at(row, 0), text_at(row, 1), row.getColumn(2).getInt(),
                              text_at(row, 3), time_at(row, 4)};
      },
      std::string(closure));
}

} // namespace gantry::persistence::queries
