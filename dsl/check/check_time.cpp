#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/constants.hpp"
#include "dsl/check/exits.hpp"
#include "dsl/check/report.hpp"

/// Families 05 and 06: time and bounds.
namespace gantry::dsl {

namespace {

template <class Visit>
void each_block(const checked_workflow& w, const Visit& visit) {
  visit(w.said->body);
  for (const syntax::handler& h : w.said->handlers)
    for (const syntax::arm& a : h.arms)
      visit(a.body);
  for (const auto& [step, clauses] : w.clauses)
    for (const auto& h : clauses.handlers)
      if (h.from.owner == nullptr)
        visit(h.said->body);
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

} // namespace

void check_time(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  each_block(w, [&](const syntax::block& b) {
    each_statement(b, [&](const syntax::statement& s) {
      if (const auto* wait = std::get_if<syntax::wait>(&s.is); wait && !wait->until)
        report(diagnostics, codes::deadline_missing, s.at,
               "the wait for " + quoted(wait->name.text) + " has no deadline",
               "say how long and what then: `{ within 2d else hold \"…\" }`");
    });
  });
  for (const auto& [step, clauses] : w.clauses) {
    if (!w.calls.contains(&step->what))
      continue; // the operation is not known, so neither is its contract's policy
    if (!clauses.timeout) {
      report(diagnostics, codes::timeout_missing, step->name.at,
             "no timeout applies to the step " + quoted(step->name.text),
             "add `timeout 10s`, or give the contract a policy that says it");
      continue;
    }
    const auto timeout = constant_of(w, clauses.timeout_from.owner, clauses.timeout->length);
    if (timeout && timeout->is_duration() && timeout->as_duration().ns <= 0)
      report(diagnostics, codes::timeout_missing, clauses.timeout->at,
             "a timeout has to be longer than nothing", "such as `timeout 10s`");
    if (!clauses.deadline)
      continue;
    const auto within =
        constant_of(w, clauses.deadline_from.owner,
                    clauses.deadline->within ? clauses.deadline->within->length : nullptr);
    if (timeout && within && timeout->is_duration() && within->is_duration() &&
        timeout->as_duration() > within->as_duration())
      warn(diagnostics, codes::attempts_exceed, clauses.deadline->at,
           "one attempt may last " + format_duration(timeout->as_duration()) +
               ", longer than the deadline of " + format_duration(within->as_duration()),
           "shorten the timeout");
  }
}

void check_bounds(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  for (const auto& [step, clauses] : w.clauses) {
    if (!clauses.retry)
      continue;
    const auto times = constant_of(w, clauses.retry_from.owner, clauses.retry->times);
    if (times && times->is_int() && (times->as_int() < 0 || times->as_int() > 1'000'000))
      report(diagnostics, codes::unbounded_retry, clauses.retry->at,
             "between 0 and 1,000,000 retries can be asked for", "bound them by sense");
  }
  // A step may do without retries; a statement that says "again" and means never is a mistake.
  each_block(w, [&](const syntax::block& b) {
    each_statement(b, [&](const syntax::statement& s) {
      const auto* again = std::get_if<syntax::retry>(&s.is);
      if (again == nullptr)
        return;
      const auto times = constant_of(w, nullptr, again->times);
      if (times && times->is_int() && times->as_int() == 0)
        report(diagnostics, codes::unbounded_retry, s.at,
               "`retry 0 times` never makes the call again",
               "write what is to happen instead, such as `hold \"…\"`");
    });
  });
}

} // namespace gantry::dsl
