#pragma once

#include "dsl/expr/ast.hpp"
#include "dsl/types/type.hpp"

#include <optional>
#include <string>

/// What to write when types do not agree. It depends on both of them, and names what was written,
/// so that it can be typed off; empty where nothing nearer can be said than what is general.
namespace gantry::dsl {

/// So that a value of one type can stand where another is due.
[[nodiscard]] std::string help_to_fit(const expression_syntax& said, const type& made,
                                      const type& due);

/// So that two values can stand on both sides of an operator.
[[nodiscard]] std::string help_to_combine(const expression_syntax& operation, const type& left,
                                          const type& right);

/// So that two values can stand in place of each other: branches of a choice, `x.orValue(y)`.
[[nodiscard]] std::string help_to_agree(const expression_syntax& left, const type& of_left,
                                        const expression_syntax& right, const type& of_right);

/// A literal as an author writes it where another type is due: `1.5m` for `1.5`.
[[nodiscard]] std::optional<std::string> literal_rewritten(const expression_syntax& said,
                                                           const type& due);

/// `2026-01-31`, which subtracts, as a time: `timestamp("2026-01-31T00:00:00Z")`; empty where it is
/// something else.
[[nodiscard]] std::string day_as_time(const expression_syntax& said);

/// What was written, where it is short enough to be said again; brackets around an operation, so
/// that a call can stand behind it.
[[nodiscard]] std::string said_again(const expression_syntax& said, bool before_a_call);

} // namespace gantry::dsl
