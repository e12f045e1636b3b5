#pragma once

#include "actors/alarm_clock.hpp"
#include "actors/runtime.hpp"

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gantry::actors {

/// Those who wait for the end of an order (`?wait=30s`): each is told once, at its end, when it is
/// held (nothing but a person ends it then), or after its time.
class finish_waiters {
public:
  explicit finish_waiters(alarm_clock& clock) : clock_(clock) {}

  /// `told` runs on the thread that ends the wait, and has to be brief.
  void wait(const std::string& order, duration timeout, std::function<void()> told);
  void finished(std::string_view order);
  /// Everybody is told now.
  void end_all();

private:
  struct waiter {
    std::string order;
    std::function<void()> told;
    alarm_clock::ticket alarm = 0;
  };

  void timed_out(std::uint64_t number);

  alarm_clock& clock_;
  std::mutex lock_;
  std::uint64_t last_number_ = 0;
  std::unordered_map<std::uint64_t, waiter> waiters_;
  std::unordered_multimap<std::string, std::uint64_t> by_order_;
};

} // namespace gantry::actors
