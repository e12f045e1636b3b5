#pragma once

#include "actors/runtime.hpp"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace gantry::actors {

/// What `stats()` tells: counted from facts once they are durable, so that nothing is counted that
/// a crash takes back.
class counters {
public:
  void count(const std::vector<engine::fact>& facts);
  /// Called whenever an order's row is known; keeps who is in doubt, and since when.
  void note_doubt(persistence::instance_number order, bool in_doubt, timestamp now);
  void fill(statistics& into) const;

  std::atomic<std::uint64_t> defects{0}, restarts{0}, events_received{0}, events_duplicate{0},
      documents_received{0};
  std::atomic<std::uint64_t> documents_with_errors{0}, document_orders_taken{0},
      document_orders_duplicate{0}, document_orders_refused{0}, document_orders_conflict{0},
      document_orders_test{0};
  std::atomic<std::int64_t> orders_in_memory{0};

private:
  using counter = std::atomic<std::uint64_t>;
  void count_end(const engine::phase_changed& f);
  void count_attempt(const engine::attempt_result& f);
  void count_call_end(const engine::call_ended& f);
  void count_verdict(const engine::doubt_verified& f);

  counter created_{0}, completed_{0}, rejected_{0}, cancelled_{0}, aborted_{0};
  counter steps_{0}, sent_{0}, refused_{0}, unknown_{0};
  counter doubts_{0}, found_{0}, absent_{0}, by_person_{0}, prevented_{0}, duplicates_{0};
  mutable std::mutex doubt_lock_;
  std::unordered_map<persistence::instance_number, timestamp> in_doubt_since_;
  double doubt_seconds_ = 0;
};

} // namespace gantry::actors
