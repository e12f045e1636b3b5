#pragma once

#include "tests/support/forwarding_store.hpp"

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
class faulty_store final : public forwarding_store {
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

private:
  [[nodiscard]] store_fault next_fault();

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
