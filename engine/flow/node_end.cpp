#include "engine/arguments.hpp"
#include "engine/calls/calls.hpp"
#include "engine/ending/ending.hpp"
#include "engine/flow/flow.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

const char* name_of_cause(dsl::instruction::hold_cause cause) {
  using hold_cause = dsl::instruction::hold_cause;
  switch (cause) {
  case hold_cause::flow: return "flow";
  case hold_cause::retries_spent: return "retries_spent";
  case hold_cause::deadline: return "deadline";
  }
  return "flow";
}

} // namespace

void run_reject_or_cancel(stepper& s) {
  const bool rejects = s.statement().does == dsl::instruction::op::reject;
  const auto reason = text_or_hold(s, *s.statement().expr);
  if (!reason)
    return;
  s.settle_position();
  s.stop();
  if (s.branch != 0)
    s.d.note(branch_closed{s.branch, "cancelled", *reason});
  begin_cancel(s.d, *reason, rejects ? "rejected" : "cancelled");
}

void run_hold(stepper& s) {
  const auto reason = text_or_hold(s, *s.statement().expr);
  if (!reason)
    return;
  s.settle_position();
  s.stop();
  s.d.hold(s.branch, name_of_cause(s.statement().cause), s.statement().id, {}, *reason);
}

void run_finish(stepper& s) {
  s.stop();
  const auto& branches = s.d.state.branches;
  const bool handlers_run = std::any_of(branches.begin(), branches.end(),
                                        [](const auto& b) { return b.open && b.id != 0; });
  if (handlers_run) { // the order ends when they have ended
    s.settle_position();
    return;
  }
  value output;
  if (s.statement().expr) {
    auto v = s.d.evaluate(*s.statement().expr);
    if (!v) {
      s.settle_position();
      hold_for_error(s.d, s.branch, s.statement().id, v.error());
      return;
    }
    output = s.d.program.returns ? conform(*v, *s.d.program.returns) : std::move(*v);
  }
  finish_order(s.d, "completed", {}, std::move(output));
}

void run_end_handler(stepper& s) {
  s.stop();
  const auto& branch = s.state();
  const bool cancels = s.d.program.handlers[branch.handler].cancels;
  s.d.note(branch_closed{s.branch, cancels ? "conflict" : "done",
                         cancels ? "asked too late: " + s.d.program.handlers[branch.handler].id
                                 : std::string{}});
}

} // namespace gantry::engine
