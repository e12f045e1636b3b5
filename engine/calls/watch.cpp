#include "engine/calls/calls.hpp"
#include "engine/documents.hpp"
#include "engine/flow/flow.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

constexpr duration between_questions = seconds(60);
constexpr duration sweep_after[] = {seconds(600), seconds(3600), seconds(6 * 3600)};

bool is_watched(const call_state& call) {
  return std::any_of(call.attempts.begin(), call.attempts.end(),
                     [](const attempt_state& a) { return a.watched; });
}

/// The document that the step has, or null.
const value* own_document(const call_state& call) {
  const bool has_one = call.ended == "ok" || call.ended == "adopted" || call.ended == "typed";
  return has_one ? &call.result : nullptr;
}

bool is_own(const decision& d, const call_state& call, const value& document) {
  const auto* own = own_document(call);
  return own != nullptr && same_document(d, call, *own, document);
}

/// E4.1: an answer under an older revision holds the call that replaced it, if that was not sent.
void hold_newer_revision(decision& d, const call_state& late) {
  for (auto& call : d.state.calls)
    if (call.open() && !call.undo && call.node == late.node && call.branch == late.branch &&
        call.revision > late.revision && call.attempts.empty() && call.hold == 0) {
      leave_queue(d, call);
      d.hold(call.branch, "conflicting_document", call.node, call.key,
             "an earlier request of this step took effect after all");
      return;
    }
}

} // namespace

bool same_document(const decision& d, const call_state& call, const value& a, const value& b) {
  return is_same_document(d.state.operation_of(call), a, b);
}

void report_duplicate(decision& d, const call_state& call, const value& document, std::string why) {
  for (const auto& known : d.state.incidents)
    if (known.what.key == call.key && same_document(d, call, known.what.other, document))
      return;
  const auto* own = own_document(call);
  d.note(incident_opened{d.state.incidents_ever + 1, call.key, call.node,
                         own == nullptr ? value{} : *own, document, std::move(why), call.undo});
}

void report_found(decision& d, const call_state& call, const value::list_type& documents,
                  const std::string& why) {
  for (const auto& document : documents)
    if (!is_own(d, call, document))
      report_duplicate(d, call, document, why);
}

void close_incidents_of_own(decision& d, const call_state& call) {
  if (!d.state.operation_of(call).returns)
    return;
  const auto incidents = d.state.incidents;
  for (const auto& incident : incidents)
    if (incident.open && incident.what.key == call.key && is_own(d, call, incident.what.other))
      d.note(incident_closed{incident.what.incident, "adopted"});
}

void on_late_answer(decision& d, call_state& call, attempt_state& attempt) {
  const auto number = attempt.number;
  if (attempt.how.is == outcome::kind::unknown) {
    if (!is_read(d.state.operation_of(call)))
      pursue_watches(d, call);
    return;
  }
  if (attempt.how.is == outcome::kind::ok && !is_read(d.state.operation_of(call)) &&
      !is_own(d, call, attempt.how.result)) {
    const bool nothing_made = !d.state.operation_of(call).returns;
    if (!nothing_made || own_document(call) == nullptr) {
      report_duplicate(d, call, attempt.how.result,
                       "attempt " + std::to_string(number) + " answered after the step had ended " +
                           call.ended);
      hold_newer_revision(d, call);
    }
  }
  if (must_find_attempt(call, number).watched)
    d.note(watch_closed{call.key, number,
                        attempt.how.is == outcome::kind::ok ? "answered" : "not done", call.node});
}

void pursue_watches(decision& d, call_state& call) {
  if (call.open())
    return;
  const auto& operation = d.state.operation_of(call);
  const bool can_ask = operation.effect == dsl::effect_class::once && operation.verify.has_value();
  bool asks = false;
  bool waits = false;
  for (const auto& a : std::vector<attempt_state>(call.attempts.begin(), call.attempts.end())) {
    if (!a.watched)
      continue;
    if (a.is == attempt_known::unknown && !a.settled)
      set_settle_timer(d, call, a.number);
    waits = waits || a.is == attempt_known::sent || !a.settled;
    if (a.is != attempt_known::unknown || !a.settled)
      continue;
    if (can_ask)
      asks = true;
    else // nobody can be asked, and it can no longer come about
      d.note(watch_closed{call.key, a.number, "settled", call.node});
  }
  // What is asked before all have settled would say nothing about the others.
  if (asks && !waits && call.watch == 0)
    ask_after_end(d, call);
}

void ask_after_end(decision& d, call_state& call) {
  // The question may die with the process; this brings it back.
  if (call.watch == 0)
    d.set_timer(timer_purpose::watch, d.now + between_questions, call.key, call.branch);
  ask_finder_now(d, call);
}

void look_again(decision& d, call_state& call) {
  if (call.open())
    return; // it was made again
  if (is_watched(call))
    pursue_watches(d, call);
  else if (call.sweeps < std::size(sweep_after))
    ask_after_end(d, call);
}

void on_finding_after_end(decision& d, call_state& call, const finder_answered& e) {
  d.clear_timer(call.watch);
  const bool watched = is_watched(call);
  const bool sweeps = call.sweep == 0 && call.sweeps < std::size(sweep_after) && !watched;
  if (e.how.is == outcome::kind::ok)
    report_found(d, call, documents_in(e.how.result), "it was found under the key of " + call.node);
  if (!watched && !sweeps) {
    d.ignored = "nobody waits for what is found under " + e.key;
    return;
  }
  if (e.how.is != outcome::kind::ok) {
    d.set_timer(watched ? timer_purpose::watch : timer_purpose::sweep, d.now + between_questions,
                call.key, call.branch);
    return;
  }
  if (watched) {
    for (const auto& a : std::vector<attempt_state>(call.attempts.begin(), call.attempts.end()))
      if (a.watched && a.is == attempt_known::unknown && a.settled)
        d.note(watch_closed{call.key, a.number, "verified", call.node});
    return;
  }
  d.note(doubt_verified{call.key, e.asked_for, e.how, "swept", call.node, call.undo});
  if (call.sweeps < std::size(sweep_after))
    d.set_timer(timer_purpose::sweep, d.now + sweep_after[call.sweeps], call.key, call.branch);
}

} // namespace gantry::engine
