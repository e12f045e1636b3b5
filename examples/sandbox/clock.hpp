#pragma once

#include "dsl/base/time.hpp"

namespace gantry::sandbox {

/// The wall clock, in whole milliseconds: what stands on documents.
[[nodiscard]] timestamp wall_clock();

} // namespace gantry::sandbox
