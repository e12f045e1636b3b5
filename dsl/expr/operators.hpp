#pragma once

#include "dsl/expr/evaluation.hpp"

#include <compare>
#include <optional>

namespace gantry::dsl {

enum class arithmetic : std::uint8_t { add, subtract, multiply, divide, remainder };
enum class relation : std::uint8_t { equal, unequal, less, less_equal, greater, greater_equal };

/// CEL arithmetic: int and uint that overflow, division by zero, mixed kinds are failures. int and
/// uint combine with decimal exactly; double never does. False after a failure.
bool apply_arithmetic(arithmetic op, const value& a, const value& b, value& out, frame& f,
                      const expression_syntax& at);
bool apply_negation(const value& v, value& out, frame& f, const expression_syntax& at);

/// Order of two values that have one: numbers across kinds by value, texts by code point, bytes,
/// bools, times. Nothing when they have none; `unordered` for NaN.
[[nodiscard]] std::optional<std::partial_ordering> order_of(const value& a, const value& b);
/// Equality of CEL; an absent optional equals `none`. Spends a step for every value that is looked
/// at, so that parts which are shared many times cost as much as they take.
bool are_equal(const value& a, const value& b, bool& equal, frame& f, const expression_syntax& at);
/// Nothing after a failure.
std::optional<bool> apply_relation(relation op, const value& a, const value& b, frame& f,
                                   const expression_syntax& at);

/// The number as a decimal; nothing for what is not an exact number.
[[nodiscard]] std::optional<decimal> as_exact_decimal(const value& v);

} // namespace gantry::dsl
