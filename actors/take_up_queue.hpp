#pragma once

#include "actors/counters.hpp"
#include "actors/worker.hpp"
#include "persistence/rows.hpp"

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

namespace gantry::actors {

/// Orders that stand in the store and are to come into memory: those that a start finds, and those
/// that a document brought. They come in one after the other as long as there is room, and go on
/// when others leave: nothing polls, and each waiting one costs a number.
class take_up_queue {
public:
  /// Brings an order into memory; it is counted before.
  using bring = std::function<void(persistence::instance_number)>;

  /// `full`: orders wait for room; whoever is idle may leave early.
  take_up_queue(counters& count, worker& background, bring with, std::function<void()> full)
      : count_(count), background_(background), bring_(std::move(with)), full_(std::move(full)) {}

  /// `room`: how many orders may be in memory while these come in. `handed_out` runs on a worker
  /// when the last of them was brought in.
  void add(std::vector<persistence::instance_number> orders, std::int64_t room,
           std::function<void()> handed_out = {});
  /// An order has left memory. Thread-safe and cheap.
  void room_again();
  [[nodiscard]] std::size_t waiting() const;
  /// Orders wait for others to leave. Thread-safe and cheap.
  [[nodiscard]] bool is_crowded() const { return waits_.load(std::memory_order_relaxed); }

private:
  struct batch {
    std::vector<persistence::instance_number> orders;
    std::size_t next = 0;
    std::int64_t room = 0;
    std::function<void()> handed_out;
  };

  void pump();
  /// Takes one order when there is room; otherwise says so and is woken again.
  [[nodiscard]] bool bring_one(std::function<void()>& ended);

  counters& count_;
  worker& background_;
  bring bring_;
  std::function<void()> full_;
  mutable std::mutex lock_;
  std::deque<batch> batches_;
  std::mutex pumping_; ///< one thread at a time hands out
  std::atomic<bool> waits_{false};
};

} // namespace gantry::actors
