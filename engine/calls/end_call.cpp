#include "engine/calls/calls.hpp"
#include "engine/calls/policy.hpp"
#include "engine/ending/ending.hpp"
#include "engine/flow/flow.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

constexpr duration first_sweep = seconds(600);

/// Keys that were ever repeated or declared absent are asked for again later (E5.9).
void plan_sweep(decision& d, const call_state& call) {
  const auto& operation = d.state.operation_of(call);
  const bool repeated = call.attempts.size() > 1 || call.absence_declared;
  if (operation.effect != dsl::effect_class::once || !operation.verify || !repeated)
    return;
  d.clear_timer(call.sweep); // of an earlier end, if it was made again since
  d.set_timer(timer_purpose::sweep, d.now + first_sweep, call.key, call.branch);
}

void watch_the_rest(decision& d, call_state& call, const std::string& how) {
  if (is_read(d.state.operation_of(call)))
    return;
  for (const auto& a : call.attempts) {
    const bool open = a.is == attempt_known::sent || a.is == attempt_known::unknown;
    if (open && !a.watched)
      d.note(watch_opened{call.key, a.number, "the call ended " + how + " without it", call.node});
  }
  pursue_watches(d, call);
}

void clear_timers_of(decision& d, call_state& call) {
  d.clear_timer(call.retry);
  d.clear_timer(call.verify);
  d.clear_timer(call.give_up);
}

/// Where a branch goes on after the step of a call has ended with a value.
void go_past(decision& d, std::uint32_t branch_id, std::uint32_t step, bool from_block) {
  auto* branch = d.state.find_branch(branch_id);
  if (branch == nullptr || !branch->open)
    return;
  d.clear_timer(branch->deadline);
  if (d.state.cancel || d.state.phase != "running")
    return;
  const auto next = address_of_step(d.program, step) + 1;
  d.note(branch_moved{branch_id, next, from_block ? dsl::no_address : branch->block});
}

void owe_compensation(decision& d, const call_state& call) {
  const auto& step = d.state.step_of(call);
  if (!call.undo && step.compensate && !step.in_handler && d.state.final_stage() == nullptr)
    d.note(compensation_owed{call.key, call.node});
}

value reason_record(const decision& d, std::uint32_t slot, const std::string& reason) {
  const auto& as = *d.program.slots[slot].of;
  if (!as.shape)
    return value{reason};
  std::vector<value> fields(as.shape->fields.size());
  if (const int at = as.shape->index_of("reason"); at >= 0)
    fields[static_cast<std::size_t>(at)] = value{reason};
  return value::make_record(as.shape, std::move(fields));
}

/// Into an `on` block: the error's record is bound, the branch stands at its first statement.
void enter_handler(decision& d, const call_state& call, const dsl::error_handler& handler,
                   value seen) {
  const auto branch = call.branch;
  const auto step = address_of_step(d.program, call.step);
  if (handler.slot != dsl::no_index)
    d.note(value_bound{handler.slot, std::move(seen)});
  d.note(branch_moved{branch, handler.block, step});
}

bool flow_goes_on(const decision& d, const call_state& call) {
  return !call.undo && !d.state.cancel && d.state.phase == "running";
}

/// The `else` of a passed deadline; false when the step has none.
bool enter_deadline_block(decision& d, const call_state& call) {
  const auto& step = d.state.step_of(call);
  if (!step.deadline || step.deadline->otherwise == dsl::no_address)
    return false;
  d.note(
      branch_moved{call.branch, step.deadline->otherwise, address_of_step(d.program, call.step)});
  return true;
}

/// After a call that ended without a value because its deadline has passed.
void go_on_after_deadline(decision& d, const call_state& call) {
  if (!enter_deadline_block(d, call))
    d.hold(call.branch, "deadline", call.node, {}, "the deadline of " + call.node + " has passed");
}

} // namespace

void hold_call_for_error(decision& d, const call_state& call, const error& e) {
  d.hold(call.branch, call.undo ? "compensation_failed" : "expression_error", call.node, call.key,
         e.message);
}

void end_doubt(decision& d, call_state& call, const std::string& by) {
  d.clear_timer(call.verify);
  d.clear_timer(call.give_up);
  if (const auto* held = d.state.find_hold(call.hold);
      held != nullptr &&
      (held->what.cause == "in_doubt" || held->what.cause == "conflicting_document"))
    d.close_hold(call.hold, by);
}

