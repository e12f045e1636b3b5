#pragma once

#include "bench/bench_flow.hpp"
#include "dsl/base/error.hpp"
#include "dsl/base/time.hpp"
#include "persistence/store.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace gantry::bench {

struct load_options {
  std::uint64_t orders = 0;
  key_order keys = key_order::growing;
  timestamp newest; ///< the last one was handed in then, the others 5,000 a second before it
  std::function<void(std::uint64_t loaded)> progress; ///< now and then; may be empty
};

/// Fills an empty store with finished orders through its own codec: one order runs in a real
/// engine, and what that wrote is written again with other ids, keys and times. Only the way there
/// is shorter: each row is written once, as it is in the end.
/// Errors: those of the store.
[[nodiscard]] result<void> load_finished_orders(const std::shared_ptr<persistence::store>& into,
                                                const load_options& options);

} // namespace gantry::bench
