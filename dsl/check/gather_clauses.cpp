#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"

#include <algorithm>
#include <utility>

/// Which clauses apply to a step: its own, its policy's, its contract's policy's.
namespace gantry::dsl {

namespace {

template <class T>
const T* only(const std::vector<T>& said, std::vector<diagnostic>& diagnostics,
              const std::string& word) {
  if (said.size() > 1)
    report(diagnostics, codes::given_twice, said[1].at, quoted(word) + " is given twice",
           "keep one of them");
  return said.empty() ? nullptr : &said.front();
}

bool is_taken(const step_clauses& all, const std::string& error) {
  return std::any_of(
      all.handlers.begin(), all.handlers.end(), [&](const step_clauses::handler& other) {
        return std::find(other.errors.begin(), other.errors.end(), error) != other.errors.end();
      });
}

} // namespace

void workflow_checker::gather_handler(const syntax::error_clause& clause,
                                      const step_clauses::source& source, const step_callee& what,
                                      step_clauses& into) {
  const bool is_own = source.owner == nullptr;
  step_clauses::handler h{&clause, source, {}, false};
  for (const syntax::identifier& error : clause.errors) {
    const bool may_be_lost = what.operation && what.operation->contract->said->is_broken;
    const bool known = may_be_lost || what.has_outcome(error.text) || !what.is_known() ||
                       what.declared(error.text) != nullptr;
    const bool taken = is_taken(into, error.text) ||
                       std::find(h.errors.begin(), h.errors.end(), error.text) != h.errors.end();
    if (!known && is_own) {
      std::vector<std::string> names = what.outcomes;
      for (const error_declaration& e : what.errors)
        names.push_back(e.name);
      report(diagnostics_, codes::undeclared_error, error.at,
             quoted(what.name()) + " declares no error " + quoted(error.text),
             meant(error.text, names,
                   what.flow ? "a called workflow ends `rejected` or `cancelled`"
                   : error.text == "rejected" || error.text == "cancelled"
                       ? quoted(error.text) + " is how a workflow that is called may end; an "
                                              "operation may be `refused` or `unknown`"
                       : "add it to `errors` of the operation"));
    }
    if (taken && is_own)
      report(diagnostics_, codes::handled_twice, error.at,
             quoted(error.text) + " is handled already", "keep one of the two blocks");
    if (known && !taken)
      h.errors.push_back(error.text);
  }
  if (h.errors.empty() && !is_own)
    return;
  if (h.errors.empty()) // what stands in the block is judged all the same
    h.errors.push_back(clause.errors.front().text);
  into.handlers.push_back(std::move(h));
}

void workflow_checker::gather_from(const syntax::clauses& said, const std::string& from,
                                   bool is_own, const step_callee& what, const syntax::step& s,
                                   step_clauses& into) {
  const step_clauses::source source{is_own ? nullptr : &s, from};
  const auto take = [&](const auto*& place, step_clauses::source& place_from, const auto* found) {
    if (place || !found)
      return;
    place = found;
    place_from = source;
  };
  take(into.timeout, into.timeout_from, only(said.timeouts, diagnostics_, "timeout"));
  take(into.retry, into.retry_from, only(said.retries, diagnostics_, "retry"));
  take(into.deadline, into.deadline_from, only(said.deadlines, diagnostics_, "within"));
  if (what.answer || !what.is_known())
    take(into.answer, into.answer_from, only(said.answers, diagnostics_, "answer"));
  if (is_own) {
    into.compensation = only(said.compensations, diagnostics_, "compensate");
    into.revision = only(said.revisions, diagnostics_, "revise");
  }
  for (const syntax::error_clause& clause : said.handlers)
    gather_handler(clause, source, what, into);
}

/// A step's own clauses that do not fit what it calls.
void workflow_checker::fitting(const syntax::step& s, const step_callee& what) {
  const auto misfit = [&](const source_span& at, const std::string& why, const std::string& help) {
    report(diagnostics_, codes::clause_misplaced, at, why, help);
  };
  if (what.operation && !what.answer)
    for (const syntax::answer& a : s.said.answers)
      report(diagnostics_, codes::answer_misplaced, a.at,
             quoted(what.name()) + " gives its answer at once, so there is no event to wait for",
             "take `answer` away, or declare the event of the answer in the contract");
  if (what.operation && what.operation->callee().effect == effect_class::read)
    for (const syntax::revision& r : s.said.revisions)
      misfit(r.at, "a `read` leaves nothing that could be revised", "take `revise` away");
  if (!what.flow)
    return;
  const std::string name = quoted(what.name());
  for (const syntax::timeout& t : s.said.timeouts)
    misfit(t.at, name + " is a workflow and has no attempts that could time out",
           "bound it with `within … else …`");
  for (const syntax::retry& r : s.said.retries)
    misfit(r.at, name + " is a workflow, and its own steps say what is tried again",
           "take `retry` away");
  for (const syntax::answer& a : s.said.answers)
    misfit(a.at, name + " is a workflow and answers when it has ended", "take `answer` away");
  for (const syntax::revision& r : s.said.revisions)
    misfit(r.at, name + " is a workflow, and its own steps say what is revised",
           "take `revise` away");
  for (const syntax::compensation& c : s.said.compensations)
    misfit(c.at, name + " is a workflow and is taken back as a whole by its own steps",
           "take `compensate` away");
}

step_clauses workflow_checker::gather(const syntax::step& s, const step_callee& what) {
  step_clauses all;
  all.is_workflow = what.flow.has_value();
  gather_from(s.said, "step", true, what, s, all);
  fitting(s, what);
  const auto from_policy = [&](const syntax::identifier& name, const unit& in) {
    const auto policy = all_.policy_named(in, name.text);
    if (policy)
      gather_from(policy.said->said, "policy " + name.text, false, what, s, all);
    return policy.said;
  };
  if (s.policy && what.flow)
    report(diagnostics_, codes::clause_misplaced, s.policy->at,
           quoted(what.name()) + " is a workflow, and policies are for calls of operations",
           "take `with " + s.policy->text + "` away");
  else if (s.policy && !from_policy(*s.policy, in_)) {
    all.lacks_policy = true;
    report(
        diagnostics_, codes::unknown_policy, s.policy->at,
        "there is no policy " + quoted(s.policy->text),
        meant(s.policy->text, all_.policy_names(in_), "declare it, or import the file that does"));
  }
  const checked_contract* contract = what.operation ? what.operation->contract : nullptr;
  if (contract && contract->said->policy) {
    all.of_contract = from_policy(*contract->said->policy, *contract->file);
    all.lacks_policy = all.of_contract == nullptr || all.lacks_policy;
  }
  all.answers_later = all.answer && all.answer->is_later;
  return all;
}

} // namespace gantry::dsl
