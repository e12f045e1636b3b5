#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/queries.hpp"
#include "persistence/sqlite/read_rows.hpp"

#include <SQLiteCpp/Column.h>

namespace gantry::persistence::queries {

namespace {

const std::string select_instance = "SELECT " + instance_columns + " FROM " + instance_tables;

} // namespace

std::optional<instance_row> find_instance(reader& from, const uuid& id) {
  return read_one(from, select_instance + " WHERE i.id = ?1", read_instance_row, id);
}

std::optional<instance_row> find_instance(reader& from, instance_number number) {
  return read_one(from, select_instance + " WHERE i.number = ?1", read_instance_row, number);
}

std::optional<instance_row> find_by_key(reader& from, std::string_view site,
                                        std::string_view workflow, std::string_view key) {
  return read_one(from,
                  select_instance + " WHERE i.site = ?1 AND i.business_key = ?2 AND "
                                    "i.workflow = ?3 ORDER BY i.generation DESC LIMIT 1",
                  read_instance_row, std::string(site), std::string(key), std::string(workflow));
}

std::vector<instance_row> needing_attention(reader& from, std::int64_t cursor, std::size_t limit) {
  // The cursor is `attention_cursor` of the last row: lateness above, number below.
  const auto priority = cursor == 0 ? std::int64_t{1} << 62 : 16'383 - (cursor >> 48);
  const auto number = cursor & ((std::int64_t{1} << 48) - 1);
  return read_all(from,
                  select_instance +
                      " WHERE i.attention = 1 AND i.priority <= ?1 AND "
                      "(i.priority < ?1 OR i.number > ?2) ORDER BY i.priority DESC, i.number "
                      "LIMIT ?3",
                  read_instance_row, priority, number, limit);
}

std::vector<std::pair<std::string, std::int64_t>> totals(reader& from) {
  return read_all(from, "SELECT status, sum(orders) FROM counters GROUP BY status ORDER BY status",
                  [](SQLite::Statement& row) {
                    return std::pair(text_at(row, 0), row.getColumn(1).getInt64());
                  });
}

} // namespace gantry::persistence::queries
