#pragma once

#include "dsl/base/time.hpp"

namespace gantry::cli {

/// What the wall clock of this machine says.
[[nodiscard]] timestamp wall_clock();

} // namespace gantry::cli