void end_call(decision& d, call_state& call, const std::string& how, value result,
              std::string detail, attempt_number attempt) {
  leave_queue(d, call);
  if (call.hold != 0)
    d.close_hold(call.hold, how == "revoked" ? "withdrawn" : "answer");
  clear_timers_of(d, call);
  const auto found = call.found;
  d.note(call_ended{call.key, how, std::move(result), std::move(detail), attempt, call.node,
                    call.undo});
  report_found(d, call, found, "it was found under the key of " + call.node); // E5.5
  close_incidents_of_own(d, call);                                            // E7.5
  watch_the_rest(d, call, how);
  plan_sweep(d, call);
}

void end_with_result(decision& d, call_state& call, const std::string& how, value result,
                     std::string detail, attempt_number attempt) {
  const bool from_block = call.left_to_block;
  const auto branch = call.branch;
  const auto step = call.step;
  const auto key = call.key;
  end_call(d, call, how, attempt == 0 ? std::move(result) : value{}, std::move(detail), attempt);
  auto& ended = must_find_call(d.state, key);
  if (ended.undo) {
    undo_succeeded(d, ended);
    return;
  }
  owe_compensation(d, ended);
  go_past(d, branch, step, from_block);
}

void end_with_business_error(decision& d, call_state& call, const attempt_state& decisive) {
  const auto how = decisive.how;
  const auto number = decisive.number;
  const auto key = call.key;
  end_doubt(d, call, "answer");
  end_call(d, call, "business_error", how.error_fields, how.error_name, number);
  auto& ended = must_find_call(d.state, key);
  if (ended.undo) {
    undo_failed(d, ended, "it answered " + how.error_name + ": " + how.detail);
    return;
  }
  if (!flow_goes_on(d, ended))
    return;
  if (ended.deadline_passed) {
    go_on_after_deadline(d, ended);
    return;
  }
  auto* branch = d.state.find_branch(ended.branch);
  if (branch != nullptr)
    d.clear_timer(branch->deadline);
  if (const auto* handler = handler_for(d.state.step_of(ended), how.error_name))
    enter_handler(d, ended, *handler, how.error_fields);
  else
    d.hold(ended.branch, "flow", ended.node, {},
           ended.node + " answered " + how.error_name + ", which the flow does not handle" +
               (how.detail.empty() ? "" : ": " + how.detail));
}

void end_refused(decision& d, call_state& call) {
  const auto& step = d.state.step_of(call);
  const auto* handler = handler_for(step, "refused");
  const auto reason =
      call.attempts.empty() ? std::string{"it was never sent"} : call.attempts.back().how.detail;
  if (call.undo || (handler == nullptr && step.retry.otherwise == dsl::no_address)) {
    if (call.hold == 0)
      d.hold(call.branch, call.undo ? "compensation_failed" : "retries_spent", call.node, call.key,
             "the retries are spent; the last: " + reason);
    return;
  }
  const auto key = call.key;
  end_call(d, call, "refused", {}, reason, 0);
  auto& ended = must_find_call(d.state, key);
  if (auto* branch = d.state.find_branch(ended.branch))
    d.clear_timer(branch->deadline);
  if (handler != nullptr)
    enter_handler(d, ended, *handler,
                  handler->slot == dsl::no_index ? value{}
                                                 : reason_record(d, handler->slot, reason));
  else
    d.note(
        branch_moved{ended.branch, step.retry.otherwise, address_of_step(d.program, ended.step)});
}

void revoke(decision& d, call_state& call, std::string why) {
  const auto key = call.key;
  const bool late = call.deadline_passed;
  end_call(d, call, "revoked", {}, std::move(why), 0);
  const auto& ended = must_find_call(d.state, key);
  if (late && flow_goes_on(d, ended))
    go_on_after_deadline(d, ended);
}

void give_up_verification(decision& d, call_state& call) {
  const auto* handler = call.undo ? nullptr : handler_for(d.state.step_of(call), "unknown");
  const std::string reason =
      call.attempts.empty() ? std::string{} : call.attempts.back().how.detail;
  auto* branch = d.state.find_branch(call.branch);
  // A block inside another `on unknown` block would take the branch from the call of the outer one.
  const bool has_block = handler != nullptr && flow_goes_on(d, call) && branch != nullptr &&
                         branch->left_call.empty() && call.hold == 0;
  if (has_block && d.state.control != "active")
    return; // resume judges again
  if (has_block) {
    d.clear_timer(branch->deadline);
    enter_handler(d, call, *handler,
                  handler->slot == dsl::no_index ? value{}
                                                 : reason_record(d, handler->slot, reason));
    return;
  }
  if (call.hold == 0 && !call.left_to_block)
    d.hold(call.branch, "in_doubt", call.node, call.key,
           "whether " + call.node + " was done is not known: " + reason);
}

} // namespace gantry::engine
