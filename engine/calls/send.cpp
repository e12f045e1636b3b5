#include "engine/calls/calls.hpp"
#include "engine/calls/policy.hpp"
#include "engine/flow/flow.hpp"

namespace gantry::engine {
namespace {

/// E4.3: nothing goes out under a new revision while an older one may still take effect.
bool older_revision_is_open(const instance_state& s, const call_state& call) {
  if (call.undo)
    return false; // made again only when everything before it is known
  for (const auto& other : s.calls)
    if (!other.undo && other.node == call.node && other.branch == call.branch &&
        other.revision < call.revision && may_take_effect(other) && !is_read(s.operation_of(other)))
      return true;
  return false;
}

void send(decision& d, call_state& call, duration timeout) {
  if (call.in_lane)
    leave_queue(d, call);
  const auto number = call.latest() + 1;
  d.note(attempt_sent{call.key, number, call.node, call.undo});
  send_attempt out;
  out.key = call.key;
  out.attempt = number;
  out.operation = call.operation;
  out.undo = call.undo;
  out.arguments = request_text(d.state, call);
  out.timeout = timeout;
  out.is_read = is_read(d.state.operation_of(call));
  d.release(std::move(out));
}

} // namespace

bool wants_effect(const decision& d, const call_state& call) {
  const auto& s = d.state;
  if (s.control != "active" || s.poisoned || call.deadline_passed || call.left_to_block)
    return false;
  if (call.undo)
    return true;
  return s.phase == "running" && !s.cancel;
}

void send_or_queue(decision& d, call_state& call) {
  // Under cancel and past a deadline an idempotent call in doubt is asked again by its key (E5.8).
  const bool verifies = d.state.operation_of(call).effect == dsl::effect_class::idempotent &&
                        has(call, attempt_known::unknown) && d.state.control == "active";
  if (!wants_effect(d, call) && !verifies)
    return;
  if (older_revision_is_open(d.state, call))
    return;
  const auto timeout = timeout_of(d, call);
  if (!timeout) {
    if (call.hold == 0)
      hold_call_for_error(d, call, timeout.error());
    return;
  }
  if (d.out.claim_permit(call.operation, call.key)) {
    send(d, call, *timeout);
    return;
  }
  if (call.in_lane)
    return;
  call.in_lane = true;
  d.release(join_lane{call.key, call.operation, d.state.priority, d.state.set_out_at});
}

void queue_again(decision& d) {
  for (const auto& call : d.state.calls)
    if (call.in_lane && phase_of(call) == call_phase::scheduled)
      d.release(join_lane{call.key, call.operation, d.state.priority, d.state.set_out_at});
}

void leave_queue(decision& d, call_state& call) {
  if (!call.in_lane)
    return;
  call.in_lane = false;
  d.release(leave_lane{call.key, call.operation});
}

void on_permit_offered(decision& d, const permit_offered& e) {
  auto* call = d.state.find_call(e.key);
  if (call == nullptr || phase_of(*call) != call_phase::scheduled) {
    d.ignored = "the call " + e.key + " does not wait for a permit any more";
    d.release(leave_lane{e.key, call == nullptr ? 0 : call->operation});
    return;
  }
  call->in_lane = true; // it was offered from the queue, so it stands there
  const auto sent_before = call->latest();
  send_or_queue(d, *call);
  if (call->latest() == sent_before && !wants_effect(d, *call)) {
    leave_queue(d, *call);
    d.ignored = "the call of " + call->node + " is not wanted now";
  }
}

} // namespace gantry::engine
