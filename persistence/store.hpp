#pragma once

#include "persistence/backup.hpp"
#include "persistence/query.hpp"
#include "persistence/write.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace gantry::persistence {

/// How a commit ended (E8.3).
enum class commit_state : std::uint8_t {
  durable,
  not_committed, ///< known: disk full, busy. The batch may be offered again
  fenced,        ///< another engine owns the store: this one may not write any more
  unknown,       ///< the connection has to be reopened and the instances reread
};

struct commit_outcome {
  commit_state is = commit_state::durable;
  std::vector<write_result> results; ///< one a request, when durable
  std::optional<error> why;
};

/// Where a row stands in the order of `needing_attention`: most urgent first, then oldest.
/// Shape: priorities from -16,384 to 16,383 and numbers below 2^48 have a place of their own.
[[nodiscard]] constexpr std::int64_t attention_cursor(int priority, instance_number number) {
  return ((std::int64_t{16'383} - priority) << 48) | number;
}
[[nodiscard]] inline std::int64_t attention_cursor(const instance_row& row) {
  return attention_cursor(row.priority, row.number);
}

/// Where a row of `pending_deliveries` stands; the default is before the first.
struct delivery_cursor {
  std::uint64_t inbox = 0;
  instance_number instance = 0;
};

/// The durable memory of one engine. One writer (the journal's thread), many readers.
/// Every store passes `tests/persistence/store_suite`.
class store {
public:
  virtual ~store() = default;

  // ---- writer's thread only ----
  /// One transaction, in order. On an fsync error the process ends: the page cache can no longer be
  /// trusted (E8.3).
  virtual commit_outcome commit(std::span<const write_request* const> batch) = 0;
  /// After `unknown`: opens the connection again.
  virtual result<void> reopen() = 0;
  /// Small steps of upkeep between commits: checkpoints, expired idempotency keys and inbox rows.
  virtual void housekeeping(timestamp now) = 0;

  // ---- any thread ----
  virtual result<std::optional<instance_row>> find_instance(const uuid& id) const = 0;
  virtual result<std::optional<instance_row>> find_instance(instance_number number) const = 0;
  virtual result<std::optional<instance_row>>
  find_by_key(std::string_view site, std::string_view workflow, std::string_view key) const = 0;
  /// All journal rows of an instance in order of sequence, along the chain of `previous`.
  virtual result<std::vector<journal_row>> load_journal(instance_number number) const = 0;
  virtual result<order_page> list_orders(const order_filter& filter) const = 0;
  /// Instances with `attention`, most urgent and oldest first, after `cursor`: 0 for the first
  /// page, then `attention_cursor` of the last row. A finished one may watch an attempt that is
  /// under way (E4.5).
  virtual result<std::vector<instance_row>> needing_attention(std::int64_t cursor,
                                                              std::size_t limit) const = 0;
  virtual result<std::vector<timer_row>> timers_due(timestamp until, std::size_t limit) const = 0;
  /// When the earliest timer later than `after` is due, or none.
  virtual result<std::optional<timestamp>> next_timer(timestamp after) const = 0;
  virtual result<std::vector<lane_row>> lane_queue(std::string_view contract,
                                                   std::size_t limit) const = 0;
  /// Contracts other than these of which calls are scheduled, with the number of orders; by name.
  virtual result<std::vector<std::pair<std::string, std::int64_t>>>
  lanes_without(std::span<const std::string> contracts) const = 0;
  /// Events that wait for instances, in the order in which they came.
  virtual result<std::vector<delivery>> pending_deliveries(delivery_cursor behind,
                                                           std::size_t limit) const = 0;
  /// Those of one instance, from this number of the inbox on.
  virtual result<std::vector<delivery>>
  deliveries_of(instance_number instance, std::uint64_t from_inbox, std::size_t limit) const = 0;
  virtual result<std::optional<document_row>> find_document(const uuid& id) const = 0;
  virtual result<std::vector<document_row>> documents_received(std::size_t limit) const = 0;
  virtual result<std::vector<document_row>> list_documents(const document_filter& filter) const = 0;
  /// Newest first, below `cursor` (a `number`; 0: from the newest); empty lists everything.
  /// `unmatched` lists findings first, and what expired among the others; its cursor is
  /// `inbox_cursor` of the last row.
  virtual result<std::vector<inbox_row>> list_inbox(std::string_view state, std::size_t limit,
                                                    std::uint64_t cursor) const = 0;
  /// Newest first, below `cursor` (a `number`; 0: from the newest).
  virtual result<std::vector<incident_row>> list_incidents(std::size_t limit,
                                                           std::int64_t cursor) const = 0;
  virtual result<std::optional<idempotency_row>>
  find_idempotency(std::string_view site, std::string_view scope, std::string_view key) const = 0;
  virtual result<std::optional<definition_row>> find_definition(std::string_view closure) const = 0;
  /// Makes a copy of everything that is durable, as it is at the end of the copying, while commits
  /// go on: they wait for a few pages at most. One backup at a time; blocks until it is made.
  /// Errors: unavailable (another one is being made; given up; this store cannot), bad_argument
  /// (the file is there), store_full, store_unwritable, store_failed.
  virtual result<backup_progress> back_up(const backup_request& what) const = 0;

  // ---- at start ----
  virtual result<void> put_definition(const definition_row& row) = 0;
  [[nodiscard]] virtual instance_number next_instance_number() const = 0;
  [[nodiscard]] virtual const store_identity& identity() const = 0;
  /// Counters kept in the commit's transaction: orders by status.
  virtual result<std::vector<std::pair<std::string, std::int64_t>>> totals() const = 0;
};

} // namespace gantry::persistence
