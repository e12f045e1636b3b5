#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>

namespace gantry::actors {

/// Calls functions back at points of the boot clock, which runs on while the machine is suspended.
///
/// One thread for everything that waits in memory; it sleeps in the kernel until the next alarm.
/// Tests leave the thread out and call `run_due` after they have moved their clock.
class alarm_clock {
public:
  using ticket = std::uint64_t; ///< never 0
  using clock = std::function<std::int64_t()>;

  explicit alarm_clock(clock boot_ns);
  ~alarm_clock();
  alarm_clock(const alarm_clock&) = delete;
  alarm_clock& operator=(const alarm_clock&) = delete;

  void start();
  /// What has not rung by then never rings.
  void stop();

  [[nodiscard]] std::int64_t now_ns() const { return boot_ns_(); }
  /// `what` runs on the clock's thread, outside every lock of it, and has to be brief.
  ticket at(std::int64_t boot_ns, std::function<void()> what);
  void cancel(ticket which);
  /// Rings whatever is due by now; how many.
  std::size_t run_due();
  /// When the next alarm rings.
  [[nodiscard]] std::optional<std::int64_t> next_ns() const;

private:
  void run();
  void arm_locked();

  clock boot_ns_;
  mutable std::mutex lock_;
  std::map<std::pair<std::int64_t, ticket>, std::function<void()>> alarms_;
  std::unordered_map<ticket, std::int64_t> due_by_ticket_;
  ticket last_ticket_ = 0;
  bool stopping_ = false;
  int timer_ = -1;
  std::thread thread_;
};

} // namespace gantry::actors
