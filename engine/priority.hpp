#pragma once

#include "dsl/program.hpp"

namespace gantry::engine {

constexpr int usual_priority = 50; ///< where the flow names none

/// What the flow says of an order when it is created, from 0 to 100. Errors: expression.
[[nodiscard]] result<int> priority_of(const dsl::program& flow, const dsl::scope& in);
/// The same of an order that is to be: its input, decoded.
[[nodiscard]] result<int> priority_of(const dsl::program& flow, const value& input, timestamp now);

} // namespace gantry::engine
