#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/queries.hpp"
#include "persistence/sqlite/read_rows.hpp"

#include <SQLiteCpp/Column.h>

#include <limits>

namespace gantry::persistence::queries {

std::vector<delivery> pending_deliveries(reader& from, std::size_t limit) {
  return read_all(
      from,
      "SELECT d.instance, " + inbox_columns +
          " FROM deliveries d JOIN inbox ON inbox.number = d.inbox WHERE d.consumed = 0 "
          "ORDER BY d.inbox, d.instance LIMIT ?1",
      [](SQLite::Statement& row) {
        return delivery{row.getColumn(0).getInt64(), read_inbox_row(row, 1)};
      },
      limit);
}

std::optional<document_row> find_document(reader& from, const uuid& id) {
  return read_one(from, "SELECT " + document_columns + " FROM documents WHERE id = ?1",
                  read_document_row, id);
}

std::vector<document_row> documents_received(reader& from, std::size_t limit) {
  return read_all(
      from,
      "SELECT " + document_columns +
          " FROM documents WHERE state IN ('received', 'replying') ORDER BY number LIMIT ?1",
      read_document_row, limit);
}

std::vector<inbox_row> list_inbox(reader& from, std::string_view state, std::size_t limit,
                                  std::uint64_t cursor) {
  const auto below =
      cursor == 0 ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(cursor);
  const auto select = "SELECT " + inbox_columns + " FROM inbox WHERE number < ?1";
  const auto newest_first = std::string(" ORDER BY number DESC LIMIT ?2");
  const auto read = [](SQLite::Statement& row) { return read_inbox_row(row); };
  if (state.empty())
    return read_all(from, select + newest_first, read, below, limit);
  // The text of the partial index, so that it is used.
  if (state == "unmatched")
    return read_all(from,
                    select + " AND state <> 'stored' AND state <> 'matched'" + newest_first,
                    read, below, limit);
  return read_all(from, select + " AND state = ?3" + newest_first, read, below, limit,
                  std::string(state));
}

std::optional<idempotency_row> find_idempotency(reader& from, std::string_view site,
                                                std::string_view scope, std::string_view key) {
  return read_one(
      from,
      "SELECT site, scope, key, body_digest, http_status, answer, at FROM idempotency WHERE "
      "site = ?1 AND scope = ?2 AND key = ?3",
      [](SQLite::Statement& row) {
        return idempotency_row{text_at(row, 0), text_at(row, 1),           text_at(row, 2),
                               text_at(row, 3), row.getColumn(4).getInt(), text_at(row, 5),
                               time_at(row, 6)};
      },
      std::string(site), std::string(scope), std::string(key));
}

} // namespace gantry::persistence::queries
