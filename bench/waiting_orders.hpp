#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace gantry::bench {

struct waiting_options {
  std::uint64_t orders = 1'000'000;
  std::uint64_t in_flight = 1'024;
  std::uint64_t signalled_max = 100'000;
  std::filesystem::path folder; ///< of the database; a new one below it, removed afterwards
};

/// What orders cost that wait for an event of the outside, and what it takes to wake them.
struct waiting_result {
  std::uint64_t orders = 0;
  double created_per_s = 0;                ///< from hand-in until it waits
  double rss_mb = 0;                       ///< of the process, when all wait and none is in memory
  double bytes_per_order = 0;              ///< on disk, the same moment
  double idle_cpu_cores = 0;               ///< over ten seconds in which nothing happens
  double wake_p50_ms = 0, wake_p99_ms = 0; ///< one event at a time, from hand-in to the order's end
  std::uint64_t signalled = 0;
  double signal_and_finish_s = 0; ///< so many events, the orders' remaining steps to their ends
  double signalled_per_s = 0;
  /// After kill -9 with all others open: until intake is open, and until every order that was
  /// interrupted has gone on.
  std::uint64_t open_orders = 0, interrupted = 0;
  double start_s = 0, taken_up_s = 0;
};

/// Each measurement with the engine that production has. The first part runs in a process of its
/// own, which kills itself (SIGKILL) while orders are under way. Errors: those of the store,
/// internal when orders do not end.
[[nodiscard]] result<waiting_result> run_waiting(const waiting_options& options);

[[nodiscard]] std::string to_json(const waiting_result& r);

} // namespace gantry::bench
