#pragma once

#include "persistence/sqlite/body_codec.hpp"
#include "persistence/sqlite/finished_indexer.hpp"
#include "persistence/sqlite/writer_statements.hpp"
#include "persistence/write.hpp"

#include <SQLiteCpp/Database.h>

#include <string>
#include <vector>

namespace gantry::persistence {

/// Breaks off one request whose first statements may have been written already. The batch is rolled
/// back and made again without it; the request alone fails.
struct request_fault {
  error why;
};

/// What the requests of one transaction share: prepared statements, the next numbers, and the
/// counters that are written once at its end. Everything in it throws SQLite::Exception.
class write_session {
public:
  write_session(SQLite::Database& database, bool compress);

  writer_statements sql;
  body_encoder bodies;
  finished_indexer finished;
  lsn next_lsn = 1;
  instance_number next_number = 1;

  /// The site of an order. Most databases have one site and know it without looking.
  const std::string& site_of(instance_number instance);
  /// An order of that site is in the database from now on.
  void note_site(const std::string& site);

  void count_order(const std::string& site, const std::string& status, std::int64_t change);
  void write_counters();
  void forget_counters() { counters_.clear(); }

private:
  struct status_count {
    std::string site, status;
    std::int64_t change;
  };
  std::vector<status_count> counters_; // a handful: sites times statuses
  std::string site_, found_site_;
  bool several_sites_ = false;
};

// One for each request, in `write_….cpp`. Each writes nothing when it answers with `failed`.
[[nodiscard]] write_result write(write_session& session, const create_instance& what);
[[nodiscard]] write_result write(write_session& session, const append_record& what);
[[nodiscard]] write_result write(write_session& session, const store_event& what);
[[nodiscard]] write_result write(write_session& session, const note_event_finding& what);
[[nodiscard]] write_result write(write_session& session, const store_document& what);
[[nodiscard]] write_result write(write_session& session, const finish_document& what);
[[nodiscard]] write_result write(write_session& session, const replies_handed_out& what);
[[nodiscard]] write_result write(write_session& session, const fire_timer& what);
[[nodiscard]] write_result write(write_session& session, const store_idempotency& what);
[[nodiscard]] write_result write(write_session& session, const remove_old& what);

// Parts that several requests need.
[[nodiscard]] create_result create_order(write_session& session, const create_instance& what,
                                         std::vector<delivery>& deliveries);
void insert_document(write_session& session, const document_row& row);
/// The answer that was given under this Idempotency-Key within 24 h.
[[nodiscard]] std::optional<idempotency_row> answered_before(write_session& session,
                                                             const idempotency_row& asked);
void write_idempotency(write_session& session, const idempotency_row& row);
/// The journal row of one commit of an instance of `site`.
void insert_record(write_session& session, instance_number instance, const std::string& site,
                   lsn at, lsn previous, const journal_row& record);
/// Timers, waits, lanes, events and incidents; sweeps what ends with the order. Events that fit a
/// wait opened here are added to `deliveries`.
void write_changes(write_session& session, instance_number instance,
                   const instance_changes& changes, bool finishing,
                   std::vector<delivery>& deliveries);
void end_labels(write_session& session, instance_number instance, const std::string& site,
                const std::string& search);

} // namespace gantry::persistence
