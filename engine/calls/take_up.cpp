#include "engine/calls/calls.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

bool waits_for_settle(const instance_state& s, const call_state& call) {
  return std::any_of(s.timers.begin(), s.timers.end(), [&](const timer_state& t) {
    return t.what.purpose == timer_purpose::settle && t.what.key == call.key;
  });
}

/// A question to the finder died with the process, or the next one is not due yet.
void look_on(decision& d, call_state& call) {
  if (call.in_doubt && call.verify == 0 && d.state.operation_of(call).verify &&
      !may_take_effect(call))
    ask_finder_now(d, call);
}

void take_up(decision& d, call_state& call) {
  if (!call.open()) {
    pursue_watches(d, call);
    return;
  }
  if (has(call, attempt_known::sent))
    return;
  if (call.left_to_block) {
    look_on(d, call);
    return;
  }
  if (call.in_doubt) {
    if (call.verify == 0)
      judge(d, call);
    return;
  }
  if (call.hold != 0 || call.retry != 0 || waits_for_settle(d.state, call))
    return;
  if (!wants_effect(d, call)) { // a person may have decided while nothing could act on it
    judge(d, call);
    return;
  }
  const auto sent_before = call.latest();
  send_or_queue(d, call);
  // It may stand in the store's queue, which this process does not know of.
  if (call.latest() != sent_before)
    d.release(leave_lane{call.key, call.operation});
}

} // namespace

void take_up(decision& d) {
  for (auto& call : d.state.calls) {
    for (const auto& a : call.attempts)
      if (a.is == attempt_known::sent)
        d.release(attach_attempt{call.key, a.number, call.operation, call.undo});
    call.asked = call.in_lane = false;
    take_up(d, call);
  }
}

} // namespace gantry::engine
