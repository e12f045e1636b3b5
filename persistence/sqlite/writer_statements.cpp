#include "persistence/sqlite/writer_statements.hpp"

#include "persistence/sqlite/columns.hpp"

#include <SQLiteCpp/Database.h>

#include <string>

namespace gantry::persistence {

namespace {

// The site of what belongs to an order is the order's own.
const std::string site_of_instance = "(SELECT site FROM instances WHERE number = ?1)";

} // namespace

writer_statements::writer_statements(SQLite::Database& database)
    : begin(database, "BEGIN IMMEDIATE"), commit(database, "COMMIT"),
      rollback(database, "ROLLBACK"),
      epoch(database, "SELECT epoch, incarnation FROM meta WHERE id = 1"),

      // A conflict with any unique key is answered by reading what is there (E8.2).
      insert_instance(
          database, "INSERT INTO instances (number, id, site, workflow, definition, business_key, "
                    "generation, input_digest, status, phase, control, held, stage, waiting_for, "
                    "in_doubt, priority, test, finished, attention, channel, customer, search, "
                    "created_at, updated_at, last, sequence, fold_digest) VALUES (?1, ?2, ?3, ?4, "
                    "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, "
                    "?21, ?22, ?23, ?24, ?25, ?26, ?27) ON CONFLICT DO NOTHING"),
      update_instance(database,
                      "UPDATE instances SET status = ?2, phase = ?3, control = ?4, held = ?5, "
                      "stage = ?6, waiting_for = ?7, in_doubt = ?8, priority = ?9, finished = ?10, "
                      "attention = ?11, updated_at = ?12, last = ?13, sequence = ?14, "
                      "fold_digest = ?15 WHERE number = ?1"),
      find_instance_by_key(database,
                           "SELECT number, id, input_digest, status FROM instances WHERE site = ?1 "
                           "AND business_key = ?2 AND workflow = ?3 AND generation = ?4"),
      // The indexes over stage, status and the like are only touched by what changes them.
      update_instance_stage(
          database, "UPDATE instances SET phase = ?2, control = ?3, held = ?4, stage = ?5, "
                    "waiting_for = ?6, in_doubt = ?7, updated_at = ?8, last = ?9, sequence = ?10, "
                    "fold_digest = ?11 WHERE number = ?1"),
      find_instance_status(database, "SELECT site, status, finished, attention, priority, search "
                                     "FROM instances WHERE number = ?1"),
      find_site(database, "SELECT site FROM instances WHERE number = ?1"),
      find_last(database, "SELECT coalesce((SELECT last FROM heads WHERE instance = ?1), last) "
                          "FROM instances WHERE number = ?1"),
      insert_head(database, "INSERT INTO heads (instance, site, last, sequence) "
                            "VALUES (?1, ?2, ?3, ?4)"),
      // The check of a stale writer and the move are one statement: no row changes, no right.
      move_head(database,
                "UPDATE heads SET last = ?3, sequence = ?4 WHERE instance = ?1 AND last = ?2"),
      end_head(database, "DELETE FROM heads WHERE instance = ?1 AND last = ?2"),
      move_finished(database, "UPDATE instances SET last = ?3, sequence = ?4 WHERE number = ?1 AND "
                              "last = ?2 AND finished = 1"),
      insert_journal(
          database,
          "INSERT INTO journal (instance, lsn, previous, sequence, at, version, site, "
          "kind, codec, key_id, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10)"),
      insert_label(database, "INSERT INTO search_labels (site, label, value, instance) "
                             "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"),
      delete_label(database, "DELETE FROM search_labels WHERE site = ?1 AND label = ?2 AND "
                             "value = ?3 AND instance = ?4"),
      count_status(database,
                   "INSERT INTO counters (site, status, orders) VALUES (?1, ?2, ?3) "
                   "ON CONFLICT (site, status) DO UPDATE SET orders = orders + excluded.orders"),

