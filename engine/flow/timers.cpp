#include "engine/calls/calls.hpp"
#include "engine/calls/policy.hpp"
#include "engine/flow/flow.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

void deadline_of_wait(decision& d, std::uint32_t branch_id) {
  auto& branch = must_find_branch(d.state, branch_id);
  const auto wait = branch.wait;
  const auto at = branch.at;
  const auto& rule = d.program.waits[d.program.code[at].index].deadline;
  d.note(wait_closed{wait, "deadline"});
  if (rule && rule->otherwise != dsl::no_address)
    d.note(branch_moved{branch_id, rule->otherwise, at});
  else
    d.note(branch_moved{branch_id, at + 1, must_find_branch(d.state, branch_id).block});
}

/// A call that was not sent, or that only reads, is given up at once; any other is brought to a
/// known end first (E6.3).
void deadline_of_step(decision& d, const call_key& key) {
  auto& call = must_find_call(d.state, key);
  const bool never_sent = call.attempts.empty();
  if (never_sent || is_read(d.state.operation_of(call)))
    revoke(d, call, "the deadline has passed");
  else
    judge(d, call);
}

void on_deadline(decision& d, std::uint32_t branch_id) {
  auto* branch = d.state.find_branch(branch_id);
  if (branch == nullptr || !branch->open)
    return;
  const auto call = branch->call;
  d.note(deadline_passed{branch_id, d.program.code[branch->at].id});
  if (must_find_branch(d.state, branch_id).wait != 0)
    deadline_of_wait(d, branch_id);
  else if (!call.empty())
    deadline_of_step(d, call);
}

void on_statement(decision& d, std::uint32_t branch_id) {
  const auto& branch = must_find_branch(d.state, branch_id);
  const auto step = address_of_step(d.program, d.program.code[branch.at].index);
  d.note(branch_moved{branch_id, step, dsl::no_address});
}

void act(decision& d, const timer_set& timer) {
  switch (timer.purpose) {
  case timer_purpose::retry: send_or_queue(d, must_find_call(d.state, timer.key)); return;
  case timer_purpose::settle: {
    auto& call = must_find_call(d.state, timer.key);
    if (call.attempts.at(timer.attempt - 1).is != attempt_known::unknown)
      return;
    d.note(attempt_settled{timer.key, timer.attempt});
    if (!call.open())
      pursue_watches(d, call);
    else if (!call.left_to_block)
      judge(d, call);
    return;
  }
  case timer_purpose::verify: {
    auto& call = must_find_call(d.state, timer.key);
    if (call.open() && has(call, attempt_known::unknown))
      ask_finder_now(d, call);
    return;
  }
  case timer_purpose::give_up: give_up_verification(d, must_find_call(d.state, timer.key)); return;
  case timer_purpose::deadline: on_deadline(d, timer.branch); return;
  case timer_purpose::statement: on_statement(d, timer.branch); return;
  case timer_purpose::watch:
  case timer_purpose::sweep: look_again(d, must_find_call(d.state, timer.key)); return;
  }
}

/// What sends something or moves the flow waits for resume; what only looks goes on (E6.4). While
/// the order is held as poisoned, everything waits.
bool has_to_wait(const decision& d, const timer_set& timer) {
  if (d.state.poisoned)
    return true;
  const bool only_looks =
      timer.purpose == timer_purpose::settle || timer.purpose == timer_purpose::verify ||
      timer.purpose == timer_purpose::watch || timer.purpose == timer_purpose::sweep;
  return d.state.control != "active" && !only_looks;
}

} // namespace

void set_settle_timer(decision& d, const call_state& call, attempt_number attempt) {
  for (const auto& timer : d.state.timers)
    if (timer.what.purpose == timer_purpose::settle && timer.what.key == call.key &&
        timer.what.attempt == attempt)
      return;
  const auto settle = settle_of(d, call);
  // An expression that fails now was evaluated before the attempt was sent; a minute is safe.
  d.set_timer(timer_purpose::settle, d.now + (settle ? *settle : seconds(60)), call.key,
              call.branch, attempt);
}

void on_timer_due(decision& d, const timer_due& e) {
  const auto* timer = d.state.find_timer(e.timer);
  if (timer == nullptr || timer->elapsed) {
    d.ignored = "timer " + std::to_string(e.timer) + " is not set any more";
    return;
  }
  const auto what = timer->what;
  const bool later = has_to_wait(d, what);
  d.note(timer_cleared{e.timer, later});
  if (!later)
    act(d, what);
}

void thaw_deadlines(decision& d) {
  if (!d.program.pause_freezes_deadlines)
    return;
  const auto timers = d.state.timers;
  for (const auto& [what, since, elapsed] : timers) {
    if (what.purpose != timer_purpose::deadline || what.fixed)
      continue;
    // One of a call that was edited under the pause stood still from then on.
    const auto stood_still = d.now - std::max(d.state.paused_at, since);
    d.note(timer_cleared{what.timer, false});
    d.set_timer(timer_purpose::deadline, what.due + stood_still, what.key, what.branch);
  }
}

void act_on_elapsed_timers(decision& d) {
  const auto timers = d.state.timers;
  for (const auto& [what, since, elapsed] : timers) {
    if (!elapsed || has_to_wait(d, what))
      continue;
    if (d.state.find_timer(what.timer) == nullptr)
      continue; // cleared by one before it
    d.note(timer_cleared{what.timer, false});
    act(d, what);
  }
}

} // namespace gantry::engine
