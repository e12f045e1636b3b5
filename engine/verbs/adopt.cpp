#include "dsl/base/json.hpp"
#include "engine/arguments.hpp"
#include "engine/calls/calls.hpp"
#include "engine/flow/flow.hpp"
#include "engine/verbs/verbs.hpp"

#include <optional>

namespace gantry::engine {
namespace {

/// The value that a person gave: under `document` or `result`, or the whole argument.
const value& given_by(const command& c) {
  for (const char* name : {"document", "result"})
    if (const auto* found = c.argument.find(name); found != nullptr)
      return *found;
  return c.argument;
}

result<value> typed_for(const dsl::operation& operation, const value& given) {
  if (!operation.returns)
    return value{};
  return dsl::decode(given, *operation.returns, "document");
}

/// `adopt DOCUMENT` in doubt: incidents for every other document that was found (E5.5).
void adopt_document(decision& d, const command& c, const hold_opened& hold) {
  auto& call = must_find_call(d.state, hold.key);
  const auto document = typed_for(d.state.operation_of(call), given_by(c));
  if (!document)
    return answer_refused(d, c, document.error());
  if (call.left_to_block && !must_find_branch(d.state, call.branch).call.empty())
    return answer_refused(d, c,
                          {errc::illegal_verb,
                           "a step of the `on unknown` block of " + call.node + " is under way",
                           "adopt the document when that has ended",
                           {}});
  answer_done(d, c, hold.hold);
  if (call.left_to_block)
    (void)free_branch_of(d, call);
  doubt_verified decided;
  decided.key = call.key;
  decided.asked_for = call.latest();
  decided.verdict = "adopted_by_hand";
  decided.node = call.node;
  decided.undo = call.undo;
  d.note(decided);
  end_doubt(d, call, "adopt");
  end_with_result(d, call, "adopted", *document, "adopted by hand", 0);
}

/// The latest call of a node, or null.
void type_step(decision& d, const command& c, const hold_opened& hold, std::uint32_t step_index,
               call_state* call) {
  const auto& step = d.program.steps[step_index];
  const auto typed = typed_for(d.program.operations[step.call.operation], given_by(c));
  if (!typed)
    return answer_refused(d, c, typed.error());
  answer_done(d, c, hold.hold);
  if (call != nullptr && call->open()) {
    d.close_hold(hold.hold, "adopt");
    end_with_result(d, *call, "typed", *typed, "typed by hand", 0);
    return;
  }
  const auto statement = statement_of(must_find_branch(d.state, hold.branch));
  d.close_hold(hold.hold, "adopt");
  if (step.slot != dsl::no_index)
    d.note(value_bound{step.slot, *typed});
  if (call != nullptr && step.compensate && !step.in_handler && d.state.final_stage() == nullptr)
    d.note(compensation_owed{call->key, call->node});
  d.note(branch_moved{hold.branch, statement + 1, dsl::no_address});
}

void type_wait(decision& d, const command& c, const hold_opened& hold, const dsl::wait& wait,
               dsl::address at) {
  value typed;
  if (wait.event != dsl::no_index) {
    auto decoded = dsl::decode(given_by(c), *d.program.events[wait.event].as_record, "document");
    if (!decoded)
      return answer_refused(d, c, decoded.error());
    typed = std::move(*decoded);
  }
  answer_done(d, c, hold.hold);
  d.close_hold(hold.hold, "adopt");
  if (wait.slot != dsl::no_index)
    d.note(value_bound{wait.slot, typed});
  d.note(branch_moved{hold.branch, at + 1, dsl::no_address});
}

} // namespace

void verb_adopt(decision& d, const command& c, const hold_opened& hold) {
  if (hold.cause == "in_doubt" || hold.cause == "conflicting_document")
    return adopt_document(d, c, hold);
  if (auto* call = hold.key.empty() ? nullptr : d.state.find_call(hold.key);
      call != nullptr && call->open())
    return type_step(d, c, hold, call->step, call);
  const auto at = statement_of(must_find_branch(d.state, hold.branch));
  const auto& statement = d.program.code[at];
  if (statement.does == dsl::instruction::op::call)
    return type_step(d, c, hold, statement.index, latest_call_of(d, statement.id));
  if (statement.does == dsl::instruction::op::wait)
    return type_wait(d, c, hold, d.program.waits[statement.index], at);
  answer_refused(d, c,
                 {errc::illegal_verb,
                  "`" + statement.id + "` has no result that could be typed",
                  "release it",
                  {}});
}

} // namespace gantry::engine
