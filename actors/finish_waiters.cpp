#include "actors/finish_waiters.hpp"

#include <utility>
#include <vector>

namespace gantry::actors {

void finish_waiters::wait(const std::string& order, duration timeout, std::function<void()> told) {
  std::lock_guard guard(lock_);
  const auto number = ++last_number_;
  // The alarm cannot ring before the waiter is known: it needs the lock that is held here.
  const auto alarm = clock_.at(clock_.now_ns() + timeout.ns, [this, number] { timed_out(number); });
  waiters_.emplace(number, waiter{order, std::move(told), alarm});
  by_order_.emplace(order, number);
}

void finish_waiters::finished(std::string_view order) {
  std::vector<waiter> ended;
  {
    std::lock_guard guard(lock_);
    if (waiters_.empty())
      return;
    const auto [first, last] = by_order_.equal_range(std::string{order});
    for (auto each = first; each != last; ++each) {
      auto known = waiters_.extract(each->second);
      ended.push_back(std::move(known.mapped()));
    }
    by_order_.erase(first, last);
  }
  for (auto& each : ended) {
    clock_.cancel(each.alarm);
    each.told();
  }
}

void finish_waiters::timed_out(std::uint64_t number) {
  waiter late;
  {
    std::lock_guard guard(lock_);
    auto known = waiters_.extract(number);
    if (known.empty())
      return;
    late = std::move(known.mapped());
    const auto [first, last] = by_order_.equal_range(late.order);
    for (auto each = first; each != last; ++each)
      if (each->second == number) {
        by_order_.erase(each);
        break;
      }
  }
  late.told();
}

void finish_waiters::end_all() {
  std::unordered_map<std::uint64_t, waiter> all;
  {
    std::lock_guard guard(lock_);
    all.swap(waiters_);
    by_order_.clear();
  }
  for (auto& [number, each] : all) {
    clock_.cancel(each.alarm);
    each.told();
  }
}

} // namespace gantry::actors
