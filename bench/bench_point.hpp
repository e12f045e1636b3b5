#pragma once

#include "actors/runtime.hpp"
#include "bench/bench.hpp"
#include "bench/bench_flow.hpp"
#include "bench/recording_store.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

namespace gantry::bench {

/// Where orders are measured, and what goes on beside them.
struct point_surroundings {
  std::filesystem::path engine;               ///< data folder, empty or with orders in it
  std::uint64_t first_order = 0;              ///< orders before it are there
  key_order keys = key_order::growing;        ///< of all of them
  std::shared_ptr<recorded_batches> recorded; ///< null: nothing is kept
  /// Again and again on a thread of its own while the orders run.
  std::function<void(const actors::runtime&)> beside;
};

/// One point of measurement. `raw` is not looked at here.
[[nodiscard]] result<bench_result> run_point(const bench_options& options,
                                             const point_surroundings& where);

} // namespace gantry::bench
