#include "actors/alarm_clock.hpp"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <stdexcept>
#include <sys/timerfd.h>
#include <unistd.h>

namespace gantry::actors {

alarm_clock::alarm_clock(clock boot_ns) : boot_ns_(std::move(boot_ns)) {}

alarm_clock::~alarm_clock() {
  stop();
}

void alarm_clock::start() {
  timer_ = ::timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC);
  if (timer_ < 0)
    throw std::runtime_error("timerfd_create failed: the kernel gives no timer");
  {
    std::lock_guard guard(lock_);
    arm_locked();
  }
  thread_ = std::thread([this] { run(); });
}

void alarm_clock::stop() {
  {
    std::lock_guard guard(lock_);
    stopping_ = true;
    arm_locked();
  }
  if (thread_.joinable())
    thread_.join();
  if (timer_ >= 0)
    ::close(timer_);
  timer_ = -1;
}

alarm_clock::ticket alarm_clock::at(std::int64_t boot_ns, std::function<void()> what) {
  std::lock_guard guard(lock_);
  const auto which = ++last_ticket_;
  const auto place = alarms_.emplace(std::pair{boot_ns, which}, std::move(what)).first;
  due_by_ticket_.emplace(which, boot_ns);
  if (place == alarms_.begin())
    arm_locked();
  return which;
}

void alarm_clock::cancel(ticket which) {
  std::function<void()> dropped; // destroyed outside the lock: it may own anything
  std::lock_guard guard(lock_);
  const auto known = due_by_ticket_.find(which);
  if (known == due_by_ticket_.end())
    return;
  const auto place = alarms_.find({known->second, which});
  dropped = std::move(place->second);
  alarms_.erase(place);
  due_by_ticket_.erase(known);
}

std::size_t alarm_clock::run_due() {
  std::size_t rung = 0;
  const auto now = boot_ns_();
  for (;;) {
    std::function<void()> what;
    {
      std::lock_guard guard(lock_);
      if (stopping_ || alarms_.empty() || alarms_.begin()->first.first > now)
        return rung;
      what = std::move(alarms_.begin()->second);
      due_by_ticket_.erase(alarms_.begin()->first.second);
      alarms_.erase(alarms_.begin());
    }
    what();
    ++rung;
  }
}

std::optional<std::int64_t> alarm_clock::next_ns() const {
  std::lock_guard guard(lock_);
  if (alarms_.empty())
    return std::nullopt;
  return alarms_.begin()->first.first;
}

void alarm_clock::run() {
  for (;;) {
    std::uint64_t expirations = 0;
    if (::read(timer_, &expirations, sizeof expirations) < 0 && errno != EINTR)
      return;
    run_due();
    std::lock_guard guard(lock_);
    if (stopping_)
      return;
    arm_locked();
  }
}

void alarm_clock::arm_locked() {
  if (timer_ < 0)
    return;
  itimerspec next{};
  if (stopping_) {
    next.it_value.tv_nsec = 1;
  } else if (!alarms_.empty()) {
    const auto wait = std::max<std::int64_t>(1, alarms_.begin()->first.first - boot_ns_());
    next.it_value.tv_sec = wait / 1'000'000'000;
    next.it_value.tv_nsec = wait % 1'000'000'000;
  }
  ::timerfd_settime(timer_, 0, &next, nullptr);
}

} // namespace gantry::actors
