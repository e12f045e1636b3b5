#pragma once

#include "engine/instance_state.hpp"

#include <string>
#include <vector>

namespace gantry::engine {

/// The statement that a held branch stands for: the step or wait whose block it is in, else its
/// own; null when the branch is gone.
[[nodiscard]] const dsl::instruction* held_statement(const instance_state& s,
                                                     std::uint32_t branch_id);
/// The newest call of a statement that is a step; null when none was made.
[[nodiscard]] const call_state* latest_call_at(const instance_state& s,
                                               const dsl::instruction* statement);

/// Verbs that a hold takes (E7.4).
[[nodiscard]] std::vector<std::string> legal_verbs(const instance_state& s,
                                                   const hold_opened& hold);
/// Verbs that the order takes now, besides those of its holds.
[[nodiscard]] std::vector<std::string> legal_verbs(const instance_state& s);

} // namespace gantry::engine