      set_timer(database,
                "INSERT INTO timers (instance, timer, site, due, purpose) VALUES (?1, ?2, " +
                    site_of_instance +
                    ", ?3, ?4) ON CONFLICT (instance, timer) DO UPDATE SET "
                    "due = excluded.due, purpose = excluded.purpose"),
      clear_timer(database, "DELETE FROM timers WHERE instance = ?1 AND timer = ?2"),
      find_timer(database, "SELECT 1 FROM timers WHERE instance = ?1 AND timer = ?2 AND due <= ?3"),
      open_wait(database, "INSERT INTO waits (instance, wait, correlation, site, event_type, "
                          "handler) VALUES (?1, ?2, ?3, " +
                              site_of_instance + ", ?4, ?5) ON CONFLICT DO NOTHING"),
      close_wait(database, "DELETE FROM waits WHERE instance = ?1 AND wait = ?2"),
      sweep_waits(database, "DELETE FROM waits WHERE instance = ?1"),
      waits_for_event(database, "SELECT DISTINCT instance FROM waits WHERE site = ?1 AND "
                                "event_type = ?2 AND correlation = ?3 ORDER BY instance"),
      join_lane(database, "INSERT INTO lanes (instance, call_key, site, contract, priority, due) "
                          "VALUES (?1, ?2, " +
                              site_of_instance +
                              ", ?3, ?4, ?5) ON CONFLICT (instance, call_key) DO UPDATE SET "
                              "contract = excluded.contract, priority = excluded.priority, "
                              "due = excluded.due"),
      leave_lane(database, "DELETE FROM lanes WHERE instance = ?1 AND call_key = ?2"),
      sweep_lanes(database, "DELETE FROM lanes WHERE instance = ?1"),
      write_incident(database,
                     "INSERT INTO incidents (instance, incident, site, order_id, kind, step, "
                     "call_key, ours, other, why, opened_at, closed) VALUES (?1, ?2, " +
                         site_of_instance +
                         ", ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (instance, incident) "
                         "DO UPDATE SET closed = excluded.closed"),

