#pragma once

#include "bench/bench.hpp"
#include "bench/order_loader.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gantry::bench {

struct stored_options {
  std::uint64_t stored = 1'000'000; ///< finished orders that are there before
  key_order keys = key_order::growing;
  bench_options point; ///< measured on an empty store, then beside the stored ones
};

struct stored_result {
  std::uint64_t stored = 0;
  double loaded_per_s = 0;
  double stored_gb = 0; ///< 10^9 bytes on disk
  bench_result empty, full;
  double lost_share = 0; ///< of the throughput on an empty store
  /// Pages of 50 orders by each filter while orders run: filter, slowest of hundred, milliseconds.
  std::vector<std::pair<std::string, double>> list_p99_ms;
  std::uint64_t lists = 0;
  /// While backups of all of it are made, one after the other.
  bench_result backed_up;
  std::uint64_t backups = 0;
  double backup_s = 0; ///< that one of them takes
};

/// Errors: those of the store; store_full before anything is written, when the disk has too little
/// room.
[[nodiscard]] result<stored_result> run_stored(const stored_options& options);

[[nodiscard]] std::string to_json(const stored_result& r);

} // namespace gantry::bench
