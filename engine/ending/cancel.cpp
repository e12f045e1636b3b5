#include "engine/calls/calls.hpp"
#include "engine/ending/ending.hpp"

namespace gantry::engine {
namespace {

/// A branch whose order is cancelled: it waits for nothing any more.
void stop_branch(decision& d, std::uint32_t id) {
  const auto* branch = d.state.find_branch(id);
  if (branch->wait != 0)
    d.note(wait_closed{branch->wait, "withdrawn"});
  d.clear_timer(must_find_branch(d.state, id).deadline);
  d.clear_timer(must_find_branch(d.state, id).statement);
  if (const auto hold = must_find_branch(d.state, id).hold; hold != 0)
    d.close_hold(hold, "withdrawn");
  if (const auto left = must_find_branch(d.state, id).left_call; !left.empty())
    if (auto& call = must_find_call(d.state, left); call.open())
      end_left_call(d, call, "unknown", "the order was cancelled without knowing");
  if (id != 0 && must_find_branch(d.state, id).open)
    d.note(branch_closed{id, "withdrawn", {}});
}

void start_closing(decision& d) {
  d.note(phase_changed{"closing", d.state.cancel->reason, {}});
  std::vector<std::uint32_t> open;
  for (const auto& branch : d.state.branches)
    if (branch.open)
      open.push_back(branch.id);
  for (const auto id : open)
    stop_branch(d, id);
  const auto waits = d.state.waits;
  for (const auto& wait : waits)
    if (wait.handler)
      d.note(wait_closed{wait.wait, "withdrawn"});
}

/// Awaits what is sent, resolves what is in doubt, revokes the rest; true when all is known.
bool all_ended(decision& d) {
  bool all = true;
  for (auto& call : d.state.calls) {
    if (!call.open() || call.undo)
      continue;
    if (is_read(d.state.operation_of(call)))
      revoke(d, call, "the order is cancelled");
    else
      judge(d, call);
    all = all && !call.open();
  }
  return all;
}

/// One compensation at a time, in reverse order of completion; true when none is owed any more.
bool compensated(decision& d) {
  for (const auto& call : d.state.calls)
    if (call.undo && call.open())
      return false;
  for (const auto& hold : d.state.holds)
    if (hold.what.cause == "compensation_failed")
      return false;
  while (!d.state.owed.empty()) {
    const auto key = d.state.owed.back().key;
    const auto& undone = must_find_call(d.state, key);
    if (may_take_effect(undone))
      return false; // E6.1: watched attempts come to their end first
    make_undo_call(d, undone, nullptr);
    if (!d.state.owed.empty() && d.state.owed.back().key == key)
      return false;
  }
  return true;
}

} // namespace

void begin_cancel(decision& d, std::string reason, std::string kind) {
  std::string by = kind == "operator" ? d.what.cause.principal : std::string{};
  d.note(cancel_requested{std::move(reason), std::move(kind), std::move(by)});
}

void pursue_cancel(decision& d) {
  if (!d.state.cancel || d.state.finished() || d.state.control != "active" || d.state.poisoned)
    return;
  if (d.state.phase == "running")
    start_closing(d);
  if (d.state.phase == "closing") {
    if (!all_ended(d))
      return;
    if (!d.state.owed.empty())
      d.note(phase_changed{"compensating", d.state.cancel->reason, {}});
  }
  if (!compensated(d))
    return;
  const bool rejected = d.state.cancel->kind == "rejected";
  finish_order(d, rejected ? "rejected" : "cancelled", d.state.cancel->reason, {});
}

void settle_pause(decision& d) {
  if (d.state.control != "pausing")
    return;
  for (const auto& call : d.state.calls)
    if (has(call, attempt_known::sent))
      return;
  d.note(control_changed{"paused"});
}

} // namespace gantry::engine
