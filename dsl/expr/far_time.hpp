#pragma once

#include "dsl/base/exact_time.hpp"
#include "dsl/expr/evaluation.hpp"

#include <compare>
#include <optional>

/// Times that a `timestamp` does not hold: those before 1678 and after 2261. CEL has them, fields
/// of flows cannot, so they come up only where the scope allows it. As a value such a time is a
/// record whose kind is `google.protobuf.Timestamp`.
namespace gantry::dsl {

[[nodiscard]] bool is_far_time(const value& v);
/// Of a timestamp or a far time; nothing for anything else.
[[nodiscard]] std::optional<exact_time> as_exact_time(const value& v);
/// The time as a value; false where it is far and the scope does not allow that.
[[nodiscard]] bool give_time(exact_time t, value& out, const frame& f);
[[nodiscard]] std::optional<std::partial_ordering> order_of_times(const value& a, const value& b);

} // namespace gantry::dsl