      insert_document(database,
                      "INSERT INTO documents (id, site, channel, partner, media_type, headers, "
                      "codec, key_id, body, bytes, digest, received_at, state, outcome, worst) "
                      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"),
      document_state(database, "SELECT state, outcome FROM documents WHERE id = ?1"),
      finish_document(database, "UPDATE documents SET state = ?4, partner = ?2, outcome = ?3, "
                                "worst = ?5 WHERE id = ?1"),
      end_replying(database, "UPDATE documents SET state = 'done' WHERE id = ?1 AND "
                             "state = 'replying'"),
      insert_event(database,
                   "INSERT INTO inbox (site, source, event_id, event_type, correlation, codec, "
                   "key_id, body, principal, traceparent, received_at, keep_until, state, finding) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?9, ?10, ?11, ?12, ?13) "
                   "ON CONFLICT (site, source, event_id) DO NOTHING RETURNING number"),
      find_event(database, "SELECT number FROM inbox WHERE site = ?1 AND source = ?2 AND "
                           "event_id = ?3"),
      events_for_wait(database,
                      "SELECT " + inbox_columns + " FROM inbox WHERE site = " + site_of_instance +
                          " AND event_type = ?2 AND correlation = ?3 AND keep_until > ?4 AND "
                          "state IN ('stored', 'matched', 'unmatched') AND NOT EXISTS (SELECT 1 "
                          "FROM deliveries WHERE instance = ?1 AND inbox = inbox.number) "
                          "ORDER BY number"),
      read_event(database, "SELECT " + inbox_columns + " FROM inbox WHERE number = ?1"),
      deliver_event(database, "UPDATE inbox SET state = 'stored' WHERE number = ?1 AND "
                              "state = 'unmatched'"),
      consume_event(database, "UPDATE inbox SET state = 'matched' WHERE number = ?1 AND "
                              "state <> 'finding'"),
      note_finding(database, "UPDATE inbox SET state = 'finding', finding = ?2 WHERE number = ?1"),
      insert_delivery(database, "INSERT INTO deliveries (instance, inbox, site, consumed) "
                                "VALUES (?1, ?2, " +
                                    site_of_instance + ", 0) ON CONFLICT DO NOTHING"),
      consume_delivery(database, "UPDATE deliveries SET consumed = 1 WHERE instance = ?1 AND "
                                 "inbox = ?2 AND consumed = 0"),
      find_leftovers(database, "SELECT EXISTS (SELECT 1 FROM waits WHERE instance = ?1), "
                               "EXISTS (SELECT 1 FROM lanes WHERE instance = ?1), "
                               "EXISTS (SELECT 1 FROM deliveries WHERE instance = ?1)"),
      sweep_deliveries(database, "DELETE FROM deliveries WHERE instance = ?1"),
      withdraw_deliveries(database, "DELETE FROM deliveries WHERE inbox = ?1 AND consumed = 0"),
      // What nobody else is to get, and this order did not take, is unmatched again.
      release_events(database,
                     "UPDATE inbox SET state = 'unmatched' WHERE state = 'stored' AND number IN "
                     "(SELECT inbox FROM deliveries WHERE instance = ?1 AND consumed = 0) AND NOT "
                     "EXISTS (SELECT 1 FROM deliveries d WHERE d.inbox = inbox.number AND "
                     "d.consumed = 0 AND d.instance <> ?1)"),
      find_idempotency(database,
                       "SELECT body_digest, http_status, answer, at FROM idempotency WHERE "
                       "site = ?1 AND scope = ?2 AND key = ?3 AND at > ?4"),
      write_idempotency(database,
                        "INSERT OR REPLACE INTO idempotency (site, scope, key, body_digest, "
                        "http_status, answer, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),

      // The newest row stays, so that no number is ever given a second time.
      orders_behind(database, "SELECT number, site, status, last, finished, attention, created_at, "
                              "updated_at, stage, channel, customer, search FROM instances WHERE "
                              "number > ?1 AND number < (SELECT max(number) FROM instances) "
                              "ORDER BY number LIMIT ?2"),
      keeps_order(database, "SELECT EXISTS (SELECT 1 FROM timers WHERE instance = ?1) OR EXISTS "
                            "(SELECT 1 FROM incidents WHERE instance = ?1 AND closed = '')"),
      journal_previous(database, "SELECT previous FROM journal WHERE lsn = ?1 AND instance = ?2"),
      delete_journal(database, "DELETE FROM journal WHERE lsn = ?1"),
      delete_instance(database, "DELETE FROM instances WHERE number = ?1"),
      delete_finished_lately(database, "DELETE FROM finished_lately WHERE instance = ?1"),
      delete_finished_label(database, "DELETE FROM finished_labels WHERE site = ?1 AND label = ?2 "
                                      "AND value = ?3 AND instance = ?4"),
      delete_incidents(database, "DELETE FROM incidents WHERE instance = ?1"),
      documents_behind(
          database, "SELECT number, state, received_at FROM documents WHERE number > "
                    "?1 AND number < (SELECT max(number) FROM documents) ORDER BY number LIMIT ?2"),
      delete_document(database, "DELETE FROM documents WHERE number = ?1"),
      events_behind(database,
                    "SELECT number, state, received_at, EXISTS (SELECT 1 FROM deliveries WHERE "
                    "inbox = inbox.number) FROM inbox WHERE number > ?1 AND number < (SELECT "
                    "max(number) FROM inbox) ORDER BY number LIMIT ?2"),
      delete_event(database, "DELETE FROM inbox WHERE number = ?1"),

      expire_idempotency(database, "DELETE FROM idempotency WHERE (site, scope, key) IN (SELECT "
                                   "site, scope, key FROM idempotency WHERE at <= ?1 LIMIT 10000)"),
      expire_events(database,
                    "UPDATE inbox SET state = 'expired' WHERE number IN (SELECT number FROM inbox "
                    "WHERE state = 'unmatched' AND keep_until <= ?1 LIMIT 10000)") {}

} // namespace gantry::persistence
