#include "engine/calls/calls.hpp"
#include "engine/calls/policy.hpp"
#include "engine/flow/flow.hpp"

namespace gantry::engine {
namespace {

/// A block that leaves its `on unknown` step ends the step; its attempts go on being watched
/// (E5.7).
void end_left_call(stepper& s) {
  const auto left = s.state().left_call;
  if (left.empty())
    return;
  auto& call = must_find_call(s.d.state, left);
  // The block of another step, or of a wait, inside the `on unknown` block ends nothing but itself.
  if (call.open() && call.step == s.statement().index)
    end_call(s.d, call, "unknown", {}, "the flow went on without knowing", 0);
}

/// How often a node was made on this branch's path, repetitions included.
std::uint32_t times_made(const instance_state& s, const branch_state& branch,
                         const std::string& node) {
  std::uint32_t times = 0;
  for (const auto& call : s.calls)
    if (!call.undo && call.node == node && call.branch == branch.id)
      times += call.times_made;
  return times;
}

} // namespace

void run_end_block(stepper& s) {
  end_left_call(s);
  s.block = dsl::no_address;
  s.go(s.statement().target);
}

void run_retry(stepper& s) {
  const auto& statement = s.statement();
  const auto step = address_of_step(s.d.program, statement.index);
  s.settle_position();
  const auto times = s.d.evaluate(*statement.rule->times);
  const auto made = times_made(s.d.state, s.state(), s.d.program.code[step].id);
  const auto delay = delay_of(s.d, *statement.rule, made);
  if (!times || !delay) {
    hold_for_error(s.d, s.branch, statement.id, times ? delay.error() : times.error());
    s.stop();
    return;
  }
  if (static_cast<std::int64_t>(made) > times->as_int()) {
    if (statement.rule->otherwise != dsl::no_address) {
      s.go(statement.rule->otherwise);
      return;
    }
    s.stop();
    s.d.hold(s.branch, "retries_spent", statement.id, {},
             "made " + std::to_string(made) + " times without success");
    return;
  }
  end_left_call(s);
  if (delay->ns > 0) {
    s.stop();
    s.d.set_timer(timer_purpose::statement, s.d.now + *delay, {}, s.branch);
    return;
  }
  s.block = dsl::no_address;
  s.go(step);
}

} // namespace gantry::engine
