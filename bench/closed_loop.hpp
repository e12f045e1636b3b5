#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gantry::bench {

/// Keeps a number of orders in flight and takes the time of each, from hand-in to its end.
///
/// An order is known by its id only when its hand-in is answered, and may have ended by then: both
/// halves meet here, whichever comes first.
class closed_loop {
public:
  closed_loop(std::uint64_t warm_up, std::uint64_t counted, std::uint64_t in_flight);

  /// Runs until all orders have ended. `hand_in(n)` starts order n and never blocks.
  /// False when some order failed; `failure()` says why.
  bool run(const std::function<void(std::uint64_t n)>& hand_in);

  void handed_in(std::uint64_t n, std::string order);
  void finished(std::string_view order, std::string_view phase);
  void failed(std::string why);

  [[nodiscard]] const std::string& failure() const { return failure_; }
  [[nodiscard]] double seconds() const { return seconds_; }
  [[nodiscard]] double cpu_seconds() const { return cpu_seconds_; }
  /// By rank: 0.5 is the median. Milliseconds.
  [[nodiscard]] double latency_ms(double rank);

private:
  void end(std::uint64_t n);
  void begin_window();
  void end_window();

  const std::uint64_t warm_up_, total_, in_flight_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<std::int64_t> started_ns_;
  std::vector<std::int64_t> latencies_ns_;
  std::unordered_map<std::string, std::uint64_t> running_; ///< handed in, not ended
  std::unordered_map<std::string, bool> early_; ///< ended before the answer to its hand-in
  std::uint64_t ended_ = 0, going_ = 0;
  std::int64_t window_ns_ = 0;
  double window_cpu_ = 0, seconds_ = 0, cpu_seconds_ = 0;
  std::string failure_;
};

} // namespace gantry::bench
