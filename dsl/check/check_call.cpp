#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

/// Calls of operations and workflows.
namespace gantry::dsl {

std::string step_callee::name() const {
  if (operation)
    return operation->callee().full_name();
  return flow ? flow->said->name.text : std::string{};
}

type_ref step_callee::returns() const {
  if (operation)
    return operation->callee().returns;
  return flow ? flow->returns : nullptr;
}

const error_declaration* step_callee::declared(const std::string& error) const {
  for (const error_declaration& e : errors)
    if (e.name == error)
      return &e;
  return nullptr;
}

bool step_callee::has_outcome(const std::string& error) const {
  return std::find(outcomes.begin(), outcomes.end(), error) != outcomes.end();
}

step_callee workflow_checker::callee(const syntax::step& s) {
  step_callee what;
  if (s.what.contract) {
    what.outcomes = {"refused", "unknown"};
    what.operation = call(s.what);
    if (!what.operation)
      return what;
    what.errors = what.operation->callee().errors;
    const checked_contract& contract = *what.operation->contract;
    const std::uint32_t answer = contract.answers[what.operation->operation];
    if (answer == no_index && what.operation->said().answer) {
      what.operation = nullptr; // its answer was not understood, so what comes back is not known
      return what;
    }
    if (answer != no_index) {
      what.answer = &contract.events[answer];
      for (const error_declaration& e : contract.event_errors[answer])
        what.errors.push_back(e);
    }
    return what;
  }
  what.outcomes = {"rejected", "cancelled"};
  what.flow = all_.workflow_named(in_, s.what.name.text);
  if (what.flow) {
    not_run("a step that calls a workflow", s.what.at);
    if (!flow_call(s.what, *what.flow))
      what.flow.reset(); // another one was meant
    return what;
  }
  std::string help =
      meant(s.what.name.text, all_.workflow_names(in_),
            "an operation is named with its contract: `CONTRACT." + s.what.name.text + "(…)`");
  for (const std::string& contract : all_.contract_names(in_))
    if (const checked_contract* c = all_.contract_named(in_, contract))
      for (const operation& o : c->operations)
        if (o.name == s.what.name.text)
          help = "an operation is named with its contract: `" + o.full_name() + "(…)`";
  for (const unit& u : all_.units())
    for (const syntax::workflow& w : u.said.workflows)
      if (w.name.text == s.what.name.text)
        help = "it is declared in " + quoted(u.said.path) + ": import that file";
  report(diagnostics_, codes::unknown_workflow, s.what.name.at,
         "there is no workflow " + quoted(s.what.name.text), help);
  for (const syntax::labelled& a : s.what.arguments)
    value(a.value, nullptr);
  return what;
}

const checked_contract* workflow_checker::contract_of(const syntax::call& c) {
  if (!c.contract)
    return nullptr;
  const checked_contract* found = all_.contract_named(in_, c.contract->text);
  if (found)
    return found;
  for (const unit& u : all_.units())
    for (const syntax::broken_declaration& d : u.said.broken)
      for (const syntax::identifier& bound : d.binds)
        if (bound.text == c.contract->text)
          return nullptr;
  std::string help =
      meant(c.contract->text, all_.contract_names(in_), "declare it, or import the file that does");
  for (const unit& u : all_.units())
    for (const syntax::contract& other : u.said.contracts)
      if (other.name.text == c.contract->text)
        help = "it is declared in " + quoted(u.said.path) + ": import that file";
  report(diagnostics_, codes::unknown_contract, c.contract->at,
         "there is no contract " + quoted(c.contract->text), help);
  return nullptr;
}

/// Several arguments, and the callee knows none of them: something else was meant to be called.
/// That is told once, and nothing else is said about the call.
bool workflow_checker::takes_none_of(const syntax::call& c, const std::string& callee,
                                     const std::vector<field>& parameters) {
  std::vector<std::string> given;
  for (const syntax::labelled& a : c.arguments) {
    given.push_back(a.name.text);
    for (const field& p : parameters)
      if (p.name == a.name.text || !words::nearest(a.name.text, names_of(parameters)).empty())
        return false;
  }
  if (given.size() < 2)
    return false;
  report(diagnostics_, codes::argument_unknown, c.name.at,
         quoted(callee) +
             (parameters.empty() ? " takes nothing" : " takes " + listed(names_of(parameters))) +
             ", not " + listed(given),
         "call what takes these, or give what is taken");
  for (const syntax::labelled& a : c.arguments)
    value(a.value, nullptr);
  return true;
}

/// The arguments in the order of the parameters; null where one is left out.
std::vector<const syntax::labelled*>
workflow_checker::arguments(const std::vector<syntax::labelled>& given, const source_span& at,
                            const std::string& callee, const std::vector<field>& parameters) {
  std::vector<const syntax::labelled*> ordered(parameters.size(), nullptr);
  std::size_t unknown = 0;
  for (const syntax::labelled& a : given) {
    const auto p = std::find_if(parameters.begin(), parameters.end(),
                                [&](const field& f) { return f.name == a.name.text; });
    if (p == parameters.end()) {
      ++unknown;
      report(diagnostics_, codes::argument_unknown, a.name.at,
             quoted(callee) + " has no parameter " + quoted(a.name.text),
             meant(a.name.text, names_of(parameters),
                   parameters.empty() ? "it takes nothing"
                                      : "it takes " + listed(names_of(parameters))));
      value(a.value, nullptr);
      continue;
    }
    const syntax::labelled*& place = ordered[static_cast<std::size_t>(p - parameters.begin())];
    if (place)
      report(diagnostics_, codes::argument_doubled, a.name.at,
             quoted(a.name.text) + " is given twice", "keep one of them");
    place = &a;
    value(a.value, p->of);
  }
  std::vector<field> missing;
  for (std::size_t i = 0; i < ordered.size(); ++i)
    if (!ordered[i] && !is_optional(*parameters[i].of))
      missing.push_back(parameters[i]);
  // A misspelt label is told once, not as one too many and one too few.
  missing.erase(missing.begin(),
                missing.begin() + static_cast<std::ptrdiff_t>(std::min(unknown, missing.size())));
  tell_missing(missing, at, callee);
  return ordered;
}

void workflow_checker::tell_missing(const std::vector<field>& missing, const source_span& at,
                                    const std::string& callee) {
  if (missing.empty())
    return;
  const auto shown = [](const field& f) { return quoted(f.name) + ": " + to_string(*f.of); };
  std::string needed = shown(missing.front());
  std::string help = "add `" + missing.front().name + ": …`";
  for (std::size_t i = 1; i < missing.size(); ++i) {
    needed += (i + 1 == missing.size() ? " and " : ", ") + shown(missing[i]);
    help += ", `" + missing[i].name + ": …`";
  }
  report(diagnostics_, codes::argument_missing, at, quoted(callee) + " needs " + needed, help);
}

const checked_call* workflow_checker::call(const syntax::call& c) {
  const checked_contract* contract = contract_of(c);
  const auto judge_alone = [&]() -> const checked_call* {
    for (const syntax::labelled& a : c.arguments)
      value(a.value, nullptr);
    return nullptr;
  };
  if (!contract) {
    if (!c.contract)
      report(diagnostics_, codes::unknown_operation, c.name.at,
             "an operation is named with its contract", "write `CONTRACT." + c.name.text + "`");
    return judge_alone();
  }
  const auto& operations = contract->operations;
  const auto at = std::find_if(operations.begin(), operations.end(),
                               [&](const operation& o) { return o.name == c.name.text; });
  if (at == operations.end()) {
    const bool is_event = std::any_of(contract->events.begin(), contract->events.end(),
                                      [&](const auto& e) { return e.name == c.name.text; });
    if (is_event || !contract->said->is_broken)
      report(diagnostics_, codes::unknown_operation, c.name.at,
             is_event ? quoted(c.full_name()) + " is an event, not an operation"
                      : "the contract " + quoted(c.contract->text) + " has no operation " +
                            quoted(c.name.text),
             is_event ? "wait for it: `wait NAME = " + c.full_name() + "(…)`, or `emit` it"
                      : meant(c.name.text, names_of(operations),
                              "it has " + listed(names_of(operations))));
    return judge_alone();
  }
  if (takes_none_of(c, at->full_name(), at->parameters))
    return nullptr;
  checked_call checked;
  checked.contract = contract;
  checked.operation = static_cast<std::uint32_t>(at - operations.begin());
  checked.arguments = arguments(c.arguments, c.at, at->full_name(), at->parameters);
  return &(result_.calls[&c] = std::move(checked));
}

bool workflow_checker::flow_call(const syntax::call& c, const workflow_signature& flow) {
  if (takes_none_of(c, c.name.text, flow.parameters))
    return false;
  arguments(c.arguments, c.at, c.name.text, flow.parameters);
  result_.flows[&c] = flow;
  return true;
}

} // namespace gantry::dsl
