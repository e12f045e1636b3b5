#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <string>

namespace gantry::bench {

/// What expressions and decimals cost, alone on one thread.
struct expression_cost {
  std::uint64_t rounds = 0;
  double condition_us = 0; ///< `order.total > 5000m && order.lines.all(…)` over 20 lines
  double sum_us = 0;       ///< `order.lines.sum(l, l.quantity * l.price)` over them
  double add_ns = 0;       ///< of two decimals of the size of money
  double multiply_ns = 0;
};

/// The median of eleven runs of so many rounds each.
[[nodiscard]] result<expression_cost> run_expressions(std::uint64_t rounds);

[[nodiscard]] std::string to_json(const expression_cost& c);

} // namespace gantry::bench
