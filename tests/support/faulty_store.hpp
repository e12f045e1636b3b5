#pragma once

#include "persistence/store.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>

namespace gantry::test {

enum class store_fault : std::uint8_t {
  none,
  lost_acknowledgement, ///< committed, and the caller is told `unknown`
  lost_commit,          ///< not committed, and the caller is told `unknown`
  disk_full,            ///< not committed, and the caller is told so
  busy,                 ///< not committed, and the caller is told so
};

/// Asked before every commit that has no fault of its own; the commit's number counts from 1.
using fault_source = std::function<store_fault(std::uint64_t commit)>;

/// How often each fault is drawn, between 0 and 1.
struct fault_odds {
  double lost_acknowledgement = 0;
  double lost_commit = 0;
  double disk_full = 0;
  double busy = 0;
};

/// Draws with a generator of its own: the same seed gives the same faults.
[[nodiscard]] fault_source draw_faults(std::uint64_t seed, fault_odds odds);

/// Wraps any store and makes its commits fail as a disk or a connection does. After `unknown` it
/// takes no commit until it was reopened. What is asked passes through. The script may be changed
/// from any thread.
class faulty_store final : public persistence::store {
public:
  explicit faulty_store(std::shared_ptr<persistence::store> inner, fault_source otherwise = {});

  /// The n-th commit that is offered, from 1, fails in this way.
  void fail_commit(std::uint64_t nth, store_fault how);
  /// The next commit that is offered fails in this way.
  void fail_next_commit(store_fault how);
  /// Every commit is refused with `store_full` until there is room again.
  void fill_disk();
  void make_room();
  /// The next reopenings fail, so many times.
  void fail_reopen(int times);

  /// Commits that were offered, those that failed included.
  [[nodiscard]] std::uint64_t commits() const;
  /// Commits that failed by a fault of this store.
  [[nodiscard]] std::uint64_t faults() const;
  /// Reopenings that were tried, those that failed included.
  [[nodiscard]] std::uint64_t reopenings() const;

  persistence::commit_outcome
  commit(std::span<const persistence::write_request* const> batch) override;
  result<void> reopen() override;
  void housekeeping(timestamp now) override;

  result<std::optional<persistence::instance_row>> find_instance(const uuid& id) const override;
  result<std::optional<persistence::instance_row>>
  find_instance(persistence::instance_number number) const override;
  result<std::optional<persistence::instance_row>> find_by_key(std::string_view site,
                                                               std::string_view workflow,
                                                               std::string_view key) const override;
  result<std::vector<persistence::journal_row>>
  load_journal(persistence::instance_number number) const override;
  result<persistence::order_page>
  list_orders(const persistence::order_filter& filter) const override;
  result<std::vector<persistence::instance_row>>
  needing_attention(std::int64_t cursor, std::size_t limit) const override;
  result<std::vector<persistence::timer_row>> timers_due(timestamp until,
                                                         std::size_t limit) const override;
  result<std::optional<timestamp>> next_timer(timestamp after) const override;
  result<std::vector<persistence::lane_row>> lane_queue(std::string_view contract,
                                                        std::size_t limit) const override;
  result<std::vector<std::pair<std::string, std::int64_t>>>
  lanes_without(std::span<const std::string> contracts) const override;
  result<std::vector<persistence::delivery>> pending_deliveries(persistence::delivery_cursor behind,
                                                                std::size_t limit) const override;
  result<std::vector<persistence::delivery>> deliveries_of(persistence::instance_number instance,
                                                           std::uint64_t from_inbox,
                                                           std::size_t limit) const override;
  result<std::optional<persistence::document_row>> find_document(const uuid& id) const override;
  result<std::vector<persistence::document_row>>
  documents_received(std::size_t limit) const override;
  result<std::vector<persistence::document_row>>
  list_documents(const persistence::document_filter& filter) const override;
  result<std::vector<persistence::inbox_row>> list_inbox(std::string_view state, std::size_t limit,
                                                         std::uint64_t cursor) const override;
  result<std::vector<persistence::incident_row>> list_incidents(std::size_t limit,
                                                                std::int64_t cursor) const override;
  result<std::optional<persistence::idempotency_row>>
  find_idempotency(std::string_view site, std::string_view scope,
                   std::string_view key) const override;
  result<std::optional<persistence::definition_row>>
  find_definition(std::string_view closure) const override;
  result<void> put_definition(const persistence::definition_row& row) override;
  [[nodiscard]] persistence::instance_number next_instance_number() const override;
  [[nodiscard]] const persistence::store_identity& identity() const override;
  result<persistence::backup_progress>
  back_up(const persistence::backup_request& what) const override;
  result<std::vector<std::pair<std::string, std::int64_t>>> totals() const override;

private:
  [[nodiscard]] store_fault next_fault();

  std::shared_ptr<persistence::store> inner_;
  fault_source otherwise_;
  mutable std::mutex lock_; // of what follows
  std::map<std::uint64_t, store_fault> script_;
  bool disk_full_ = false;
  bool connection_lost_ = false;
  int reopen_fails_ = 0;
  std::uint64_t commits_ = 0;
  std::uint64_t faults_ = 0;
  std::uint64_t reopenings_ = 0;
};

[[nodiscard]] std::shared_ptr<faulty_store>
make_faulty_store(std::shared_ptr<persistence::store> inner, fault_source otherwise = {});

} // namespace gantry::test
