#pragma once

#include "dsl/base/error.hpp"
#include "dsl/compile.hpp"
#include "engine/record.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gantry::bench {

/// What the pure part of an order costs: `engine::advance`, its records and its memory.
struct reducer_cost {
  std::uint64_t orders = 0;
  double advance_us = 0; ///< all of an order's events
  double encode_us = 0;  ///< all of its records
  double destroy_us = 0; ///< its memory
  double records = 0;    ///< an order
  double record_bytes = 0;
  std::string last_step; ///< record of a `once` step, to look at
};

/// Orders of the bench flow through the reducer alone: no actor, no store, no thread. They take
/// turns, so that the caches hold of each order what they would hold in production.
[[nodiscard]] result<reducer_cost> run_reducer_alone(std::uint64_t orders, std::uint64_t in_flight);

/// What one order of the bench writes.
[[nodiscard]] std::vector<engine::record> records_of_one_order(const dsl::program_ptr& definition);

[[nodiscard]] std::string to_json(const reducer_cost& c);

} // namespace gantry::bench
