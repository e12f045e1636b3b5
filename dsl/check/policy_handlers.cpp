#include "dsl/check/library.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/walk.hpp"

#include <algorithm>
#include <optional>

/// What the handlers of policies may name.
namespace gantry::dsl {

namespace {

/// The policies that steps name themselves, with `with`: what those call is not known here.
std::set<std::string> named_by_steps(const std::vector<unit>& units) {
  std::set<std::string> names;
  const auto look = [&](const syntax::block& b) {
    each_statement_anywhere(b, [&](const syntax::statement& s) {
      const auto* step = std::get_if<syntax::step>(&s.is);
      if (step != nullptr && step->policy)
        names.insert(step->policy->text);
    });
  };
  for (const unit& u : units)
    for (const syntax::workflow& w : u.said.workflows) {
      look(w.body);
      for (const syntax::handler& h : w.handlers)
        for (const syntax::arm& a : h.arms)
          look(a.body);
    }
  return names;
}

} // namespace

/// What operations and answers of the contracts with a policy may say; nothing when that is not
/// known, or no contract has it.
std::optional<std::vector<std::string>> library::errors_under(const syntax::policy& p) const {
  std::vector<std::string> errors = {"refused", "unknown"};
  bool is_used = false;
  for (const auto& [said, c] : contracts_) {
    if (!said->policy || policy_named(*c.file, said->policy->text).said != &p)
      continue;
    is_used = true;
    if (said->is_broken)
      return std::nullopt;
    for (const operation& o : c.operations)
      for (const error_declaration& e : o.errors)
        errors.push_back(e.name);
    for (const auto& of_event : c.event_errors)
      for (const error_declaration& e : of_event)
        errors.push_back(e.name);
  }
  return is_used ? std::optional(std::move(errors)) : std::nullopt;
}

/// A policy may handle what only some of its operations answer, and not what none does.
void library::check_policy_handlers() {
  const std::set<std::string> by_steps = named_by_steps(units_);
  for (const unit& u : units_)
    for (const syntax::policy& p : u.said.policies) {
      const auto errors = by_steps.contains(p.name.text) ? std::nullopt : errors_under(p);
      if (!errors)
        continue;
      for (const syntax::error_clause& clause : p.said.handlers)
        for (const syntax::identifier& error : clause.errors)
          if (std::find(errors->begin(), errors->end(), error.text) == errors->end())
            report(diagnostics_, codes::undeclared_error, error.at,
                   "nothing that has the policy " + quoted(p.name.text) + " declares the error " +
                       quoted(error.text),
                   meant(error.text, *errors, "add it to `errors` of an operation or event"));
    }
}

} // namespace gantry::dsl
