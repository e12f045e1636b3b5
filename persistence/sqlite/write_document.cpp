#include "persistence/document_outcome.hpp"
#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/run_statement.hpp"
#include "persistence/sqlite/write_session.hpp"

namespace gantry::persistence {

void insert_document(write_session& session, const document_row& row) {
  const auto body = session.bodies.encode(row.body, false);
  run(session.sql.insert_document, row.id, row.site, row.channel, row.partner, row.media_type,
      row.headers, body.codec, body, row.body.size(), row.digest, row.received_at, row.state,
      row.outcome, row.worst);
}

write_result write(write_session& session, const store_document& what) {
  insert_document(session, what.document);
  return {};
}

write_result write(write_session& session, const finish_document& what) {
  write_result result;
  std::string outcome_before;
  bool done = false;
  {
    auto& find = session.sql.document_state;
    const statement_use use(find);
    bind_values(find, what.document);
    if (!find.executeStep()) {
      result.failed =
          error{errc::not_found,
                "document " + to_string(what.document) + " cannot be finished: it was never stored",
                {},
                {}};
      return result;
    }
    done = text_at(find, 0) != "received";
    outcome_before = text_at(find, 1);
  }
  for (const auto& order : what.orders)
    result.created.push_back(create_order(session, order, result.deliveries));
  // Mapped a second time after a restart: the orders are duplicates, and what was said stands.
  if (done) {
    result.outcome = std::move(outcome_before);
    return result;
  }
  auto filled = fill_outcome(what, result.created);
  if (!filled)
    throw request_fault{std::move(filled.error())};
  result.outcome = std::move(filled->outcome);
  const std::string state = what.has_replies ? "replying" : "done";
  run(session.sql.finish_document, what.document, what.partner, result.outcome, state,
      filled->worst);
  return result;
}

write_result write(write_session& session, const replies_handed_out& what) {
  run(session.sql.end_replying, what.document);
  return {};
}

} // namespace gantry::persistence
