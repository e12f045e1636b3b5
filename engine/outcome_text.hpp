#pragma once

#include "engine/event.hpp"

#include <string>

namespace gantry::engine {

/// An outcome in one word, as timelines and holds show it: `ok`, `refused`, `unknown`,
/// `contract_violation`, or the name of the business error.
[[nodiscard]] std::string outcome_text(const outcome& how);

} // namespace gantry::engine
