#include "actors/call_latencies.hpp"

#include <algorithm>

namespace gantry::actors {

void latency_histogram::add(double seconds) {
  const auto fits = std::lower_bound(bounds_s.begin(), bounds_s.end(), seconds);
  ++counts[static_cast<std::size_t>(fits - bounds_s.begin())];
  sum_s += seconds;
}

void call_latencies::ended(std::string_view operation, std::int64_t began_ns) {
  const auto took_s = static_cast<double>(now_ns_() - began_ns) / 1e9;
  const std::lock_guard guard(lock_);
  auto known = by_operation_.find(operation);
  if (known == by_operation_.end())
    known = by_operation_.emplace(std::string{operation}, latency_histogram{}).first;
  known->second.add(std::max(0.0, took_s));
}

std::map<std::string, latency_histogram, std::less<>> call_latencies::all() const {
  const std::lock_guard guard(lock_);
  return by_operation_;
}

} // namespace gantry::actors
