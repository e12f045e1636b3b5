#pragma once

#include "dsl/base/value.hpp"
#include "dsl/syntax/lex/token.hpp"

namespace gantry::dsl {

[[nodiscard]] bool is_literal(const token& t);
/// The value of a literal token; `negative` for a number with `-` before it, which alone can write
/// the smallest int. Errors: expression, with a sentence about the range.
[[nodiscard]] result<value> parse_literal(const token& t, bool negative);

} // namespace gantry::dsl
