#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace gantry::bench {

/// More orders than can be done: what is refused, what the rest costs, and how it ends.
struct overload_options {
  double seconds = 60;              ///< of the overload
  double times = 3;                 ///< what is offered, in capacities
  std::uint64_t connections = 0;    ///< of HTTP, over which they come; 0: handed in directly
  double far_side_per_s = 0;        ///< calls that the far side takes; 0: the engine is slower
  std::uint64_t queue_max = 20'000; ///< calls that wait for the far side until intake closes
  std::filesystem::path folder;     ///< of the databases; new ones below it, removed afterwards
};

struct overload_result {
  double capacity_per_s = 0; ///< orders, measured or of the far side
  std::uint64_t offered = 0, taken = 0;
  std::uint64_t urgent_offered = 0, urgent_taken = 0; ///< of them: every tenth
  std::uint64_t refused = 0;                          ///< 503 with Retry-After
  std::uint64_t failed = 0;                           ///< answered otherwise
  double ended_per_s = 0;                             ///< during the overload
  double urgent_p50_ms = 0, urgent_p99_ms = 0;        ///< from hand-in to end
  double others_p50_ms = 0, others_p99_ms = 0;
  std::vector<double> rss_mb; ///< after each tenth of the overload
  double drained_s = 0;       ///< from its end until the last order that was taken has ended
};

/// Errors: those of the store; internal when an order that was taken does not end.
[[nodiscard]] result<overload_result> run_overload(const overload_options& options);

[[nodiscard]] std::string to_json(const overload_result& r);

} // namespace gantry::bench
