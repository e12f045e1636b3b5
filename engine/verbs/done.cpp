#include "engine/calls/calls.hpp"
#include "engine/ending/ending.hpp"
#include "engine/verbs/verbs.hpp"

namespace gantry::engine {

/// A compensation that failed, or is in doubt, was done by hand. Attempts in doubt stay watched.
void verb_done(decision& d, const command& c, const hold_opened& hold) {
  answer_done(d, c, hold.hold);
  d.close_hold(hold.hold, "done");
  auto* undo = hold.key.empty() ? nullptr : d.state.find_call(hold.key);
  if (undo == nullptr) { // its arguments could not even be evaluated
    const auto meant = purpose_of_undo(d, hold);
    if (meant.incident != nullptr)
      d.note(incident_closed{meant.incident->what.incident, "compensated"});
    else if (meant.owed != nullptr)
      d.note(compensation_settled{meant.owed->key, meant.owed->node, "by_hand"});
    return;
  }
  if (undo->open())
    end_call(d, *undo, "by_hand", {}, c.reason, 0);
  undo_done_by_hand(d, must_find_call(d.state, hold.key));
}

} // namespace gantry::engine
