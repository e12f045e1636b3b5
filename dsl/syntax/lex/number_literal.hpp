#pragma once

#include "dsl/syntax/lex/source_reader.hpp"
#include "dsl/syntax/lex/token.hpp"

namespace gantry::dsl {

struct number_literal {
  /// integer, unsigned_integer, floating, decimal or duration: what it is or was meant to be
  token_kind kind = token_kind::integer;
  bool is_valid = true; ///< otherwise reported
};

/// Whether a number, decimal or duration begins here: a digit, or `.` before a digit.
[[nodiscard]] bool at_number_literal(const source_reader& in);
/// Reads it with all letters and digits that stick to it, so that a wrong unit is one finding.
[[nodiscard]] number_literal read_number_literal(source_reader& in);

} // namespace gantry::dsl
