#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/constants.hpp"
#include "dsl/check/exits.hpp"
#include "dsl/check/report.hpp"

/// Families 05 and 06: time and bounds.
namespace gantry::dsl {

namespace {

/// Every statement of the workflow, those in its steps' own clauses included.
template <class Visit>
void each_statement_of(const checked_workflow& w, const Visit& visit) {
  each_statement_anywhere(w.said->body, visit);
  for (const syntax::handler& h : w.said->handlers)
    for (const syntax::arm& a : h.arms)
      each_statement_anywhere(a.body, visit);
}

std::optional<value> constant_of(const checked_workflow& w, const void* owner,
                                 const expression_syntax_ptr& e) {
  if (!e)
    return std::nullopt;
  const auto compiled = w.values.find({owner, e.get()});
  if (compiled == w.values.end() || !compiled->second)
    return std::nullopt;
  return constant_value(compiled->second, e);
}

void deadlines_missing(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  const auto missing = [&](const source_span& at, const std::string& what) {
    report(diagnostics, codes::deadline_missing, at, what + " has no deadline",
           "say how long and what then: `{ within 2d else hold \"…\" }`");
  };
  each_statement_of(w, [&](const syntax::statement& s) {
    if (const auto* wait = std::get_if<syntax::wait>(&s.is);
        wait && !wait->until && !wait->is_broken)
      missing(s.at, "the wait for " + quoted(wait->name.text));
    if (const auto* first = std::get_if<syntax::wait_first>(&s.is);
        first && !first->until && !first->is_broken)
      missing(first->at, "this `wait first`");
  });
}

void timeout_missing(const syntax::step& step, const syntax::policy* policy,
                     const checked_contract& contract, std::vector<diagnostic>& diagnostics) {
  const std::string lacks =
      policy ? "the policy " + quoted(policy->name.text) + " says no timeout"
             : "the contract " + quoted(contract.said->name.text) + " has no policy with a timeout";
  report(diagnostics, codes::timeout_missing, step.name.at,
         "no timeout applies to the step " + quoted(step.name.text),
         "add `timeout 10s`, or give the contract a policy that says it")
      .notes.push_back(
          {policy ? policy->name.at : contract.said->name.at, "it is declared here: " + lacks});
}

/// Retries of which the deadline lets none begin.
void retries_of_step(const checked_workflow& w, const step_clauses& clauses,
                     std::vector<diagnostic>& diagnostics) {
  if (!clauses.retry)
    return;
  const syntax::retry& r = *clauses.retry;
  const auto times = constant_of(w, clauses.retry_from.owner, r.times);
  const auto pause = constant_of(w, clauses.retry_from.owner, r.every ? r.every->length : r.from);
  const auto within = constant_of(w, clauses.deadline_from.owner, clauses.deadline->within->length);
  const bool is_known = pause && within && pause->is_duration() && within->is_duration();
  const bool is_never = times && times->is_int() && times->as_int() <= 0;
  if (!is_known || is_never || pause->as_duration() < within->as_duration())
    return;
  warn(diagnostics, codes::retry_too_late, clauses.deadline->at,
       "the first retry comes after " + format_duration(pause->as_duration()) +
           ", and the deadline ends after " + format_duration(within->as_duration()) +
           ", so none is ever made",
       "shorten the pause, or give the step more time")
      .notes.push_back({r.at, "the pause stands here"});
}

void times_of_step(const checked_workflow& w, const syntax::step& step, const step_clauses& clauses,
                   std::vector<diagnostic>& diagnostics) {
  const auto call = w.calls.find(&step.what);
  if (call == w.calls.end() || clauses.lacks_policy)
    return; // the operation is not known, so neither is its contract's policy
  const bool is_clear = !call->second.said().answer ||
                        call->second.contract->answers[call->second.operation] != no_index;
  if (!is_clear)
    return; // the answer was not understood
  const bool answered = call->second.contract->answers[call->second.operation] != no_index;
  if (answered && !clauses.answer && !step.said.is_broken)
    report(diagnostics, codes::deadline_missing, step.name.at,
           quoted(call->second.callee().full_name()) +
               " is answered by an event, and nothing says how long the step waits for it",
           "add `answer within 1d else hold \"…\"`, or `answer later …` to go on meanwhile");
  if (!clauses.timeout) {
    if (!step.said.is_broken)
      timeout_missing(step, clauses.of_contract, *call->second.contract, diagnostics);
    return;
  }
  const auto timeout = constant_of(w, clauses.timeout_from.owner, clauses.timeout->length);
  if (timeout && timeout->is_duration() && timeout->as_duration().ns <= 0)
    report(diagnostics, codes::timeout_missing, clauses.timeout->at,
           "a timeout has to be longer than nothing", "such as `timeout 10s`");
  if (!clauses.deadline || !clauses.deadline->within)
    return;
  retries_of_step(w, clauses, diagnostics);
  const auto within = constant_of(w, clauses.deadline_from.owner, clauses.deadline->within->length);
  if (timeout && within && timeout->is_duration() && within->is_duration() &&
      timeout->as_duration() > within->as_duration())
    warn(diagnostics, codes::attempts_exceed, clauses.deadline->at,
         "one attempt may last " + format_duration(timeout->as_duration()) +
             ", longer than the deadline of " + format_duration(within->as_duration()),
         "shorten the timeout");
}

} // namespace

void check_time(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  deadlines_missing(w, diagnostics);
  for (const auto& [step, clauses] : w.clauses)
    times_of_step(w, *step, clauses, diagnostics);
}

namespace {

std::optional<duration> duration_of(const checked_workflow& w, const void* owner,
                                    const expression_syntax_ptr& e) {
  const auto v = constant_of(w, owner, e);
  return v && v->is_duration() ? std::optional(v->as_duration()) : std::nullopt;
}

/// The pauses of a retry, which grow from the first to the last.
void pauses_of(const checked_workflow& w, const void* owner, const syntax::retry& r,
               std::vector<diagnostic>& diagnostics) {
  const auto first = duration_of(w, owner, r.from), last = duration_of(w, owner, r.to);
  if (first && last && *first > *last)
    report(diagnostics, codes::unbounded_retry, r.at,
           "the pauses grow, and the last one (" + format_duration(*last) +
               ") is shorter than the first one (" + format_duration(*first) + ")",
           "write the shorter one first");
  const auto every = r.every ? duration_of(w, owner, r.every->length) : std::nullopt;
  for (const auto& pause : {first, every})
    if (pause && pause->ns <= 0)
      report(diagnostics, codes::unbounded_retry, r.at,
             "a pause of " + format_duration(*pause) + " is none, so it is asked without a rest",
             "write how long the far system should be left alone");
}

} // namespace

void check_bounds(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  for (const auto& [step, clauses] : w.clauses) {
    if (!clauses.retry)
      continue;
    pauses_of(w, clauses.retry_from.owner, *clauses.retry, diagnostics);
    const auto times = constant_of(w, clauses.retry_from.owner, clauses.retry->times);
    if (times && times->is_int() && (times->as_int() < 0 || times->as_int() > 1'000'000))
      report(diagnostics, codes::unbounded_retry, clauses.retry->at,
             "between 0 and 1,000,000 retries can be asked for", "bound them by sense");
  }
  // A step may do without retries; a statement that says "again" and means never is a mistake.
  each_statement_of(w, [&](const syntax::statement& s) {
    const auto* again = std::get_if<syntax::retry>(&s.is);
    if (again == nullptr)
      return;
    pauses_of(w, nullptr, *again, diagnostics);
    const auto times = constant_of(w, nullptr, again->times);
    if (!times || !times->is_int())
      return;
    if (times->as_int() == 0)
      report(diagnostics, codes::unbounded_retry, s.at,
             "`retry 0 times` never makes the call again",
             "write what is to happen instead, such as `hold \"…\"`");
    else if (times->as_int() < 0 || times->as_int() > 1'000'000)
      report(diagnostics, codes::unbounded_retry, again->at,
             "between 1 and 1,000,000 retries can be asked for", "bound them by sense");
  });
}

} // namespace gantry::dsl
