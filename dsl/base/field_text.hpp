#pragma once

#include "dsl/base/error.hpp"

namespace gantry {

/// One mistake as a person reads it: where, what is wrong, and what stood there.
/// Shape: `input.lines[0].quantity: a quantity is above zero (it is -1)`; a path or value that the
/// message names already is not said twice.
[[nodiscard]] std::string sentence_of(const field_error& mistake);

/// The first of them, and how many there are besides.
[[nodiscard]] std::string sentence_of(const std::vector<field_error>& mistakes);

} // namespace gantry
