#pragma once

#include "actors/adapter_box.hpp"
#include "actors/counters.hpp"
#include "actors/order_event.hpp"
#include "actors/order_world.hpp"

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gantry::actors {

/// The actors of one runtime, seen without CAF: shards with their orders, and adapters with their
/// calls, each under its supervisor. Thread-safe; after `stop` everything that is told is dropped.
class actor_tree {
public:
  struct plan {
    std::size_t shards = 2;
    std::size_t threads = 2; ///< 0: actors act when `run_one` is called
    std::size_t crashes_max = 3;
    duration crash_window;
    duration passivate_after;
    std::unordered_map<persistence::instance_number, std::string> quarantined;
    std::vector<adapter_surroundings_ptr> adapters;
    std::function<void()> room_again; ///< an order has left memory
  };
  using commits = std::vector<std::pair<persistence::instance_number, commit_answer>>;

  actor_tree(const plan& how, order_world& world, counters& count, alarm_clock& clock);
  ~actor_tree();
  actor_tree(const actor_tree&) = delete;
  actor_tree& operator=(const actor_tree&) = delete;

  [[nodiscard]] std::size_t shard_of(persistence::instance_number order) const;
  void deliver(persistence::instance_number order, order_event what);
  /// Brings an order into memory that is counted there already.
  void take_up(persistence::instance_number order);
  /// Memory is full: orders that are idle leave it without waiting for their time.
  void make_room();
  /// The store holds more events for the order, from this number of the inbox on.
  void owe(persistence::instance_number order, std::uint64_t inbox);
  void start(persistence::instance_number order, std::unique_ptr<order_start> what);
  void answer(std::size_t shard, commits all);
  void flush(std::size_t shard, std::vector<persistence::instance_number> orders);
  void call(std::size_t adapter, call_request_ptr what);
  /// Actors that have something to do and wait for a thread.
  [[nodiscard]] std::size_t ready() const;
  /// Of a tree without threads: lets one actor take one message. False: none waits.
  bool run_one();
  /// Ends every actor; what they had in hand is as after a crash.
  void stop();

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace gantry::actors
