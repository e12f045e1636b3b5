#include "engine/calls/calls.hpp"
#include "engine/calls/policy.hpp"
#include "engine/verbs/verbs.hpp"

namespace gantry::engine {
namespace {

/// `{"until": TIME}` names the new date of a `by` deadline that has passed.
result<std::optional<timestamp>> until_of(const command& c) {
  const auto* given = c.argument.find("until");
  if (given == nullptr || given->is_none())
    return std::nullopt;
  if (given->is_timestamp())
    return given->as_timestamp();
  const auto parsed = parse_timestamp(given->is_string() ? given->as_string() : std::string{});
  if (!parsed)
    return tl::unexpected(parsed.error());
  return *parsed;
}

const dsl::deadline_rule* deadline_at(const decision& d, dsl::address at) {
  const auto& statement = d.program.code[at];
  const std::optional<dsl::deadline_rule>* rule = nullptr;
  if (statement.does == dsl::instruction::op::wait)
    rule = &d.program.waits[statement.index].deadline;
  if (statement.does == dsl::instruction::op::call)
    rule = &d.program.steps[statement.index].deadline;
  return rule != nullptr && rule->has_value() ? &**rule : nullptr;
}

} // namespace

void re_arm(decision& d, std::uint32_t branch_id) {
  const auto& branch = must_find_branch(d.state, branch_id);
  const auto at = statement_of(branch);
  auto* left = branch.left_call.empty() ? nullptr : d.state.find_call(branch.left_call);
  const auto left_key = branch.left_call;
  if (left != nullptr && address_of_step(d.program, left->step) == at) {
    if (has(*left, attempt_known::unknown)) { // still in doubt: its `on unknown` block runs again
      const auto* handler = handler_for(d.state.step_of(*left), "unknown");
      d.note(branch_moved{branch_id, handler->block, at});
      return;
    }
    end_left_call(d, *left, "revoked", "it is made again by hand");
    if (must_find_call(d.state, left_key).ended == "ok")
      return; // it was answered meanwhile: nothing is made again
  }
  d.note(branch_moved{branch_id, at, dsl::no_address});
}

void verb_release(decision& d, const command& c, const hold_opened& hold) {
  const auto until = until_of(c);
  if (!until)
    return answer_refused(d, c, until.error());
  const auto* branch = d.state.find_branch(hold.branch);
  const auto statement = branch == nullptr ? dsl::no_address : statement_of(*branch);
  if (hold.cause == "deadline" && statement != dsl::no_address && !*until) {
    const auto* rule = deadline_at(d, statement);
    if (rule != nullptr && rule->by)
      return answer_refused(d, c,
                            {errc::illegal_verb,
                             "the date of `by` has passed, so the release has to name a new one",
                             "add {\"until\": \"2026-01-31T18:00:00Z\"}",
                             {}});
  }
  answer_done(d, c, hold.hold);
  const bool stands_alone = branch != nullptr && branch->block == dsl::no_address &&
                            d.program.code[branch->at].does == dsl::instruction::op::hold;
  d.close_hold(hold.hold, "release", *until);
  auto* call = hold.key.empty() ? nullptr : d.state.find_call(hold.key);
  if (call != nullptr && call->open()) {
    judge(d, *call);
    return;
  }
  if (branch == nullptr || !must_find_branch(d.state, hold.branch).open)
    return;
  // A `hold` that the author wrote between two statements was for a person to look: it goes on
  // behind it. Everything else is made again.
  if (stands_alone)
    d.note(branch_moved{hold.branch, statement + 1, dsl::no_address});
  else
    re_arm(d, hold.branch);
}

} // namespace gantry::engine
