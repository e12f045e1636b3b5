#include "persistence/sqlite/sqlite_writer.hpp"

#include "persistence/retention.hpp"
#include "persistence/sqlite/columns.hpp"
#include "persistence/sqlite/run_statement.hpp"
#include "persistence/sqlite/sqlite_error.hpp"

#include <SQLiteCpp/Column.h>
#include <spdlog/spdlog.h>
#include <sqlite3.h>

namespace gantry::persistence {

namespace {

/// A reader has held the log from starting over for so many checkpoints: wait for it once.
constexpr int checkpoints_in_vain = 10;
constexpr duration expire_every = seconds(60);

/// The database belongs to an engine that started later.
struct fenced {
  std::uint64_t epoch;
};

commit_outcome outcome_unknown(error why) {
  why.code = errc::commit_unknown;
  why.message = "whether the commit is on disk is not known: " + why.message;
  why.help =
      "Nothing for the orders, which are read again. Look at the disk below the data folder.";
  return {commit_state::unknown, {}, std::move(why)};
}

} // namespace

/// One try at a batch.
struct sqlite_writer::attempt {
  std::vector<std::optional<error>> faults; ///< requests that are left out; empty: none
  std::vector<write_result> results;
  std::size_t at = 0;
  bool committing = false;
};

sqlite_writer::sqlite_writer(std::unique_ptr<SQLite::Database> database,
                             const store_identity& identity, bool compress, int checkpoint_pages)
    : database_(std::move(database)), session_(*database_, compress),
      incarnation_(identity.incarnation), epoch_(identity.epoch), site_(identity.site),
      checkpoint_pages_(checkpoint_pages) {
  sqlite3_wal_hook(
      database_->getHandle(),
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<sqlite_writer*>(self)->wal_pages_ = pages;
        return SQLITE_OK;
      },
      this);
}

sqlite_writer::~sqlite_writer() {
  sqlite3_wal_hook(database_->getHandle(), nullptr, nullptr);
}

void sqlite_writer::check_epoch() {
  auto& read = session_.sql.epoch;
  const statement_use use(read);
  const bool found = read.executeStep();
  const auto epoch = found ? static_cast<std::uint64_t>(read.getColumn(0).getInt64()) : 0;
  if (epoch != epoch_ || text_at(read, 1) != incarnation_)
    throw fenced{epoch};
}

void sqlite_writer::write_all(std::span<const write_request* const> batch, attempt& now) {
  run(session_.sql.begin);
  check_epoch();
  for (now.at = 0; now.at < batch.size(); ++now.at) {
    if (!now.faults.empty() && now.faults[now.at]) {
      now.results.emplace_back().failed = now.faults[now.at];
      continue;
    }
    now.results.push_back(
        std::visit([&](const auto& request) { return write(session_, request); }, *batch[now.at]));
  }
  session_.write_counters();
  session_.finished.work();
  now.committing = true;
  run(session_.sql.commit);
  session_.finished.committed();
}

commit_outcome sqlite_writer::commit(std::span<const write_request* const> batch) {
  const auto first_lsn = session_.next_lsn;
  const auto first_number = session_.next_number;
  attempt now;
  now.results.reserve(batch.size());
  // Each round leaves out one request more, so there are at most as many rounds as requests.
  for (;;) {
    std::optional<error> fault;
    try {
      write_all(batch, now);
      return {commit_state::durable, std::move(now.results), {}};
    } catch (const request_fault& of_request) {
      fault = of_request.why;
    } catch (const fenced& by) {
      roll_back();
      return {commit_state::fenced,
              {},
              error{errc::store_busy,
                    "this engine (epoch " + std::to_string(epoch_) +
                        ") may not write any more: the data folder belongs to epoch " +
                        std::to_string(by.epoch),
                    "End this engine; the later one goes on with its orders.",
                    {}}};
    } catch (const SQLite::Exception& what) {
      session_.next_lsn = first_lsn;
      session_.next_number = first_number;
      session_.forget_counters();
      if (now.committing || now.at >= batch.size() || !is_fault_of_request(what))
        return after_failure(what, now.committing);
      fault = store_error(what, "writing one request");
      fault->code = errc::defect;
    }
    if (!roll_back())
      return outcome_unknown(std::move(*fault));
    session_.next_lsn = first_lsn;
    session_.next_number = first_number;
    session_.forget_counters();
    now.faults.resize(batch.size());
    now.faults[now.at] = std::move(fault);
    now.results.clear();
  }
}

commit_outcome sqlite_writer::after_failure(const SQLite::Exception& what, bool at_commit) {
  end_process_if_fsync_failed(what.getExtendedErrorCode(), "committing");
  auto why = store_error(what, at_commit ? "committing" : "writing a batch");
  const bool known = !at_commit || is_known_not_committed(what);
  if (roll_back() && known)
    return {commit_state::not_committed, {}, std::move(why)};
  return outcome_unknown(std::move(why));
}

/// True: no transaction is open any more.
bool sqlite_writer::roll_back() {
  session_.forget_counters();
  session_.finished.rolled_back();
  // SQLite ends some transactions by itself when they fail.
  if (sqlite3_get_autocommit(database_->getHandle()) != 0)
    return true;
  try {
    run(session_.sql.rollback);
    return true;
  } catch (const SQLite::Exception& what) {
    end_process_if_fsync_failed(what.getExtendedErrorCode(), "rolling back");
    spdlog::error("a batch could not be rolled back: {}", what.what());
    return false;
  }
}

void sqlite_writer::put_definition(const definition_row& row) {
  SQLite::Statement insert(*database_,
                           "INSERT INTO definitions (closure, site, workflow, version, text, "
                           "stored_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING");
  run(insert, row.closure, site_, row.workflow, row.version, row.text, row.stored_at);
}

result<std::unique_ptr<online_backup>>
sqlite_writer::begin_backup(const backup_request& what, std::shared_ptr<backup_files> files) {
  return online_backup::begin(*database_, what, std::move(files));
}

void sqlite_writer::housekeeping(timestamp now) {
  if (now - expired_at_ >= expire_every) {
    expired_at_ = now;
    expire(now);
  }
  if (wal_pages_ >= checkpoint_pages_)
    checkpoint();
}

void sqlite_writer::expire(timestamp now) {
  try {
    run(session_.sql.begin);
    check_epoch();
    run(session_.sql.expire_idempotency, now - idempotency_kept);
    run(session_.sql.expire_events, now);
    run(session_.sql.commit);
  } catch (const fenced&) {
    roll_back();
  } catch (const SQLite::Exception& what) {
    end_process_if_fsync_failed(what.getExtendedErrorCode(), "removing what has expired");
    spdlog::warn("what has expired could not be removed: {}", what.what());
    roll_back();
  }
}

void sqlite_writer::checkpoint() {
  const int mode = wal_pages_ >= checkpoints_in_vain * checkpoint_pages_
                       ? SQLITE_CHECKPOINT_RESTART
                       : SQLITE_CHECKPOINT_PASSIVE;
  auto* handle = database_->getHandle();
  const int code = sqlite3_wal_checkpoint_v2(handle, nullptr, mode, nullptr, nullptr);
  wal_pages_ = 0;
  if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY)
    return;
  end_process_if_fsync_failed(sqlite3_extended_errcode(handle), "making a checkpoint");
  spdlog::warn("a checkpoint failed and will be made again: {}", sqlite3_errmsg(handle));
}

} // namespace gantry::persistence
