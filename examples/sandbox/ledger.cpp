#include "examples/sandbox/ledger.hpp"

#include <cstdio>

namespace gantry::sandbox {
namespace {

constexpr const char* columns =
    "seq, system, operation, key, document, at_ns, undone_by, order_id, answer, detail";

std::string selecting(const char* rest) {
  return std::string("select ") + columns + " from effects " + rest;
}

effect row_of(SQLite::Statement& statement) {
  effect found;
  found.seq = statement.getColumn(0).getInt64();
  found.system = statement.getColumn(1).getString();
  found.operation = statement.getColumn(2).getString();
  found.key = statement.getColumn(3).getString();
  found.document = statement.getColumn(4).getString();
  found.at = timestamp{statement.getColumn(5).getInt64()};
  if (!statement.getColumn(6).isNull())
    found.undone_by = statement.getColumn(6).getString();
  found.order_id = statement.getColumn(7).getString();
  found.answer = statement.getColumn(8).getString();
  found.detail = statement.getColumn(9).getString();
  return found;
}

std::vector<effect> rows_of(SQLite::Statement& statement, std::string_view operation,
                            std::string_view name) {
  statement_use query(statement);
  query->bind(1, std::string(operation));
  query->bind(2, std::string(name));
  std::vector<effect> rows;
  while (query->executeStep())
    rows.push_back(row_of(statement));
  return rows;
}

} // namespace

ledger::ledger(SQLite::Database& database)
    : insert_(database, std::string("insert into effects (") + columns +
                            ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      find_(database, selecting("where operation = ? and document = ? order by seq limit 1")),
      by_reference_(database, selecting("where operation = ? and key = ? and undone_by is null "
                                        "order by seq")),
      by_order_(database, selecting("where operation = ? and order_id = ? and undone_by is null "
                                    "order by seq")),
      mark_undone_(database, "update effects set undone_by = ?2 where seq = ?1"),
      rewrite_(database, "update effects set answer = ?2, detail = ?3 where seq = ?1"),
      seq_next_(database.execAndGet("select coalesce(max(seq), 0) + 1 from effects").getInt64()) {}

std::string ledger::next_document(std::string_view prefix) const {
  char digits[24];
  std::snprintf(digits, sizeof digits, "%07lld", static_cast<long long>(seq_next_));
  return std::string(prefix) + "-" + digits;
}

void ledger::record(const effect& what) {
  statement_use insert(insert_);
  insert->bind(1, seq_next_);
  insert->bind(2, what.system);
  insert->bind(3, what.operation);
  insert->bind(4, what.key);
  insert->bind(5, what.document);
  insert->bind(6, what.at.ns);
  if (what.undone_by)
    insert->bind(7, *what.undone_by);
  else
    insert->bind(7);
  insert->bind(8, what.order_id);
  insert->bind(9, what.answer);
  insert->bind(10, what.detail);
  insert->exec();
  ++seq_next_; // a batch that is rolled back leaves a gap, never a number used twice
}

std::optional<effect> ledger::find(std::string_view operation, std::string_view document) {
  auto rows = rows_of(find_, operation, document);
  if (rows.empty())
    return std::nullopt;
  return std::move(rows.front());
}

std::vector<effect> ledger::standing(std::string_view operation, std::string_view reference) {
  return rows_of(by_reference_, operation, reference);
}

std::vector<effect> ledger::standing_of_order(std::string_view operation,
                                              std::string_view order_id) {
  return rows_of(by_order_, operation, order_id);
}

void ledger::mark_undone(std::int64_t seq, std::string_view key) {
  statement_use update(mark_undone_);
  update->bind(1, seq);
  update->bind(2, std::string(key));
  update->exec();
}

void ledger::rewrite(std::int64_t seq, std::string_view answer, std::string_view detail) {
  statement_use update(rewrite_);
  update->bind(1, seq);
  update->bind(2, std::string(answer));
  update->bind(3, std::string(detail));
  update->exec();
}

std::vector<effect> read_ledger(SQLite::Database& database, const ledger_query& query) {
  SQLite::Statement statement(database,
                              selecting("where seq > ?1 and (?2 = '' or system = ?2) "
                                        "and (?3 = '' or operation = ?3) order by seq limit ?4"));
  statement.bind(1, query.after);
  statement.bind(2, query.system);
  statement.bind(3, query.operation);
  statement.bind(4, query.limit);
  std::vector<effect> rows;
  while (statement.executeStep())
    rows.push_back(row_of(statement));
  return rows;
}

} // namespace gantry::sandbox
