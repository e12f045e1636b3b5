#include "engine/apply.hpp"

#include <algorithm>

namespace gantry::engine {

void fold(instance_state& s, const order_created& f, timestamp at) {
  if (s.created)
    broken("the order is created twice");
  s.created = true;
  s.order = f;
  s.created_at = s.set_out_at = at;
  s.priority = f.priority;
  s.branches.push_back({}); // the main path
  bind_slot(s, 0, f.what.input);
}

void fold(instance_state& s, const hold_opened& f, timestamp at) {
  s.holds.push_back({f, at});
  s.holds_ever = std::max(s.holds_ever, f.hold);
  if (f.cause == "poisoned")
    s.poisoned = true;
  auto* call = f.key.empty() ? nullptr : s.find_call(f.key);
  if (call != nullptr && call->open() && !call->left_to_block)
    call->hold = f.hold;
  else if (auto* branch = s.find_branch(f.branch);
           branch != nullptr && f.cause != "poisoned" && f.cause != "compensation_failed")
    branch->hold = f.hold;
}

void fold(instance_state& s, const hold_closed& f, timestamp at) {
  auto* hold = s.find_hold(f.hold);
  if (hold == nullptr)
    broken("hold " + std::to_string(f.hold) + " is closed twice");
  s.set_out_at = at;
  if (hold->what.cause == "poisoned")
    s.poisoned = false;
  if (auto* call = s.find_call(hold->what.key); call != nullptr && call->hold == f.hold) {
    call->hold = 0;
    // One more attempt than the policy allows: a person asked for it.
    if (f.by == "retry" || f.by == "verify" || f.by == "release")
      call->granted = static_cast<std::uint32_t>(call->attempts.size()) + 1;
  }
  if (auto* branch = s.find_branch(hold->what.branch);
      branch != nullptr && branch->hold == f.hold) {
    branch->hold = 0;
    branch->until = f.until;
  }
  std::erase_if(s.holds, [&](const hold_state& h) { return h.what.hold == f.hold; });
}

void fold(instance_state& s, const phase_changed& f, timestamp) {
  s.phase = f.phase;
  if (!f.reason.empty())
    s.end_reason = f.reason;
  if (!f.output.is_none())
    s.output = f.output;
  if (s.finished())
    s.kept.clear();
}

void fold(instance_state& s, const control_changed& f, timestamp at) {
  if (s.control == "active")
    s.paused_at = at;
  s.control = f.control;
  s.set_out_at = at;
}

void fold(instance_state& s, const cancel_requested& f, timestamp) {
  if (!s.cancel)
    s.cancel = cancel_state{f.reason, f.kind, f.by};
}

void fold(instance_state& s, const command_recorded& f, timestamp) {
  if (f.verb == "assign" && f.ignored.empty())
    s.assigned = f.argument.is_string() ? f.argument.as_string() : std::string{};
}

void fold(instance_state& s, const priority_changed& f, timestamp) {
  s.priority = f.priority;
}

void fold(instance_state&, const defect_recorded&, timestamp) {}

} // namespace gantry::engine
