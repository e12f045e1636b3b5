#pragma once

#include "dsl/base/value.hpp"
#include "gateway/api/json_writer.hpp"

#include <initializer_list>
#include <string_view>

namespace gantry::gateway {

/// Writes the named lists of a document's outcome (`{"orders":[…],"findings":[…],"replies":[…]}`),
/// empty where the outcome does not have them yet.
void write_outcome(json_writer& out, std::string_view outcome_json,
                   std::initializer_list<std::string_view> lists);

} // namespace gantry::gateway
