#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

namespace gantry::sandbox {

/// Runs things later, on one thread that sleeps until the earliest of them.
class timer {
public:
  timer();
  ~timer();
  /// `what` must not block. After `stop` it runs at once, on the caller's thread.
  void after(std::int64_t delay_ms, std::function<void()> what);
  /// Runs everything that still waits, so that no answer is left unsaid, then ends.
  void stop();

private:
  using clock = std::chrono::steady_clock;
  struct appointment {
    clock::time_point due;
    std::function<void()> what;
    friend bool operator>(const appointment& a, const appointment& b) { return a.due > b.due; }
  };
  void run();
  [[nodiscard]] std::function<void()> take_first();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::priority_queue<appointment, std::vector<appointment>, std::greater<>> appointments_;
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace gantry::sandbox
