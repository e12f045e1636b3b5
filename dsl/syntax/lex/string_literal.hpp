#pragma once

#include "dsl/syntax/lex/source_reader.hpp"

#include <string>

namespace gantry::dsl {

struct string_literal {
  std::string text; ///< decoded; after a mistake, which is reported, as far as it could be
  bool is_bytes = false;
};

/// Whether a string or bytes literal begins here: `"`, `'`, or one of them after r, b or br.
[[nodiscard]] bool at_string_literal(const source_reader& in);
/// Reads it: escapes as in the CEL specification; a text in one pair of quotes ends on its line.
[[nodiscard]] string_literal read_string_literal(source_reader& in);

} // namespace gantry::dsl
