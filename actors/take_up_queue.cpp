#include "actors/take_up_queue.hpp"

#include <utility>

namespace gantry::actors {

void take_up_queue::add(std::vector<persistence::instance_number> orders, std::int64_t room,
                        std::function<void()> handed_out) {
  {
    const std::lock_guard guard(lock_);
    batches_.push_back({std::move(orders), 0, room, std::move(handed_out)});
  }
  background_.post([this] { pump(); });
}

void take_up_queue::room_again() {
  if (waits_.exchange(false))
    background_.post([this] { pump(); });
}

std::size_t take_up_queue::waiting() const {
  const std::lock_guard guard(lock_);
  std::size_t all = 0;
  for (const auto& each : batches_)
    all += each.orders.size() - each.next;
  return all;
}

bool take_up_queue::bring_one(std::function<void()>& ended) {
  persistence::instance_number order = 0;
  {
    const std::lock_guard guard(lock_);
    if (batches_.empty())
      return false;
    auto& first = batches_.front();
    if (first.next < first.orders.size()) {
      if (count_.orders_in_memory.load() >= first.room) {
        waits_ = true; // whoever leaves from here on wakes the pump
        if (count_.orders_in_memory.load() >= first.room)
          return false;
        waits_ = false;
      }
      order = first.orders[first.next++];
    }
    if (first.next == first.orders.size()) {
      ended = std::move(first.handed_out);
      batches_.pop_front();
    }
  }
  if (order != 0) {
    ++count_.orders_in_memory;
    bring_(order);
  }
  return true;
}

void take_up_queue::pump() {
  const std::lock_guard alone(pumping_);
  std::function<void()> ended;
  while (bring_one(ended))
    if (auto told = std::exchange(ended, nullptr))
      told();
  if (waits_)
    full_();
}

} // namespace gantry::actors
