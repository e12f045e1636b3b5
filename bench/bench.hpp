#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace gantry::bench {

struct bench_options {
  std::uint64_t orders = 20'000;   ///< measured, after as many tenths of warm-up
  std::uint64_t in_flight = 1'024; ///< closed loop: a new order as soon as one has finished
  bool http = false;               ///< hand in through the HTTP front, over loopback
  bool raw = false;                ///< then replay the same rows and batches with nothing around
  std::filesystem::path folder;    ///< of the databases; a new one below it, removed afterwards
};

/// One point of measurement; names and units as `docs/interfaces.md` defines them.
struct bench_result {
  std::uint64_t orders = 0;
  std::uint64_t in_flight = 0;
  double orders_per_s = 0;
  double steps_per_s = 0;
  double p50_ms = 0, p95_ms = 0, p99_ms = 0;
  double cpu_us_per_order = 0;
  double rss_mb = 0;
  double bytes_per_order = 0;
  std::uint64_t commits = 0;
  double raw_orders_per_s = 0; ///< 0: not measured; null in JSON
  double raw_share = 0;
};

/// Six steps an order (read, read, idempotent, once, once, once) against in-process systems that
/// answer at once, a condition between steps, a search field, two stage changes and a 1 KB order.
/// An order counts from submission to its final commit; everything that production does is on.
[[nodiscard]] result<bench_result> run_bench(const bench_options& options);

[[nodiscard]] std::string to_json(const bench_result& r);

} // namespace gantry::bench
