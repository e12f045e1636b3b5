#pragma once

#include <SQLiteCpp/Statement.h>

namespace gantry::persistence {

/// Everything that the writer ever runs, prepared once for each connection. Their texts stand in
/// writer_statements.cpp; the order of parameters is the order of columns there.
struct writer_statements {
  explicit writer_statements(SQLite::Database& database);

  SQLite::Statement begin, commit, rollback;
  SQLite::Statement epoch;

  // Orders.
  SQLite::Statement insert_instance, update_instance, find_instance_by_key;
  SQLite::Statement update_instance_stage, find_instance_status, find_site, find_last;
  SQLite::Statement insert_head, move_head, end_head, move_finished;
  SQLite::Statement insert_journal;
  SQLite::Statement insert_label, delete_label;
  SQLite::Statement count_status;

  // What wakes an order.
  SQLite::Statement set_timer, clear_timer, find_timer;
  SQLite::Statement open_wait, close_wait, sweep_waits, waits_for_event;
  SQLite::Statement join_lane, leave_lane, sweep_lanes;
  SQLite::Statement write_incident;

  // Intake.
  SQLite::Statement insert_document, document_state, finish_document, end_replying;
  SQLite::Statement insert_event, find_event, events_for_wait, read_event;
  SQLite::Statement deliver_event, consume_event, note_finding;
  SQLite::Statement insert_delivery, consume_delivery, find_leftovers, sweep_deliveries;
  SQLite::Statement withdraw_deliveries;
  SQLite::Statement release_events;
  SQLite::Statement find_idempotency, write_idempotency;

  // Retention.
  SQLite::Statement orders_behind, keeps_order, journal_previous, delete_journal, delete_instance;
  SQLite::Statement delete_finished_lately, delete_finished_label, delete_incidents;
  SQLite::Statement documents_behind, delete_document, events_behind, delete_event;

  // Upkeep.
  SQLite::Statement expire_idempotency, expire_events;
};

} // namespace gantry::persistence
