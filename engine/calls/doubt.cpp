#include "dsl/base/json.hpp"
#include "engine/calls/calls.hpp"
#include "engine/calls/policy.hpp"
#include "engine/documents.hpp"
#include "engine/flow/flow.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

/// Questions come quickly at first, then every half minute; a minute apart once given up (E5.6).
duration pause_before_question(const call_state& call) {
  if (call.given_up)
    return seconds(60);
  const auto doublings = std::min<std::uint32_t>(call.questions, 6);
  return std::min(milliseconds(500LL << doublings), seconds(30));
}

void ask(decision& d, call_state& call) {
  const auto& verify = *d.state.operation_of(call).verify;
  std::string arguments = "{";
  append_json_string(arguments, verify.parameter);
  arguments += ':';
  append_json_string(arguments, call.key);
  arguments += '}';
  const auto timeout = timeout_of(d, call);
  call.asked = true;
  d.release(ask_finder{call.key, call.latest(), verify.finder,
                       std::make_shared<const std::string>(std::move(arguments)),
                       timeout ? *timeout : seconds(10)});
}

/// Whether what was found is what was asked for (`match`). An expression that fails matches
/// nothing.
bool matches(const decision& d, const call_state& call, const value& found) {
  const auto& verify = *d.state.operation_of(call).verify;
  if (!verify.match)
    return true;
  std::vector<value> slots;
  for (const auto& parameter : d.state.operation_of(call).parameters) {
    const auto given =
        std::find_if(call.arguments.begin(), call.arguments.end(),
                     [&](const argument_value& a) { return a.name == parameter.name; });
    slots.push_back(given == call.arguments.end() ? value{} : given->what);
  }
  slots.push_back(found);
  const auto verdict = verify.match->evaluate(dsl::scope{slots, d.now, {}});
  return verdict && verdict->is_bool() && verdict->as_bool();
}

doubt_verified verdict_of(const call_state& call, const finder_answered& e, std::string verdict) {
  return {call.key, e.asked_for, e.how, std::move(verdict), call.node, call.undo};
}

bool is_conflict(const hold_state* hold) {
  return hold != nullptr && hold->what.cause == "conflicting_document";
}

/// The hold of a call; while its `on unknown` block runs it stands on the branch.
hold_id standing_of(const decision& d, const call_state& call) {
  return call.left_to_block ? must_find_branch(d.state, call.branch).hold : call.hold;
}

std::string evidence_of_conflict(const value::list_type& found) {
  if (found.size() == 1)
    return "the document found under its key does not match: " + to_json(found.front());
  return std::to_string(found.size()) +
         " documents were found under one key: " + to_json(value::make_list(found));
}

/// With everything that was found so far. What an answer adds is a hold of its own: a verb that
/// names the one before was meant without it.
void hold_conflicting(decision& d, call_state& call) {
  const auto standing = standing_of(d, call);
  const auto* held = d.state.find_hold(standing);
  auto evidence = evidence_of_conflict(call.found);
  if (is_conflict(held) && held->what.evidence == evidence)
    return;
  d.close_hold(standing, "withdrawn");
  d.hold(call.branch, "conflicting_document", call.node, call.key, std::move(evidence),
         value::make_list(call.found));
}

/// The doubt was resolved otherwise while the question was on its way. While an attempt is under
/// way, what was found may be its own: that shows when the call ends.
void found_without_doubt(decision& d, call_state& call, const finder_answered& e) {
  d.note(verdict_of(call, e, "foreign"));
  if (!has(call, attempt_known::sent))
    report_found(d, call, documents_in(e.how.result),
                 "it was found after the doubt of " + call.node + " had been resolved");
}

} // namespace

void pursue_doubt(decision& d, call_state& call) {
  if (!call.in_doubt)
    d.note(call_in_doubt{call.key, call.latest(), call.node, call.undo});
  bool settled = true;
  for (const auto& a : call.attempts)
    if (a.is == attempt_known::unknown && !a.settled) {
      settled = false;
      set_settle_timer(d, call, a.number);
    }
  // A conflict waits for a person; asking again would find the same.
  if (settled && !is_conflict(d.state.find_hold(call.hold)))
    ask_finder_now(d, call);
}

void ask_finder_now(decision& d, call_state& call) {
  const auto& operation = d.state.operation_of(call);
  if (!operation.verify) {
    give_up_verification(d, call);
    return;
  }
  // From now on, although a question about an earlier doubt of the call may still be on its way.
  if (call.open() && call.give_up == 0 && !call.given_up)
    d.set_timer(timer_purpose::give_up, d.now + operation.verify->within, call.key, call.branch);
  if (call.asked || call.verify != 0)
    return;
  ask(d, call);
}

void on_finder_answered(decision& d, const finder_answered& e) {
  auto* found = d.state.find_call(e.key);
  if (found == nullptr) {
    d.ignored = "no call " + e.key + " was recorded";
    return;
  }
  auto& call = *found;
  call.asked = false;
  if (!call.open()) {
    on_finding_after_end(d, call, e);
    return;
  }
  const auto documents = documents_in(e.how.result);
  if (!has(call, attempt_known::unknown)) {
    if (e.how.is == outcome::kind::ok && !documents.empty())
      return found_without_doubt(d, call, e);
    d.ignored = "the doubt of " + call.node + " was resolved before the finder answered";
    return;
  }
  if (e.how.is != outcome::kind::ok) {
    d.note(verdict_of(call, e, "unsure"));
    d.set_timer(timer_purpose::verify, d.now + pause_before_question(call), call.key, call.branch);
    return;
  }
  if (documents.empty()) {
    // E5.3: only a question that was asked after the settle of the latest attempt proves absence.
    if (e.asked_for != call.latest() || may_take_effect(call)) {
      d.note(verdict_of(call, e, "outdated"));
      judge(d, call);
      return;
    }
    const auto before = call.found;
    d.note(verdict_of(call, e, "absent"));
    end_doubt(d, call, "answer");
    if (const auto standing = standing_of(d, call); is_conflict(d.state.find_hold(standing)))
      d.close_hold(standing, "answer"); // its `on unknown` block runs on
    report_found(d, call, before, "it was found, and then the finder had nothing any more");
    if (call.left_to_block)
      return;
    judge(d, call);
    return;
  }
  if (documents.size() == 1 && matches(d, call, documents.front())) {
    if (call.left_to_block && !free_branch_of(d, call)) {
      // A step of its `on unknown` block is under way: asked again when that has ended.
      d.note(verdict_of(call, e, "outdated"));
      d.set_timer(timer_purpose::verify, d.now + seconds(1), call.key, call.branch);
      return;
    }
    d.note(verdict_of(call, e, "adopted"));
    end_doubt(d, call, "answer");
    end_with_result(d, call, "adopted", documents.front(), "found by its finder", 0);
    return;
  }
  d.note(verdict_of(call, e, "conflicting"));
  hold_conflicting(d, call);
}

} // namespace gantry::engine
