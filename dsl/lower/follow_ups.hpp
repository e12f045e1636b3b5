#pragma once

#include "dsl/check/library.hpp"

#include <vector>

namespace gantry::dsl {

/// Leaves out what is told only because something else was not understood, and tells once what is
/// the same in several places: the others become notes. The diagnostics are in order.
void leave_out_what_follows(const std::vector<source_file>& files, const std::vector<unit>& units,
                            std::vector<diagnostic>& diagnostics);

/// Keeps of every file the first errors, and as many warnings and notes, and says where it holds
/// more of them.
void tell_what_is_read(std::vector<diagnostic>& diagnostics);

} // namespace gantry::dsl
