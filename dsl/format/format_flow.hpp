#pragma once

#include "dsl/compile.hpp"

#include <optional>
#include <string>
#include <vector>

/// The one layout of flow files (docs/language.md, "Layout").
namespace gantry::dsl {

/// Columns that a line of a flow has; what has no place to break may be longer.
inline constexpr int layout_columns = 120;

/// Writes a file in its canonical layout. Every token and comment stays, in its order; only the
/// commas between fields of a record come and go with the lines that they stand on.
/// Nothing for a file that does not parse: then `diagnostics` says why.
/// Pure, and idempotent: what comes out is its own layout.
[[nodiscard]] std::optional<std::string> format_flow(const source_file& source,
                                                     std::vector<diagnostic>& diagnostics);

} // namespace gantry::dsl
