#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace gantry::gateway {

/// What the API answered since the start, by status, and the time that it took; any thread.
class request_counters {
public:
  using clock = std::chrono::steady_clock;

  void count(int status, clock::duration took) {
    if (status < 0 || static_cast<std::size_t>(status) >= by_status_.size())
      return;
    by_status_[static_cast<std::size_t>(status)].fetch_add(1, std::memory_order_relaxed);
    ns_sum_.fetch_add(static_cast<std::uint64_t>(
                          std::chrono::duration_cast<std::chrono::nanoseconds>(took).count()),
                      std::memory_order_relaxed);
  }

  /// As Prometheus text.
  void append_to(std::string& metrics) const;

private:
  std::array<std::atomic<std::uint64_t>, 600> by_status_{};
  std::atomic<std::uint64_t> ns_sum_{0};
};

} // namespace gantry::gateway
