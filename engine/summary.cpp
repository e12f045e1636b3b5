#include "engine/instance_state.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

bool has_settle_timer(const instance_state& s, const call_state& call) {
  return std::any_of(s.timers.begin(), s.timers.end(), [&](const timer_state& t) {
    return t.what.purpose == timer_purpose::settle && t.what.key == call.key;
  });
}

/// A question to the finder is with it, or the next has to be asked. Held over a conflict, or
/// without a finder, it is a person's turn.
bool is_asked(const instance_state& s, const call_state& call) {
  if (call.hold == 0 && !call.left_to_block)
    return true;
  const auto held = std::find_if(s.holds.begin(), s.holds.end(), [&](const hold_state& h) {
    return h.what.key == call.key && h.what.cause == "conflicting_document";
  });
  return s.operation_of(call).verify.has_value() && held == s.holds.end();
}

/// Something is under way that no timer, wait or person will wake.
bool needs_attention(const instance_state& s) {
  return std::any_of(s.calls.begin(), s.calls.end(), [&](const call_state& call) {
    if (has(call, attempt_known::sent))
      return true;
    if (!call.open())
      return false;
    if (call.in_doubt)
      return call.verify == 0 && !has_settle_timer(s, call) && is_asked(s, call);
    if (call.hold != 0 || call.left_to_block)
      return false;
    return call.retry == 0 && s.control == "active";
  });
}

/// A call is with a far system, in a lane's queue or being looked for.
bool is_busy(const instance_state& s) {
  return std::any_of(s.calls.begin(), s.calls.end(), [](const call_state& call) {
    if (!call.open() || call.hold != 0 || call.left_to_block)
      return false;
    return has(call, attempt_known::sent) || call.in_doubt || call.retry == 0;
  });
}

std::string what_it_waits_for(const instance_state& s) {
  for (const auto& branch : s.branches) {
    if (!branch.open || branch.wait == 0)
      continue;
    const auto* wait = s.find_wait(branch.wait);
    return wait->event_type.empty() ? "time" : wait->event_type;
  }
  for (const auto& call : s.calls)
    if (call.open() && call.retry != 0)
      return "retry of " + call.node;
  for (const auto& branch : s.branches)
    if (branch.open && branch.statement != 0)
      return "retry of " + s.program().steps[s.program().code[branch.at].index].name;
  return s.holds.empty() ? "" : "hold";
}

std::string status_of(const instance_state& s, const std::string& waiting_for) {
  if (s.finished())
    return s.phase;
  if (!s.holds.empty())
    return "held";
  if (s.control != "active")
    return "paused";
  if (s.phase != "running")
    return s.phase;
  return !waiting_for.empty() && !is_busy(s) ? "waiting" : "running";
}

bool passivable(const instance_state& s) {
  return std::none_of(s.calls.begin(), s.calls.end(), [](const call_state& call) {
    return call.asked || has(call, attempt_known::sent);
  });
}

bool is_watching(const instance_state& s) {
  return s.finished() && !s.timers.empty();
}

} // namespace

summary summarise(const instance& order) {
  summary now;
  summarise(order, now);
  return now;
}

void summarise(const instance& order, summary& now) {
  const auto& s = order.state();
  const bool finished = s.finished();
  now.workflow = s.program().name;
  if (finished)
    now.waiting_for.clear();
  else
    now.waiting_for = what_it_waits_for(s);
  now.status = status_of(s, now.waiting_for);
  now.phase = s.phase;
  now.control = s.control;
  if (s.holds.empty())
    now.held.clear();
  else
    now.held = s.holds.front().what.cause;
  if (s.last_stage == dsl::no_index)
    now.stage.clear();
  else
    now.stage = s.program().stages[s.last_stage].name;
  now.in_doubt = std::any_of(s.calls.begin(), s.calls.end(),
                             [](const call_state& call) { return call.open() && call.in_doubt; });
  now.priority = s.priority;
  now.test = s.order.what.test;
  now.finished = finished;
  now.watching = is_watching(s);
  now.attention = needs_attention(s);
  now.passivable = passivable(s);
  now.channel = s.order.what.channel;
  now.search = s.order.search;
}

} // namespace gantry::engine
