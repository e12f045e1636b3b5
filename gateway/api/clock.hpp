#pragma once

#include "dsl/base/time.hpp"

namespace gantry::gateway {

/// What the wall clock of this machine says.
[[nodiscard]] timestamp wall_clock();

} // namespace gantry::gateway
