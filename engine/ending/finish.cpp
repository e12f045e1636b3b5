#include "engine/calls/calls.hpp"
#include "engine/ending/ending.hpp"
#include "engine/flow/flow.hpp"

namespace gantry::engine {
namespace {

/// The undo of a second document goes on after the order's own end (E7.5).
bool is_open_undo(const decision& d, const call_key& key) {
  const auto* call = key.empty() ? nullptr : d.state.find_call(key);
  return call != nullptr && call->undo && call->open();
}

/// Watches and sweeps live on after the end, everything else is over.
bool outlives(const decision& d, const timer_set& timer) {
  return timer.purpose == timer_purpose::watch || timer.purpose == timer_purpose::settle ||
         timer.purpose == timer_purpose::sweep || is_open_undo(d, timer.key);
}

} // namespace

void finish_order(decision& d, std::string phase, std::string reason, value output) {
  for (auto& call : d.state.calls)
    if (call.open() && !call.undo)
      end_call(d, call, "unknown", {}, "the order ended without knowing", 0);
  const auto holds = d.state.holds;
  for (const auto& hold : holds)
    if (!hold.what.undo || phase == "aborted") // nothing but a second document's undo is held then
      d.close_hold(hold.what.hold, "withdrawn");
  const auto timers = d.state.timers;
  for (const auto& timer : timers)
    if (!outlives(d, timer.what))
      d.clear_timer(timer.what.timer);
  d.note(phase_changed{phase, std::move(reason), std::move(output)});
  d.release(finished{std::move(phase)});
}

void abort_order(decision& d, const std::string& reason) {
  for (auto& call : d.state.calls)
    if (call.open())
      end_call(d, call, "left_behind", {}, "the order was aborted", 0);
  const auto owed = d.state.owed;
  for (const auto& one : owed)
    d.note(compensation_settled{one.key, one.node, "left_behind"});
  const auto waits = d.state.waits;
  for (const auto& wait : waits)
    d.note(wait_closed{wait.wait, "withdrawn"});
  if (d.state.control != "active")
    d.note(control_changed{"active"}); // its watches look on
  const bool was_poisoned = d.state.poisoned;
  finish_order(d, "aborted", reason, {});
  if (was_poisoned)
    take_up(d);             // answers that did not reach it meanwhile stay in the table
  act_on_elapsed_timers(d); // what fell due while it was poisoned
}

} // namespace gantry::engine
