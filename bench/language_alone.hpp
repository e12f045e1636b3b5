#pragma once

#include "dsl/base/error.hpp"
#include "dsl/compile.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace gantry::bench {

/// What the language costs where people and channels wait for it. Times are those of the processor,
/// the median of all rounds.
struct language_cost {
  std::size_t flow_lines = 0, flow_bytes = 0;
  double check_ms = 0;  ///< all of it: lexer, parser, checker
  double format_ms = 0; ///< its canonical layout
  std::size_t document_bytes = 0;
  std::size_t document_lines = 0; ///< of the order
  double read_us = 0;             ///< JSON text to document
  double map_us = 0;              ///< document to order, without reading
  double both_us = 0;             ///< one after the other
};

/// Checks `long_flow` and maps `shop_order` by the mapping `shopify_order` of the given flows.
/// Errors: flow_invalid when they do not check, not_found when they hold no such mapping.
[[nodiscard]] result<language_cost> run_language_alone(const std::vector<dsl::source_file>& flows,
                                                       std::uint64_t rounds);

/// A webhook of a shop, 1 kB, with two lines.
[[nodiscard]] std::string shop_order();

[[nodiscard]] std::string to_json(const language_cost& c);

} // namespace gantry::bench
