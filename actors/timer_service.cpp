#include "actors/timer_service.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <limits>

namespace gantry::actors {

namespace {

constexpr timestamp end_of_time{std::numeric_limits<std::int64_t>::max()};
/// Due times are wall time and alarms are not: the difference is looked at again after this long.
constexpr std::int64_t wake_at_least_every_ns = 60'000'000'000;

} // namespace

timer_service::timer_service(surroundings around) : around_(std::move(around)) {}

timer_service::~timer_service() {
  if (alarm_ != 0)
    around_.clock.cancel(alarm_);
}

void timer_service::start() {
  std::lock_guard guard(lock_);
  started_ = true;
  load_if_needed_locked();
  arm_locked();
}

void timer_service::set(const std::vector<persistence::timer_row>& timers) {
  if (timers.empty())
    return;
  std::lock_guard guard(lock_);
  for (const auto& timer : timers)
    if (complete_ || loading_ || timer.due <= horizon_)
      insert_locked(timer);
  arm_locked();
}

void timer_service::clear(persistence::instance_number order,
                          const std::vector<std::uint32_t>& timers) {
  if (timers.empty())
    return;
  std::lock_guard guard(lock_);
  for (const auto timer : timers)
    remove_locked({order, timer});
}

void timer_service::insert_locked(const persistence::timer_row& timer) {
  const owner who{timer.instance, timer.timer};
  remove_locked(who);
  near_.emplace(std::pair{timer.due, who}, timer);
  due_by_owner_.emplace(who, timer.due);
  if (near_.size() <= held_max)
    return;
  const auto last = std::prev(near_.end());
  horizon_ = last->first.first - duration{1};
  complete_ = false;
  due_by_owner_.erase(last->first.second);
  near_.erase(last);
}

void timer_service::remove_locked(const owner& which) {
  fired_.erase(which);
  const auto known = due_by_owner_.find(which);
  if (known == due_by_owner_.end())
    return;
  near_.erase({known->second, which});
  due_by_owner_.erase(known);
}

void timer_service::load_if_needed_locked() {
  if (!started_ || complete_ || loading_ || !near_.empty())
    return;
  loading_ = true;
  around_.background.post([this] { load_page(); });
}

void timer_service::load_page() {
  std::size_t limit = page;
  {
    std::lock_guard guard(lock_);
    limit += fired_.size();
  }
  const auto found = around_.store.timers_due(end_of_time, limit);
  std::lock_guard guard(lock_);
  loading_ = false;
  if (!found) {
    spdlog::error("timers could not be read: {}", found.error().message);
    around_.clock.at(around_.clock.now_ns() + 1'000'000'000, [this] {
      std::lock_guard again(lock_);
      load_if_needed_locked();
    });
    return;
  }
  complete_ = found->size() < limit;
  horizon_ = complete_ ? end_of_time : found->back().due;
  for (const auto& timer : *found)
    if (!fired_.contains({timer.instance, timer.timer}))
      insert_locked(timer);
  load_if_needed_locked();
  arm_locked();
}

void timer_service::arm_locked() {
  if (!started_ || near_.empty())
    return;
  const auto due = near_.begin()->first.first;
  if (alarm_ != 0 && alarm_due_ <= due)
    return;
  if (alarm_ != 0)
    around_.clock.cancel(alarm_);
  const auto wait = std::min(wake_at_least_every_ns, (due - around_.wall_clock()).ns);
  alarm_due_ = due;
  alarm_ = around_.clock.at(around_.clock.now_ns() + wait, [this] { ring(); });
}

void timer_service::ring() {
  std::vector<persistence::timer_row> due;
  {
    std::lock_guard guard(lock_);
    alarm_ = 0;
    const auto now = around_.wall_clock();
    while (!near_.empty() && near_.begin()->first.first <= now) {
      due.push_back(near_.begin()->second);
      const owner who = near_.begin()->first.second;
      remove_locked(who);
      fired_.insert(who);
    }
    load_if_needed_locked();
    arm_locked();
  }
  for (const auto& timer : due)
    fire(timer);
}

void timer_service::fire(const persistence::timer_row& timer) {
  around_.desk.write(persistence::fire_timer{timer}, [this, timer](const write_desk::written& how) {
    if (how.result.timer_live) {
      around_.due(timer);
      return;
    }
    std::lock_guard guard(lock_);
    fired_.erase({timer.instance, timer.timer});
  });
}

} // namespace gantry::actors
