#include "actors/read_gathering.hpp"

#include <utility>

namespace gantry::actors {

read_gathering::read_gathering(alarm_clock& clock, duration longest, std::size_t shards,
                               flush_function flush)
    : clock_(clock), longest_(longest), flush_(std::move(flush)), waiting_(shards) {}

void read_gathering::add(std::size_t shard, persistence::instance_number order) {
  std::lock_guard guard(lock_);
  waiting_[shard].push_back(order);
  if (std::exchange(alarm_set_, true))
    return;
  clock_.at(clock_.now_ns() + longest_.ns, [this] { ring(); });
}

void read_gathering::ring() {
  {
    std::lock_guard guard(lock_);
    alarm_set_ = false;
  }
  flush_all();
}

void read_gathering::flush_all() {
  std::vector<std::vector<persistence::instance_number>> due;
  {
    std::lock_guard guard(lock_);
    due.resize(waiting_.size());
    due.swap(waiting_);
  }
  for (std::size_t shard = 0; shard < due.size(); ++shard)
    if (!due[shard].empty())
      flush_(shard, std::move(due[shard]));
}

} // namespace gantry::actors
