#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace gantry::actors {

/// How long calls of one operation took, from their permit to their end, whatever that was.
struct latency_histogram {
  /// Upper ends in seconds; what is slower stands behind the last.
  static constexpr std::array<double, 12> bounds_s{0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                                   0.5,   1,    2.5,   5,    10,  30};
  std::array<std::uint64_t, bounds_s.size() + 1> counts{}; ///< not summed up
  double sum_s = 0;

  void add(double seconds);
};

/// Of one adapter, by operation. Connectors may answer when the engine has gone, so it outlives it.
class call_latencies {
public:
  explicit call_latencies(std::function<std::int64_t()> boot_clock_ns)
      : now_ns_(std::move(boot_clock_ns)) {}

  void ended(std::string_view operation, std::int64_t began_ns);
  [[nodiscard]] std::map<std::string, latency_histogram, std::less<>> all() const;

private:
  std::function<std::int64_t()> now_ns_;
  mutable std::mutex lock_;
  std::map<std::string, latency_histogram, std::less<>> by_operation_;
};

} // namespace gantry::actors
