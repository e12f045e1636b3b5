#pragma once

#include "dsl/compile.hpp"

#include <vector>

namespace gantry::dsl {

/// Behind a block that is never closed, up to the next declaration, everything seems to stand where
/// it may not; only the block is told. The diagnostics are in order.
void leave_out_behind_open_blocks(const std::vector<source_file>& files,
                                  std::vector<diagnostic>& diagnostics);

} // namespace gantry::dsl
