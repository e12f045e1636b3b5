#include "dsl/base/json.hpp"
#include "engine/instance_state.hpp"
#include "engine/outcome_text.hpp"
#include "engine/verbs/legal.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

const char* name_of(call_phase phase) {
  switch (phase) {
  case call_phase::scheduled: return "scheduled";
  case call_phase::sent: return "sent";
  case call_phase::retry_due: return "retry due";
  case call_phase::doubt: return "in doubt";
  case call_phase::held: return "held";
  case call_phase::closed: return "closed";
  }
  return "";
}

timestamp due_of(const instance_state& s, timer_id timer) {
  for (const auto& t : s.timers)
    if (t.what.timer == timer)
      return t.what.due;
  return {};
}

/// When its finder is asked next, or the last of its attempts has settled; 0: that is under way, or
/// waits for a person.
timestamp next_look_of(const instance_state& s, const call_state& call) {
  if (call.verify != 0)
    return due_of(s, call.verify);
  timestamp due;
  for (const auto& t : s.timers)
    if (t.what.purpose == timer_purpose::settle && t.what.key == call.key)
      due = std::max(due, t.what.due);
  return due;
}

std::string outcome_of(const attempt_state& attempt) {
  if (attempt.is == attempt_known::sent)
    return "sent";
  if (attempt.is == attempt_known::absent)
    return "absent";
  return outcome_text(attempt.how);
}

/// A `hold` in the block of a step (an `else`, an `on`) has no call of its own; what a person asks
/// then is what became of the step's call.
const call_state* call_of(const instance_state& s, const hold_state& hold) {
  if (!hold.what.key.empty())
    return s.find_call(hold.what.key);
  return hold.what.undo ? nullptr : latest_call_at(s, held_statement(s, hold.what.branch));
}

std::string step_of(const instance_state& s, const hold_state& hold, const call_state* call) {
  using op = dsl::instruction::op;
  if (hold.what.undo || (call != nullptr && call->undo))
    return hold.what.node + "/undo";
  if (call != nullptr)
    return call->node;
  const auto* statement = held_statement(s, hold.what.branch);
  if (statement == nullptr || hold.what.node.empty())
    return {};
  return statement->does == op::call || statement->does == op::wait ? statement->id : "";
}

hold_view show(const instance_state& s, const hold_state& hold) {
  const auto* call = call_of(s, hold);
  hold_view shown;
  shown.id = hold.what.hold;
  shown.cause = hold.what.cause;
  shown.step = step_of(s, hold, call);
  shown.node = hold.what.node;
  if (call != nullptr) {
    shown.key = call->key;
    if (!call->attempts.empty())
      shown.last = last_outcome{call->latest(), outcome_of(call->attempts.back()),
                                call->attempts.back().how.detail};
  } else {
    shown.key = hold.what.key;
  }
  shown.since = hold.since;
  shown.evidence = hold.what.evidence;
  shown.legal = legal_verbs(s, hold.what);
  return shown;
}

open_call show(const instance_state& s, const call_state& call) {
  open_call shown;
  shown.step = call.undo ? call.node + "/undo" : call.node;
  shown.operation = s.operation_of(call).full_name();
  shown.key = call.key;
  shown.attempt = call.latest();
  const auto phase = phase_of(call);
  shown.state = call.in_doubt && phase == call_phase::sent ? "in doubt" : name_of(phase);
  if (phase == call_phase::retry_due)
    shown.due = due_of(s, call.retry);
  if (call.in_doubt) {
    shown.since = call.doubt_since;
    shown.due = next_look_of(s, call);
  }
  return shown;
}

std::string show(const instance_state& s, const wait_opened& wait) {
  std::string text = wait.event_type.empty() ? "time" : wait.event_type;
  std::string keys;
  for (const auto& correlation : wait.correlations) {
    keys += keys.empty() ? "" : " | ";
    for (const char c : correlation)
      keys += c == '\x1f' ? ", " : std::string(1, c);
  }
  if (!keys.empty())
    text += "(" + keys + ")";
  for (const auto& branch : s.branches)
    if (!wait.handler && branch.id == wait.branch && branch.deadline != 0)
      text += " until " + format_timestamp(due_of(s, branch.deadline));
  return wait.handler ? "on " + text : text;
}

} // namespace

order_view view(const instance& order) {
  const auto& s = order.state();
  order_view shown;
  if (!s.created)
    return shown;
  shown.input_json = to_json(s.slots[0]);
  for (std::size_t slot = 1; slot < s.slots.size(); ++slot)
    if (!s.slots[slot].is_none())
      shown.values_json.emplace_back(s.program().slots[slot].name, to_json(s.slots[slot]));
  for (const auto& call : s.calls)
    if (call.open())
      shown.open_calls.push_back(show(s, call));
  for (const auto& hold : s.holds)
    shown.holds.push_back(show(s, hold));
  if (s.cancel && !s.finished())
    shown.cancel_requested = cancel_view{s.cancel->by, s.cancel->reason};
  if (!s.finished())
    for (const auto& wait : s.waits)
      shown.waits.push_back(show(s, wait));
  shown.legal = legal_verbs(s);
  if (!s.output.is_none())
    shown.output_json = to_json(s.output);
  shown.end_reason = s.end_reason;
  shown.document = s.order.what.document;
  return shown;
}

} // namespace gantry::engine
