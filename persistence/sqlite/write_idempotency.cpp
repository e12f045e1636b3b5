#include "persistence/retention.hpp"
#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/run_statement.hpp"
#include "persistence/sqlite/write_session.hpp"

#include <SQLiteCpp/Column.h>

namespace gantry::persistence {

std::optional<idempotency_row> answered_before(write_session& session,
                                               const idempotency_row& asked) {
  auto& find = session.sql.find_idempotency;
  const statement_use use(find);
  const auto oldest = asked.at - idempotency_kept;
  bind_values(find, asked.site, asked.scope, asked.key, oldest);
  if (!find.executeStep())
    return std::nullopt;
  auto row = asked;
  row.body_digest = text_at(find, 0);
  row.http_status = static_cast<int>(find.getColumn(1).getInt64());
  row.answer = text_at(find, 2);
  row.at = time_at(find, 3);
  return row;
}

void write_idempotency(write_session& session, const idempotency_row& row) {
  run(session.sql.write_idempotency, row.site, row.scope, row.key, row.body_digest, row.http_status,
      row.answer, row.at);
}

write_result write(write_session& session, const store_idempotency& what) {
  write_result result;
  result.answered_before = answered_before(session, what.row);
  if (!result.answered_before)
    write_idempotency(session, what.row);
  return result;
}

} // namespace gantry::persistence
