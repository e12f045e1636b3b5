#pragma once

#include "engine/instance_state.hpp"

#include <string>
#include <vector>

namespace gantry::engine {

/// Verbs that a hold takes (E7.4).
[[nodiscard]] std::vector<std::string> legal_verbs(const instance_state& s,
                                                   const hold_opened& hold);
/// Verbs that the order takes now, besides those of its holds.
[[nodiscard]] std::vector<std::string> legal_verbs(const instance_state& s);

} // namespace gantry::engine
