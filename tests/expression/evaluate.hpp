#pragma once

#include "dsl/expr/compile_expression.hpp"

#include <optional>
#include <string>
#include <vector>

/// Expressions for tests: parsed, typed and evaluated as those of flows are.
namespace gantry::tests {

struct bound_name {
  std::string name;
  dsl::type_ref of;
  value is;
};

struct evaluation_outcome {
  std::optional<value> is;
  std::vector<dsl::diagnostic> mistakes; ///< found before it ran
  std::optional<error> failure;          ///< found while it ran
  std::string type;                      ///< as an author writes it

  /// Value as JSON, `GF…` of the first mistake, or `failed`.
  [[nodiscard]] std::string text() const;
};

[[nodiscard]] evaluation_outcome evaluate(const std::string& expression,
                                          const std::vector<bound_name>& names = {},
                                          const std::string& container = {},
                                          const dsl::type_ref& expected = nullptr);
/// An order with a line or two, a `T?` and an enum, under the names `order`, `count`, `note`.
[[nodiscard]] std::vector<bound_name> order_names();
[[nodiscard]] inline std::string result_of(const std::string& expression) {
  return evaluate(expression, order_names()).text();
}

} // namespace gantry::tests
