#include "engine/apply.hpp"
#include "engine/arguments.hpp"
#include "engine/documents.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

std::uint32_t step_of_node(const dsl::program& p, std::string_view node) {
  for (const auto& i : p.code)
    if (i.does == dsl::instruction::op::call && i.id == node)
      return i.index;
  broken("the definition has no step " + std::string{node});
}

attempt_known known(outcome::kind k) {
  switch (k) {
  case outcome::kind::ok: return attempt_known::ok;
  case outcome::kind::business_error: return attempt_known::business_error;
  case outcome::kind::refused: return attempt_known::refused;
  case outcome::kind::contract_violation: return attempt_known::violation;
  case outcome::kind::unknown: break;
  }
  return attempt_known::unknown;
}

/// Ends the doubt of the attempts that are settled; the others go on being watched (E5.4).
void resolve_settled(call_state& call) {
  for (auto& a : call.attempts)
    if (a.is == attempt_known::unknown && a.settled)
      a.is = attempt_known::absent;
  call.in_doubt = call.in_doubt && has(call, attempt_known::unknown);
  call.questions = 0;
}

} // namespace

void fold(instance_state& s, const call_made& f, timestamp) {
  auto& branch = must_find_branch(s, f.branch);
  if (!f.undo)
    branch.call = f.key;
  if (auto* again = s.find_call(f.key); again != nullptr) {
    if (again->open())
      broken("the call " + f.key + " is made again while it is open");
    again->ended.clear();
    again->deadline_passed = again->left_to_block = again->given_up = false;
    again->budget_from = static_cast<std::uint32_t>(again->attempts.size());
    again->branch = f.branch;
    ++again->times_made;
    again->sweeps = 0;
    again->in_doubt = has(*again, attempt_known::unknown) &&
                      s.operation_of(*again).effect == dsl::effect_class::once;
    for (auto& a : again->attempts)
      a.watched = false;
    return;
  }
  call_state call;
  call.key = f.key;
  call.branch = f.branch;
  call.node = f.node;
  call.step = step_of_node(s.program(), f.node);
  call.operation = f.operation;
  call.undo = f.undo;
  call.revision = f.revision;
  call.digest = f.digest;
  call.undoes = f.undoes;
  call.times_made = 1;
  call.arguments.reserve(f.arguments.size());
  for (const auto& a : f.arguments)
    call.arguments.push_back({a.name, a.reference.empty() ? a.bytes : resolve(s, a.reference)});
  s.calls.push_back(std::move(call));
}

void fold(instance_state& s, const attempt_sent& f, timestamp) {
  auto& call = must_find_call(s, f.key);
  if (!call.open())
    broken("an attempt of the call " + f.key + " is sent after its end");
  if (f.attempt != call.latest() + 1)
    broken("attempt " + std::to_string(f.attempt) + " of the call " + f.key + " follows attempt " +
           std::to_string(call.latest()));
  attempt_state attempt;
  attempt.number = f.attempt;
  attempt.clean = !may_take_effect(call);
  call.attempts.push_back(std::move(attempt));
  call.in_lane = false;
  call.given_up = false; // a new doubt has a new `within`
}

void fold(instance_state& s, const attempt_result& f, timestamp) {
  auto& call = must_find_call(s, f.key);
  auto& attempt = must_find_attempt(call, f.attempt);
  attempt.is = known(f.how.is);
  attempt.settled = false;
  attempt.how = f.how;
  call.in_doubt = call.in_doubt && has(call, attempt_known::unknown);
}

void fold(instance_state& s, const attempt_settled& f, timestamp) {
  must_find_attempt(must_find_call(s, f.key), f.attempt).settled = true;
}

void fold(instance_state& s, const call_ended& f, timestamp) {
  auto& call = must_find_call(s, f.key);
  if (!call.open())
    broken("the call " + f.key + " ends twice");
  call.ended = f.how;
  call.result = f.attempt == 0 ? f.result : must_find_attempt(call, f.attempt).how.result;
  call.in_doubt = call.left_to_block = false;
  call.found.clear();
  call.text.reset(); // made again if the call is
  if (call.undo)
    return;
  const bool has_result = f.how == "ok" || f.how == "adopted" || f.how == "typed";
  if (auto* branch = s.find_branch(call.branch); branch != nullptr) {
    if (branch->call == f.key)
      branch->call.clear();
    if (branch->left_call == f.key)
      branch->left_call.clear();
    if (has_result)
      branch->until.reset(); // it was for this step
  }
  if (const auto slot = s.step_of(call).slot; has_result && slot != dsl::no_index)
    bind_slot(s, slot, call.result);
}

void fold(instance_state& s, const call_in_doubt& f, timestamp at) {
  auto& call = must_find_call(s, f.key);
  call.in_doubt = true;
  call.doubt_since = at;
}

void fold(instance_state& s, const doubt_verified& f, timestamp) {
  auto& call = must_find_call(s, f.key);
  if (f.verdict == "conflicting" || f.verdict == "foreign")
    join_documents(call.found, s.operation_of(call), documents_in(f.how.result));
  if (f.verdict == "unsure") {
    ++call.questions;
  } else if (f.verdict == "conflicting" || f.verdict == "foreign" || f.verdict == "outdated") {
    call.questions = 0;
  } else {
    resolve_settled(call);
    if (f.verdict == "absent" || f.verdict == "declared_absent")
      call.found.clear();
    if (f.verdict == "declared_absent")
      call.absence_declared = true;
    if (f.verdict == "swept")
      ++call.sweeps;
  }
}

void fold(instance_state& s, const watch_opened& f, timestamp) {
  must_find_attempt(must_find_call(s, f.key), f.attempt).watched = true;
}

void fold(instance_state& s, const watch_closed& f, timestamp) {
  must_find_attempt(must_find_call(s, f.key), f.attempt).watched = false;
}

void fold(instance_state& s, const compensation_owed& f, timestamp) {
  s.owed.push_back({f.key, f.node});
}

void fold(instance_state& s, const compensation_settled& f, timestamp) {
  std::erase_if(s.owed, [&](const owed_state& o) { return o.key == f.key; });
}

void fold(instance_state& s, const incident_opened& f, timestamp) {
  s.incidents.push_back({f, true});
  s.incidents_ever = std::max(s.incidents_ever, f.incident);
}

void fold(instance_state& s, const incident_closed& f, timestamp) {
  for (auto& i : s.incidents)
    if (i.what.incident == f.incident)
      i.open = false;
}

} // namespace gantry::engine
