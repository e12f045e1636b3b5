#pragma once

#include "actors/alarm_clock.hpp"
#include "persistence/rows.hpp"

#include <cstddef>
#include <functional>
#include <mutex>
#include <vector>

namespace gantry::actors {

/// Ends of reads gather and go with their order's next commit; an order that has none within
/// `read_gather` is asked to commit by itself (E2.4). One alarm for all orders of that time.
class read_gathering {
public:
  using flush_function =
      std::function<void(std::size_t shard, std::vector<persistence::instance_number> orders)>;

  read_gathering(alarm_clock& clock, duration longest, std::size_t shards, flush_function flush);

  void add(std::size_t shard, persistence::instance_number order);
  /// Asks everybody now: before the engine stops.
  void flush_all();

private:
  void ring();

  alarm_clock& clock_;
  duration longest_;
  flush_function flush_;
  std::mutex lock_;
  std::vector<std::vector<persistence::instance_number>> waiting_; ///< by shard
  bool alarm_set_ = false;
};

} // namespace gantry::actors
