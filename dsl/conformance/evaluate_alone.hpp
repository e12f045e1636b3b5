#pragma once

#include "dsl/compile.hpp"
#include "dsl/expr/compile_expression.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gantry::dsl {

/// An expression that stands alone, without a flow around it.
struct lone_expression {
  std::string text;
  value bindings = value::make_map({}); ///< names (`a`, `a.b`) to values
  std::string container;
  bool is_checked = true; ///< false: mistakes count only where they are evaluated
  timestamp now;
};

struct lone_outcome {
  enum class phase : std::uint8_t { parse, check, evaluate };
  phase reached = phase::parse;
  std::optional<value> is;
  std::vector<diagnostic> mistakes; ///< of parse and check
  std::optional<error> failure;     ///< of evaluate
};

/// Never fails in another way, whatever the text is.
[[nodiscard]] lone_outcome evaluate_alone(const lone_expression& e);

/// The value as an expression that gives it again, so that its kind is seen: `12.50m`, `7u`,
/// `b"\\xff"`, `90min`, `timestamp("…")`, `optional.of(1)`; texts, whole numbers, lists, maps and
/// records are as in JSON.
[[nodiscard]] std::string shown_value(const value& v);

/// The value as JSON: decimals, times, spans, bytes (base64), types and addresses are texts; of an
/// optional what it holds, or null.
[[nodiscard]] std::string json_value(const value& v);

} // namespace gantry::dsl
