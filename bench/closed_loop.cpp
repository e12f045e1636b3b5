#include "bench/closed_loop.hpp"

#include "bench/machine.hpp"

#include <algorithm>
#include <chrono>

namespace gantry::bench {

closed_loop::closed_loop(std::uint64_t warm_up, std::uint64_t counted, std::uint64_t in_flight)
    : warm_up_(warm_up), total_(warm_up + counted), in_flight_(in_flight) {
  started_ns_.resize(total_);
  latencies_ns_.reserve(counted);
}

bool closed_loop::run(const std::function<void(std::uint64_t n)>& hand_in) {
  std::unique_lock lock(mutex_);
  if (warm_up_ == 0)
    begin_window();
  for (std::uint64_t next = 0; next < total_ && failure_.empty();) {
    wake_.wait(lock, [this] { return going_ < in_flight_ || !failure_.empty(); });
    while (next < total_ && going_ < in_flight_ && failure_.empty()) {
      ++going_;
      started_ns_[next] = monotonic_ns();
      lock.unlock();
      hand_in(next++);
      lock.lock();
    }
  }
  // A stalled engine is a failure to report, not a reason to hang for ever.
  const bool all = wake_.wait_for(lock, std::chrono::minutes(5),
                                  [this] { return ended_ == total_ || !failure_.empty(); });
  if (!all)
    failure_ = std::to_string(total_ - ended_) + " orders did not end within 5 minutes";
  return failure_.empty();
}

void closed_loop::handed_in(std::uint64_t n, std::string order) {
  const std::lock_guard lock(mutex_);
  if (early_.erase(order) > 0)
    end(n);
  else
    running_.emplace(std::move(order), n);
}

void closed_loop::finished(std::string_view order, std::string_view phase) {
  const std::lock_guard lock(mutex_);
  if (phase != "completed")
    failure_ = "order " + std::string(order) + " ended as " + std::string(phase);
  const auto found = running_.find(std::string(order));
  if (found == running_.end()) {
    early_.emplace(order, true);
    return;
  }
  const auto n = found->second;
  running_.erase(found);
  end(n);
}

void closed_loop::failed(std::string why) {
  const std::lock_guard lock(mutex_);
  failure_ = std::move(why);
  wake_.notify_all();
}

void closed_loop::end(std::uint64_t n) {
  if (n >= warm_up_)
    latencies_ns_.push_back(monotonic_ns() - started_ns_[n]);
  --going_;
  if (++ended_ == warm_up_)
    begin_window();
  if (ended_ == total_)
    end_window();
  wake_.notify_all();
}

void closed_loop::begin_window() {
  window_ns_ = monotonic_ns();
  window_cpu_ = process_cpu_s();
}

void closed_loop::end_window() {
  seconds_ = static_cast<double>(monotonic_ns() - window_ns_) / 1e9;
  cpu_seconds_ = process_cpu_s() - window_cpu_;
}

double closed_loop::latency_ms(double rank) {
  if (latencies_ns_.empty())
    return 0;
  const auto at =
      std::min(latencies_ns_.size() - 1,
               static_cast<std::size_t>(rank * static_cast<double>(latencies_ns_.size())));
  std::nth_element(latencies_ns_.begin(), latencies_ns_.begin() + static_cast<std::ptrdiff_t>(at),
                   latencies_ns_.end());
  return static_cast<double>(latencies_ns_[at]) / 1e6;
}

} // namespace gantry::bench
