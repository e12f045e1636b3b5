#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
#include "engine/calls/calls.hpp"
#include "engine/calls/policy.hpp"
#include "engine/flow/flow.hpp"
#include "engine/keys.hpp"

namespace gantry::engine {
namespace {

/// A handler's run is a repetition: its event's number stands in the keys of its calls (E3.3).
std::string iteration_of(const branch_state& branch) {
  return branch.id == 0 ? std::string{} : "run " + std::to_string(branch.inbox);
}

/// The latest call of a node on a branch's path, or null.
const call_state* latest_of_node(const instance_state& s, const branch_state& branch,
                                 const std::string& node) {
  for (auto call = s.calls.rbegin(); call != s.calls.rend(); ++call)
    if (!call->undo && call->node == node && call->branch == branch.id)
      return &*call;
  return nullptr;
}

/// Consumed: ended in a business error or compensated; only then is there a next revision (E3.4).
bool is_consumed(const instance_state& s, const call_state& call) {
  if (call.ended == "business_error")
    return true;
  for (const auto& other : s.calls)
    if (other.undo && other.undoes == call.key && other.ended == "ok")
      return true;
  return false;
}

key_parts parts_of(const decision& d, const std::string& node, std::string_view iteration) {
  const auto& order = d.state.order.what;
  key_parts parts;
  parts.site = order.site;
  parts.workflow = d.program.name;
  parts.business_key = order.business_key;
  parts.generation = order.generation;
  parts.node = node;
  parts.iteration = iteration;
  return parts;
}

call_state& note_made(decision& d, call_made made) {
  const auto key = made.key;
  d.note(std::move(made));
  auto& call = must_find_call(d.state, key);
  call.digest_fresh = true; // taken in this very call
  return call;
}

/// When the step has to be done, if that has to be set; an error holds the branch.
result<std::optional<due_time>> deadline_to_arm(decision& d, const branch_state& branch,
                                                const dsl::step& step, const std::string& node) {
  if (!step.deadline || branch.deadline != 0)
    return std::optional<due_time>{};
  auto due = due_of(d, branch, *step.deadline);
  if (due)
    return std::optional{*due};
  hold_for_error(d, branch.id, node, due.error());
  return tl::unexpected(std::move(due.error()));
}

} // namespace

void make_step_call(decision& d, std::uint32_t branch_id, dsl::address at) {
  auto& branch = must_find_branch(d.state, branch_id);
  const auto& statement = d.program.code[at];
  const auto& step = d.program.steps[statement.index];
  auto frozen = freeze(d.state, step.call, d.now);
  if (!frozen) {
    hold_for_error(d, branch_id, statement.id, frozen.error());
    return;
  }
  const auto due = deadline_to_arm(d, branch, step, statement.id);
  if (!due)
    return;
  const auto iteration = iteration_of(branch);
  auto parts = parts_of(d, statement.id, iteration);
  if (const auto* before = latest_of_node(d.state, branch, statement.id); before != nullptr)
    parts.revision = before->revision + (is_consumed(d.state, *before) ? 1 : 0);

  call_made made;
  made.key = derive_key(parts);
  made.branch = branch_id;
  made.node = statement.id;
  made.operation = step.call.operation;
  made.revision = parts.revision;
  made.arguments = std::move(frozen->records);
  made.digest = std::move(frozen->digest);
  auto& call = note_made(d, std::move(made));
  if (*due)
    set_deadline(d, branch_id, **due);
  if (call.attempts.empty())
    send_or_queue(d, call);
  else
    judge(d, call);
}

void make_edited_call(decision& d, const call_state& as_made, const frozen_arguments& edited) {
  const auto& branch = must_find_branch(d.state, as_made.branch);
  const auto due = deadline_to_arm(d, branch, d.state.step_of(as_made), as_made.node);
  if (!due)
    return;
  const auto iteration = iteration_of(branch);
  auto parts = parts_of(d, as_made.node, iteration);
  parts.revision = as_made.revision + 1;
  call_made made;
  made.key = derive_key(parts);
  made.branch = as_made.branch;
  made.node = as_made.node;
  made.operation = as_made.operation;
  made.revision = parts.revision;
  made.arguments = edited.records;
  made.digest = edited.digest;
  auto& call = note_made(d, std::move(made));
  if (*due)
    set_deadline(d, call.branch, **due);
  send_or_queue(d, call);
}

undo_key key_of_undo(const decision& d, const call_state& undone, const value* second_document) {
  std::string iteration;
  for (const auto& branch : d.state.branches)
    if (branch.id == undone.branch)
      iteration = iteration_of(branch);
  auto parts = parts_of(d, undone.node, iteration);
  parts.undo = true;
  std::string document;
  if (second_document != nullptr) {
    document = to_hex(sha256(to_canonical_json(*second_document)));
    parts.document = document;
  }
  undo_key made;
  for (parts.revision = undone.revision;; ++parts.revision) {
    made.revision = parts.revision;
    made.key = derive_key(parts);
    made.latest = d.state.find_call(made.key);
    // A key that was consumed by a business error is not used again (E3.4).
    if (made.latest == nullptr ||
        (made.latest->ended != "business_error" && made.latest->undoes == undone.key))
      return made;
    made.spent = made.latest;
  }
}

void make_undo_call(decision& d, const call_state& undone, const value* second_document) {
  const auto& step = d.state.step_of(undone);
  const auto slot = step.slot;
  // The undo of a second document sees that document under the step's name.
  const bool swapped = second_document != nullptr && slot != dsl::no_index;
  call_made made;
  const auto under = key_of_undo(d, undone, second_document);
  made.key = under.key;
  result<frozen_arguments> frozen;
  if (swapped) {
    const auto own = d.state.slots[slot];
    d.state.slots[slot] = *second_document;
    frozen = freeze_by_value(d.state, *step.compensate, d.now);
    d.state.slots[slot] = own;
  } else {
    frozen = freeze(d.state, *step.compensate, d.now);
  }
  if (!frozen) {
    // Under the key that it would have: `retry` and `done` have to know which undo is meant.
    d.hold(0, "compensation_failed", undone.node, under.key,
           "the arguments of the compensation cannot be evaluated: " + frozen.error().message);
    return;
  }
  made.branch = undone.branch;
  made.node = undone.node;
  made.operation = step.compensate->operation;
  made.undo = true;
  made.revision = under.revision;
  made.arguments = std::move(frozen->records);
  made.digest = std::move(frozen->digest);
  made.undoes = undone.key;
  send_or_queue(d, note_made(d, std::move(made)));
}

} // namespace gantry::engine
