#pragma once

#include "dsl/types/type.hpp"

namespace gantry::fuzz {

/// Whether a value is what a type promises. Ints may stand for decimals, as `conform` has it, and
/// records are structural.
[[nodiscard]] bool has_type(const value& v, const dsl::type& of);

} // namespace gantry::fuzz
