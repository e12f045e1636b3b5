#include "persistence/inbox_cursor.hpp"
#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/queries.hpp"
#include "persistence/sqlite/read_rows.hpp"

#include <SQLiteCpp/Column.h>

#include <algorithm>
#include <iterator>
#include <limits>

namespace gantry::persistence::queries {

namespace {

delivery read_delivery(SQLite::Statement& row) {
  return {row.getColumn(0).getInt64(), read_inbox_row(row, 1)};
}

} // namespace

std::vector<delivery> pending_deliveries(reader& from, const delivery_cursor& behind,
                                         std::size_t limit) {
  return read_all(from,
                  "SELECT d.instance, " + inbox_columns +
                      " FROM deliveries d JOIN inbox ON inbox.number = d.inbox WHERE "
                      "d.consumed = 0 AND (d.inbox, d.instance) > (?1, ?2) "
                      "ORDER BY d.inbox, d.instance LIMIT ?3",
                  read_delivery, behind.inbox, behind.instance, limit);
}

std::vector<delivery> deliveries_of(reader& from, instance_number instance,
                                    std::uint64_t from_inbox, std::size_t limit) {
  return read_all(from,
                  "SELECT d.instance, " + inbox_columns +
                      " FROM deliveries d JOIN inbox ON inbox.number = d.inbox WHERE "
                      "d.instance = ?1 AND d.inbox >= ?2 AND d.consumed = 0 "
                      "ORDER BY d.inbox LIMIT ?3",
                  read_delivery, instance, from_inbox, limit);
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

std::vector<document_row> list_documents(reader& from, const document_filter& by) {
  // The texts of the partial indexes, so that they are used.
  const std::string of_state = by.state == "finding" ? " AND worst = 'error'"
                               : by.state.empty()    ? " AND state <> 'order'"
                                                     : " AND state <> 'order' AND state = ?4";
  const auto select = "SELECT " + listed_document_columns +
                      " FROM documents WHERE number < ?1 AND (?3 = '' OR channel = ?3)" + of_state +
                      " ORDER BY number DESC LIMIT ?2";
  const auto below = by.cursor == 0 ? std::numeric_limits<std::int64_t>::max() : by.cursor;
  if (by.state.empty() || by.state == "finding")
    return read_all(from, select, read_document_row, below, by.limit, by.channel);
  return read_all(from, select, read_document_row, below, by.limit, by.channel, by.state);
}

namespace {

std::vector<inbox_row> inbox_page(reader& from, const std::string& of_state, std::size_t limit,
                                  std::uint64_t cursor) {
  const auto below =
      cursor == 0 ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(cursor);
  return read_all(
      from,
      "SELECT " + inbox_columns + " FROM inbox WHERE number < ?1" + of_state +
          " ORDER BY number DESC LIMIT ?2",
      [](SQLite::Statement& row) { return read_inbox_row(row); }, below, limit);
}

// The texts of the partial indexes, so that they are used.
constexpr auto findings = " AND state = 'finding'";
constexpr auto behind = " AND state <> 'stored' AND state <> 'matched' AND state <> 'finding'";

} // namespace

std::vector<inbox_row> list_inbox(reader& from, std::string_view state, std::size_t limit,
                                  std::uint64_t cursor) {
  if (state.empty())
    return inbox_page(from, "", limit, cursor);
  if (state == "finding")
    return inbox_page(from, findings, limit, cursor);
  if (state == "stored" || state == "matched")
    return inbox_page(from, state == "stored" ? " AND state = 'stored'" : " AND state = 'matched'",
                      limit, cursor);
  if (state == "expired")
    return inbox_page(from, std::string(behind) + " AND state = 'expired'", limit, cursor);
  if (cursor >= behind_findings)
    return inbox_page(from, behind, limit, cursor & ~behind_findings);
  auto rows = inbox_page(from, findings, limit, cursor);
  if (rows.size() < limit) {
    auto rest = inbox_page(from, behind, limit - rows.size(), 0);
    std::move(rest.begin(), rest.end(), std::back_inserter(rows));
  }
  return rows;
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
