#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace gantry::bench {

struct timers_options {
  std::uint64_t orders = 100'000;
  std::uint64_t in_flight = 1'024; ///< while they are handed in
  double due_per_s = 5'000;
  std::filesystem::path folder; ///< of the database; a new one below it, removed afterwards
};

/// Orders that wait for a time, all of them handed in before the first time comes.
struct timers_result {
  std::uint64_t orders = 0;
  double due_per_s = 0;
  double rss_mb = 0; ///< when all wait
  /// From the time that an order waits for until its end is on disk.
  double late_p50_ms = 0, late_p99_ms = 0, late_max_ms = 0;
};

/// Errors: those of the store; internal when orders do not end, or are handed in too slowly.
[[nodiscard]] result<timers_result> run_timers(const timers_options& options);

[[nodiscard]] std::string to_json(const timers_result& r);

} // namespace gantry::bench
