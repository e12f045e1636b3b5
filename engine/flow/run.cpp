#include "engine/calls/calls.hpp"
#include "engine/calls/policy.hpp"
#include "engine/ending/ending.hpp"
#include "engine/flow/flow.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

using op = dsl::instruction::op;

/// Far more than any flow has between two waits; a program that exceeds it was lowered wrongly.
constexpr int statements_max = 100'000;

void run_statement(stepper& s) {
  switch (s.statement().does) {
  case op::call: return run_call(s);
  case op::bind: return run_bind(s);
  case op::branch: return run_branch_node(s);
  case op::unwrap: return run_unwrap(s);
  case op::jump: return s.go(s.statement().target);
  case op::wait: return run_wait(s);
  case op::stage: return run_stage(s);
  case op::reject:
  case op::cancel: return run_reject_or_cancel(s);
  case op::hold: return run_hold(s);
  case op::finish: return run_finish(s);
  case op::end_handler: return run_end_handler(s);
  case op::retry: return run_retry(s);
  case op::end_block: return run_end_block(s);
  }
}

bool waits(const branch_state& branch) {
  return !branch.open || branch.hold != 0 || !branch.call.empty() || branch.wait != 0 ||
         branch.statement != 0;
}

bool nothing_may_run(const instance_state& s) {
  return s.cancel || s.phase != "running" || s.control != "active" || s.poisoned;
}

/// The answer of a call whose `on unknown` block was under way when it came.
bool takes_left_answer(decision& d, std::uint32_t id) {
  const auto& branch = must_find_branch(d.state, id);
  if (branch.left_call.empty())
    return false;
  auto& call = must_find_call(d.state, branch.left_call);
  if (!call.open() || !has(call, attempt_known::ok))
    return false;
  take_up_left_call(d, call);
  return true;
}

void run_branch(decision& d, std::uint32_t id) {
  int statements = 0;
  while (!nothing_may_run(d.state)) {
    auto* branch = d.state.find_branch(id);
    if (branch == nullptr || !branch->open)
      return;
    if (!branch->left_call.empty() && branch->call.empty() && takes_left_answer(d, id))
      continue;
    if (waits(*branch))
      return;
    stepper s{d, id, branch->at, branch->block};
    while (!s.stopped) {
      if (++statements > statements_max || s.at >= d.program.code.size())
        broken("branch " + std::to_string(id) + " of " + name_of(d.state) +
               " runs out of its program at " + std::to_string(s.at));
      run_statement(s);
    }
    // A call can end in the very event that makes it; what follows it runs in the next round.
    branch = d.state.find_branch(id);
    if (branch == nullptr || waits(*branch) || (branch->at == s.at && branch->block == s.block))
      return;
  }
}

/// The open branch with the lowest number from here on; no_index: none.
std::uint32_t next_open(const instance_state& s, std::uint32_t from) {
  auto next = dsl::no_index;
  for (const auto& branch : s.branches)
    if (branch.open && branch.id >= from)
      next = std::min(next, branch.id);
  return next;
}

} // namespace

void stepper::settle_position() {
  const auto& now = state();
  if (now.at != at || now.block != block)
    d.note(branch_moved{branch, at, block});
}

void go_on(decision& d) {
  std::size_t before = 0;
  do {
    before = d.facts;
    const auto opened_later = d.state.branches_ever; // they run in the next round
    for (auto id = next_open(d.state, 0); id < opened_later; id = next_open(d.state, id + 1))
      run_branch(d, id);
    take_kept_events(d);
    pursue_cancel(d);
    settle_pause(d);
  } while (d.facts != before);
}

void hold_for_error(decision& d, std::uint32_t branch, const std::string& node, const error& e) {
  d.hold(branch, "expression_error", node, {}, e.message);
}

bool free_branch_of(decision& d, const call_state& left) {
  auto& branch = must_find_branch(d.state, left.branch);
  if (!branch.call.empty())
    return false;
  if (branch.wait != 0)
    d.note(wait_closed{branch.wait, "withdrawn"});
  d.clear_timer(branch.statement);
  d.clear_timer(branch.deadline);
  if (branch.hold != 0)
    d.close_hold(branch.hold, "answer");
  return true;
}

void take_up_left_call(decision& d, call_state& call) {
  if (d.state.cancel || d.state.phase != "running" || !free_branch_of(d, call))
    return;
  for (const auto& a : call.attempts)
    if (a.is == attempt_known::ok) {
      end_with_result(d, call, "ok", a.how.result, {}, a.number);
      return;
    }
}

} // namespace gantry::engine
