#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/run_statement.hpp"
#include "persistence/sqlite/write_session.hpp"

#include <SQLiteCpp/Column.h>

#include <algorithm>

namespace gantry::persistence {

namespace {

/// Early events: what came before the wait for it (E8.6).
void match_inbox(write_session& session, instance_number instance, const wait_row& wait,
                 timestamp now, std::vector<delivery>& deliveries) {
  const auto first = deliveries.size();
  {
    auto& find = session.sql.events_for_wait;
    const statement_use use(find);
    bind_values(find, instance, wait.event_type, wait.correlation, now);
    while (find.executeStep())
      deliveries.push_back({instance, read_inbox_row(find)});
  }
  for (auto at = first; at < deliveries.size(); ++at) {
    const auto inbox = deliveries[at].event.number;
    run(session.sql.insert_delivery, instance, inbox);
    run(session.sql.deliver_event, inbox);
  }
}

void write_timers(write_session& session, instance_number instance,
                  const instance_changes& changes) {
  for (const auto& timer : changes.timers_set)
    run(session.sql.set_timer, instance, timer.timer, timer.due, timer.purpose);
  for (const auto timer : changes.timers_cleared)
    run(session.sql.clear_timer, instance, timer);
}

void write_waits(write_session& session, instance_number instance, const instance_changes& changes,
                 bool finishing, std::vector<delivery>& deliveries) {
  const auto is_closed = [&](std::uint32_t wait) {
    return std::ranges::find(changes.waits_closed, wait) != changes.waits_closed.end();
  };
  for (const auto& wait : changes.waits_opened) {
    if (finishing || is_closed(wait.wait))
      continue;
    run(session.sql.open_wait, instance, wait.wait, wait.correlation, wait.event_type,
        wait.handler);
    match_inbox(session, instance, wait, changes.record.at, deliveries);
  }
  if (!finishing)
    for (const auto wait : changes.waits_closed)
      run(session.sql.close_wait, instance, wait);
}

/// The undo of a second document goes on after its order's end (E7.5), and may wait for a permit.
bool keeps_lanes(const instance_changes& changes, bool finishing) {
  return !finishing || (changes.row && changes.row->attention);
}

void write_lanes(write_session& session, instance_number instance,
                 const instance_changes& changes) {
  for (const auto& lane : changes.lanes_joined)
    run(session.sql.join_lane, instance, lane.call_key, lane.contract, lane.priority, lane.due);
  for (const auto& call_key : changes.lanes_left)
    run(session.sql.leave_lane, instance, call_key);
}

void consume_events(write_session& session, instance_number instance,
                    const instance_changes& changes) {
  for (const auto inbox : changes.events_consumed) {
    run(session.sql.consume_delivery, instance, inbox);
    run(session.sql.consume_event, inbox);
  }
}

void write_incidents(write_session& session, instance_number instance,
                     const instance_changes& changes) {
  for (const auto& row : changes.incidents)
    run(session.sql.write_incident, instance, row.incident, row.order, row.kind, row.step, row.key,
        row.ours, row.other, row.why, row.opened_at, row.closed);
}

/// What a finished order leaves behind. Most leave nothing, and asking for all three costs less
/// than one sweep of nothing: a sweep makes a temporary table.
struct leftovers {
  bool waits = false, lanes = false, deliveries = false;
};

leftovers find_leftovers(write_session& session, instance_number instance) {
  auto& find = session.sql.find_leftovers;
  const statement_use use(find);
  bind_values(find, instance);
  if (!find.executeStep())
    return {};
  return {find.getColumn(0).getInt() != 0, find.getColumn(1).getInt() != 0,
          find.getColumn(2).getInt() != 0};
}

/// Timers stay: a watch or sweep may outlive its order (E4.5).
void sweep(write_session& session, instance_number instance, bool lanes_too) {
  const auto left = find_leftovers(session, instance);
  if (left.waits)
    run(session.sql.sweep_waits, instance);
  if (left.lanes && lanes_too)
    run(session.sql.sweep_lanes, instance);
  if (left.deliveries) {
    run(session.sql.release_events, instance);
    run(session.sql.sweep_deliveries, instance);
  }
}

} // namespace

void insert_record(write_session& session, instance_number instance, const std::string& site,
                   lsn at, lsn previous, const journal_row& record) {
  const auto body = session.bodies.encode(record.body, true);
  run(session.sql.insert_journal, instance, at, previous, record.sequence, record.at,
      record.version, site, record.kind, body.codec, body);
}

void write_changes(write_session& session, instance_number instance,
                   const instance_changes& changes, bool finishing,
                   std::vector<delivery>& deliveries) {
  write_timers(session, instance, changes);
  // Consumed before new waits are matched, so that a wait never gets again what this commit took.
  consume_events(session, instance, changes);
  write_waits(session, instance, changes, finishing, deliveries);
  const bool lanes_stay = keeps_lanes(changes, finishing);
  if (lanes_stay)
    write_lanes(session, instance, changes);
  write_incidents(session, instance, changes);
  if (finishing)
    sweep(session, instance, !lanes_stay);
}

} // namespace gantry::persistence
