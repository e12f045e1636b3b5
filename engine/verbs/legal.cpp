#include "engine/verbs/legal.hpp"

namespace gantry::engine {

const dsl::instruction* held_statement(const instance_state& s, std::uint32_t branch_id) {
  for (const auto& branch : s.branches)
    if (branch.id == branch_id) {
      const auto at = branch.block == dsl::no_address ? branch.at : branch.block;
      return at < s.program().code.size() ? &s.program().code[at] : nullptr;
    }
  return nullptr;
}

const call_state* latest_call_at(const instance_state& s, const dsl::instruction* statement) {
  if (statement != nullptr)
    for (auto call = s.calls.rbegin(); call != s.calls.rend(); ++call)
      if (!call->undo && call->node == statement->id)
        return &*call;
  return nullptr;
}

namespace {

using op = dsl::instruction::op;

std::vector<std::string> in_doubt(const instance_state& s, const call_state* call) {
  std::vector<std::string> verbs;
  if (call != nullptr) {
    const auto& operation = s.operation_of(*call);
    // Of a call that was never sent a finder has nothing to tell (E4.1 holds such a one).
    if (operation.effect == dsl::effect_class::idempotent ||
        (operation.verify && has(*call, attempt_known::unknown)))
      verbs.emplace_back("verify");
  }
  verbs.emplace_back("adopt");
  verbs.emplace_back("declare-absent");
  if (call != nullptr && call->undo)
    verbs.emplace_back("done");
  return verbs;
}

/// A `hold` between two statements has neither a result nor a call.
std::vector<std::string> at_statement(const instance_state& s, const hold_opened& hold,
                                      const call_state* open) {
  const auto* statement = held_statement(s, hold.branch);
  std::vector<std::string> verbs{"release"};
  if (open != nullptr ||
      (statement != nullptr && (statement->does == op::call || statement->does == op::wait)))
    verbs.emplace_back("adopt");
  const auto* made = open != nullptr ? open : latest_call_at(s, statement);
  if (made != nullptr && !may_take_effect(*made) && !has(*made, attempt_known::unknown))
    verbs.emplace_back("edit");
  return verbs;
}

} // namespace

std::vector<std::string> legal_verbs(const instance_state& s, const hold_opened& hold) {
  const auto* call = hold.key.empty() ? nullptr : s.find_call(hold.key);
  if (hold.cause == "retries_spent")
    return {"retry", "edit", "adopt"};
  if (hold.cause == "in_doubt" || hold.cause == "conflicting_document")
    return in_doubt(s, call);
  if (hold.cause == "compensation_failed")
    return {"retry", "done"};
  if (hold.cause == "poisoned")
    return {"retry"};
  return at_statement(s, hold, call != nullptr && call->open() ? call : nullptr);
}

std::vector<std::string> legal_verbs(const instance_state& s) {
  std::vector<std::string> verbs;
  if (s.finished())
    return {"note"};
  if (s.control == "active")
    verbs.emplace_back("pause");
  else
    verbs.emplace_back("resume");
  if (!s.cancel && s.final_stage() == nullptr)
    verbs.emplace_back("cancel");
  for (const char* verb : {"abort", "priority", "note", "assign"})
    verbs.emplace_back(verb);
  return verbs;
}

} // namespace gantry::engine
