#pragma once

#include "dsl/base/value.hpp"

#include <optional>
#include <string_view>

namespace gantry::dsl {

/// The value that a name of a type stands for (`int`, `list`, `google.protobuf.Timestamp`,
/// `net.IP`), so that it can be compared with `type(x)`; nothing for any other name.
[[nodiscard]] std::optional<value> type_value_named(std::string_view name);

} // namespace gantry::dsl
