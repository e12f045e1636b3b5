#pragma once

#include "engine/instance_state.hpp"

#include <stdexcept>
#include <string>

/// The folding of single facts, by what they are about. `apply` (engine/instance.hpp) dispatches.
namespace gantry::engine {

/// A fact that does not fit its instance, or a state that cannot be: the order is held as poisoned.
class broken_invariant : public std::logic_error {
public:
  using std::logic_error::logic_error;
};
[[noreturn]] void broken(const std::string& sentence);

call_state& must_find_call(instance_state& s, const call_key& key);
branch_state& must_find_branch(instance_state& s, std::uint32_t id);
attempt_state& must_find_attempt(call_state& call, attempt_number number);
void bind_slot(instance_state& s, std::uint32_t slot, value what);

// Facts about calls.
void fold(instance_state& s, const call_made& f, timestamp at);
void fold(instance_state& s, const attempt_sent& f, timestamp at);
void fold(instance_state& s, const attempt_result& f, timestamp at);
void fold(instance_state& s, const attempt_settled& f, timestamp at);
void fold(instance_state& s, const call_ended& f, timestamp at);
void fold(instance_state& s, const call_in_doubt& f, timestamp at);
void fold(instance_state& s, const doubt_verified& f, timestamp at);
void fold(instance_state& s, const watch_opened& f, timestamp at);
void fold(instance_state& s, const watch_closed& f, timestamp at);
void fold(instance_state& s, const compensation_owed& f, timestamp at);
void fold(instance_state& s, const compensation_settled& f, timestamp at);
void fold(instance_state& s, const incident_opened& f, timestamp at);
void fold(instance_state& s, const incident_closed& f, timestamp at);

// Facts about branches, values, waits and timers.
void fold(instance_state& s, const value_bound& f, timestamp at);
void fold(instance_state& s, const value_unbound& f, timestamp at);
void fold(instance_state& s, const branch_moved& f, timestamp at);
void fold(instance_state& s, const branch_opened& f, timestamp at);
void fold(instance_state& s, const branch_closed& f, timestamp at);
void fold(instance_state& s, const stage_passed& f, timestamp at);
void fold(instance_state& s, const timer_set& f, timestamp at);
void fold(instance_state& s, const timer_cleared& f, timestamp at);
void fold(instance_state& s, const wait_opened& f, timestamp at);
void fold(instance_state& s, const wait_closed& f, timestamp at);
void fold(instance_state& s, const event_consumed& f, timestamp at);
void fold(instance_state& s, const event_taken& f, timestamp at);
void fold(instance_state& s, const deadline_passed& f, timestamp at);

// Facts about the order as a whole.
void fold(instance_state& s, const order_created& f, timestamp at);
void fold(instance_state& s, const hold_opened& f, timestamp at);
void fold(instance_state& s, const hold_closed& f, timestamp at);
void fold(instance_state& s, const phase_changed& f, timestamp at);
void fold(instance_state& s, const control_changed& f, timestamp at);
void fold(instance_state& s, const cancel_requested& f, timestamp at);
void fold(instance_state& s, const command_recorded& f, timestamp at);
void fold(instance_state& s, const priority_changed& f, timestamp at);
void fold(instance_state& s, const defect_recorded& f, timestamp at);

} // namespace gantry::engine
