#include "engine/calls/calls.hpp"
#include "engine/flow/flow.hpp"
#include "engine/verbs/verbs.hpp"

namespace gantry::engine {

void verb_pause(decision& d, const command& c) {
  if (d.state.finished())
    return answer_ignored(d, c, "already " + d.state.phase);
  if (d.state.control != "active")
    return answer_ignored(d, c, "already " + d.state.control);
  answer_done(d, c);
  d.note(control_changed{"pausing"});
  for (auto& call : d.state.calls)
    if (call.open())
      leave_queue(d, call);
}

void verb_resume(decision& d, const command& c) {
  if (d.state.finished())
    return answer_ignored(d, c, "already " + d.state.phase);
  if (d.state.control == "active")
    return answer_ignored(d, c, "already active");
  answer_done(d, c);
  d.note(control_changed{"active"});
  thaw_deadlines(d);
  if (d.state.poisoned)
    return; // `retry` takes it up
  act_on_elapsed_timers(d);
  for (auto& call : d.state.calls)
    if (call.open())
      judge(d, call);
}

} // namespace gantry::engine
