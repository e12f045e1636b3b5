#include "dsl/base/json.hpp"
#include "engine/instance_state.hpp"
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

hold_view show(const instance_state& s, const hold_state& hold) {
  const auto* call = hold.what.key.empty() ? nullptr : s.find_call(hold.what.key);
  const bool undo = hold.what.undo || (call != nullptr && call->undo);
  return {hold.what.hold,
          hold.what.cause,
          undo ? hold.what.node + "/undo" : hold.what.node,
          hold.what.key,
          hold.since,
          hold.what.evidence,
          legal_verbs(s, hold.what)};
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
