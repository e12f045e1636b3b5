#pragma once

#include "dsl/base/value.hpp"
#include "gateway/api/json_writer.hpp"

#include <initializer_list>
#include <string_view>

namespace gantry::gateway {

/// A document's outcome (`{"orders":[…],"findings":[…],"replies":[…]}`); none before it has one.
[[nodiscard]] value outcome_of(std::string_view outcome_json);
/// Writes the named lists of an outcome, empty where it does not have them yet.
void write_outcome(json_writer& out, const value& outcome,
                   std::initializer_list<std::string_view> lists);

} // namespace gantry::gateway
