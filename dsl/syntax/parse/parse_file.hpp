#pragma once

#include "dsl/syntax/parse/ast.hpp"

#include <vector>

namespace gantry::dsl {

/// Parses one flow file. Never fails: a mistake is reported, what belongs to it is passed over, and
/// parsing goes on at the next statement, clause or declaration.
/// Bounds: files up to 1 MiB, blocks nested at most 64 deep.
[[nodiscard]] syntax::file parse_file(const source_file& source,
                                      std::vector<diagnostic>& diagnostics);

} // namespace gantry::dsl
