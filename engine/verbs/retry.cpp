#include "engine/calls/calls.hpp"
#include "engine/ending/ending.hpp"
#include "engine/flow/flow.hpp"
#include "engine/verbs/verbs.hpp"

namespace gantry::engine {
namespace {

/// Everything that was under way when the order was held as poisoned is asked for again, and what
/// fell due since then acts.
void wake_poisoned(decision& d) {
  take_up(d);
  act_on_elapsed_timers(d);
}

} // namespace

void verb_retry(decision& d, const command& c, const hold_opened& hold) {
  answer_done(d, c, hold.hold);
  d.close_hold(hold.hold, "retry");
  if (hold.cause == "poisoned")
    return wake_poisoned(d);
  auto* call = hold.key.empty() ? nullptr : d.state.find_call(hold.key);
  if (call != nullptr && call->open()) {
    judge(d, *call);
    return;
  }
  if (hold.cause == "compensation_failed") {
    // The next round makes the undo again, but only an owed one.
    const auto* incident =
        call == nullptr ? purpose_of_undo(d, hold).incident : incident_of(d, *call);
    if (incident != nullptr)
      make_undo_call(d, must_find_call(d.state, incident->what.key), &incident->what.other);
    return;
  }
  // Held in an `else`: the statement is made again, under the same key while nothing consumed it.
  if (const auto* branch = d.state.find_branch(hold.branch); branch != nullptr && branch->open)
    re_arm(d, hold.branch);
}

} // namespace gantry::engine
