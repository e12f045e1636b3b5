#pragma once

#include "dsl/compile.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gantry::dsl {

struct schema_export {
  /// JSON Schema 2020-12: every type under its name, `WORKFLOW.input`, `WORKFLOW.result`,
  /// `CONTRACT.OPERATION.request`, `.response`, `.errors.NAME`, and `CONTRACT.EVENT`, in `$defs`.
  /// With a `wanted` name the root is that one, and `$defs` holds it and what it is made of. Empty
  /// when there are errors, or no such name.
  std::string json;
  std::vector<std::string> names; ///< all that could be wanted
  std::string nearest;            ///< the one that a misspelt name most likely meant, or nothing
  std::vector<diagnostic> diagnostics;
};

[[nodiscard]] schema_export to_json_schema(const std::vector<source_file>& files,
                                           std::string_view wanted = {});

} // namespace gantry::dsl
