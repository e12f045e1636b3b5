#include "persistence/retention.hpp"
#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/run_statement.hpp"
#include "persistence/sqlite/write_session.hpp"

#include <SQLiteCpp/Column.h>

namespace gantry::persistence {

namespace {

/// Nothing when (site, source, id) is there already.
std::optional<std::uint64_t> insert_event(write_session& session, const inbox_row& event) {
  auto& insert = session.sql.insert_event;
  const statement_use use(insert);
  const auto body = session.bodies.encode(event.body, true);
  bind_values(insert, event.site, event.source, event.event_id, event.event_type, event.correlation,
              body.codec, body, event.principal, event.traceparent, event.received_at,
              event.keep_until, event.state, event.finding);
  if (!insert.executeStep())
    return std::nullopt;
  const auto number = static_cast<std::uint64_t>(insert.getColumn(0).getInt64());
  // An INSERT with RETURNING ends with its last step.
  while (insert.executeStep()) {
  }
  return number;
}

std::uint64_t find_event(write_session& session, const inbox_row& event) {
  auto& find = session.sql.find_event;
  const statement_use use(find);
  bind_values(find, event.site, event.source, event.event_id);
  return find.executeStep() ? static_cast<std::uint64_t>(find.getColumn(0).getInt64()) : 0;
}

void match_waits(write_session& session, inbox_row event, std::vector<delivery>& deliveries) {
  {
    auto& find = session.sql.waits_for_event;
    const statement_use use(find);
    bind_values(find, event.site, event.event_type, event.correlation);
    while (find.executeStep())
      deliveries.push_back({find.getColumn(0).getInt64(), {}});
  }
  if (deliveries.empty())
    return;
  run(session.sql.deliver_event, event.number);
  event.state = "stored";
  for (auto& made : deliveries) {
    run(session.sql.insert_delivery, made.instance, event.number);
    made.event = event;
  }
}

} // namespace

write_result write(write_session& session, const store_event& what) {
  auto event = what.event;
  event.state = event.finding.empty() ? "unmatched" : "finding";
  event.keep_until = keep_until_of(event);
  write_result result;
  const auto number = insert_event(session, event);
  if (!number) {
    result.duplicate_event = true;
    result.inbox = find_event(session, event);
    return result;
  }
  event.number = *number;
  result.inbox = *number;
  if (event.finding.empty())
    match_waits(session, std::move(event), result.deliveries);
  return result;
}

write_result write(write_session& session, const note_event_finding& what) {
  write_result result;
  result.inbox = what.inbox;
  if (run(session.sql.note_finding, what.inbox, what.finding) == 0)
    result.failed = error{
        errc::not_found, "the inbox has no event number " + std::to_string(what.inbox), {}, {}};
  else
    run(session.sql.withdraw_deliveries, what.inbox);
  return result;
}

} // namespace gantry::persistence
