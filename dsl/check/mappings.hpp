#pragma once

#include "dsl/check/library.hpp"
#include "dsl/mapping/mapping.hpp"

#include <vector>

namespace gantry::dsl {

/// Types and compiles the mappings of all files. What is wrong is reported to the library's
/// diagnostics (02xx); a mapping with a mistake is left out.
[[nodiscard]] std::vector<mapping_ptr> compile_mappings(library& all);

} // namespace gantry::dsl
