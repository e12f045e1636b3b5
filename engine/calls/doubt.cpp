#include "dsl/base/json.hpp"
#include "engine/calls/calls.hpp"
#include "engine/calls/policy.hpp"
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

void hold_conflicting(decision& d, call_state& call, const value::list_type& documents) {
  // While its `on unknown` block runs, the hold stands on the branch.
  const auto standing =
      call.left_to_block ? must_find_branch(d.state, call.branch).hold : call.hold;
  const auto* held = d.state.find_hold(standing);
  if (is_conflict(held))
    return;
  if (held != nullptr)
    d.close_hold(standing, "withdrawn");
  const auto found = value::make_list(documents);
  d.hold(call.branch, "conflicting_document", call.node, call.key,
         documents.size() == 1
             ? "the document found under its key does not match: " + to_json(documents.front())
             : std::to_string(documents.size()) + " documents were found under one key",
         found);
}

} // namespace

value::list_type documents_in(const value& found) {
  if (found.is_none())
    return {};
  if (found.is_list())
    return found.as_list();
  return {found};
}

void pursue_doubt(decision& d, call_state& call) {
  if (!call.in_doubt)
    d.note(call_in_doubt{call.key, call.latest(), call.node});
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
  if (call.asked || call.verify != 0)
    return;
  if (call.open() && call.give_up == 0 && !call.given_up)
    d.set_timer(timer_purpose::give_up, d.now + operation.verify->within, call.key, call.branch);
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
  if (!has(call, attempt_known::unknown)) {
    d.ignored = "the doubt of " + call.node + " was resolved before the finder answered";
    return;
  }
  if (e.how.is != outcome::kind::ok) {
    d.note(verdict_of(call, e, "unsure"));
    d.set_timer(timer_purpose::verify, d.now + pause_before_question(call), call.key, call.branch);
    return;
  }
  const auto documents = documents_in(e.how.result);
  if (documents.empty()) {
    // E5.3: only a question that was asked after the settle of the latest attempt proves absence.
    if (e.asked_for != call.latest() || may_take_effect(call)) {
      d.note(verdict_of(call, e, "outdated"));
      judge(d, call);
      return;
    }
    d.note(verdict_of(call, e, "absent"));
    end_doubt(d, call, "answer");
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
  hold_conflicting(d, call, documents);
}

} // namespace gantry::engine
