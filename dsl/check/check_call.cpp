#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

/// Calls of operations and patterns of events.
namespace gantry::dsl {

namespace {

template <class T>
std::vector<std::string> names_of(const std::vector<T>& all) {
  std::vector<std::string> names;
  for (const T& each : all)
    names.push_back(each.name);
  return names;
}

std::string meant(const std::string& name, const std::vector<std::string>& known,
                  const std::string& otherwise) {
  const std::string near = words::nearest(name, known);
  if (!near.empty())
    return "did you mean " + quoted(near) + "?";
  return otherwise;
}

std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& n : names)
    all += (all.empty() ? "" : ", ") + quoted(n);
  return all;
}

} // namespace

const checked_contract* workflow_checker::contract_of(const syntax::call& c) {
  if (!c.contract)
    return nullptr; // a called workflow: refused by the parser
  const checked_contract* found = all_.contract_named(in_, c.contract->text);
  if (found)
    return found;
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

const checked_call* workflow_checker::call(const syntax::call& c) {
  const checked_contract* contract = contract_of(c);
  const auto judge_alone = [&]() -> const checked_call* {
    for (const syntax::labelled& a : c.arguments)
      value(a.value, nullptr);
    return nullptr;
  };
  if (!contract)
    return judge_alone();
  const auto& operations = contract->operations;
  const auto at = std::find_if(operations.begin(), operations.end(),
                               [&](const operation& o) { return o.name == c.name.text; });
  if (at == operations.end()) {
    const bool is_event = std::any_of(contract->events.begin(), contract->events.end(),
                                      [&](const auto& e) { return e.name == c.name.text; });
    report(diagnostics_, codes::unknown_operation, c.name.at,
           is_event ? quoted(c.full_name()) + " is an event, not an operation"
                    : "the contract " + quoted(c.contract->text) + " has no operation " +
                          quoted(c.name.text),
           is_event ? "wait for it: `wait NAME = " + c.full_name() + "(…)`"
                    : meant(c.name.text, names_of(operations),
                            "it has " + listed(names_of(operations))));
    return judge_alone();
  }
  checked_call checked;
  checked.contract = contract;
  checked.operation = static_cast<std::uint32_t>(at - operations.begin());
  checked.arguments.resize(at->parameters.size(), nullptr);
  for (const syntax::labelled& a : c.arguments) {
    const auto p = std::find_if(at->parameters.begin(), at->parameters.end(),
                                [&](const field& f) { return f.name == a.name.text; });
    if (p == at->parameters.end()) {
      report(diagnostics_, codes::argument_unknown, a.name.at,
             quoted(at->full_name()) + " has no parameter " + quoted(a.name.text),
             meant(a.name.text, names_of(at->parameters),
                   "it takes " + listed(names_of(at->parameters))));
      value(a.value, nullptr);
      continue;
    }
    const syntax::labelled*& given =
        checked.arguments[static_cast<std::size_t>(p - at->parameters.begin())];
    if (given)
      report(diagnostics_, codes::argument_doubled, a.name.at,
             quoted(a.name.text) + " is given twice", "keep one of them");
    given = &a;
    value(a.value, p->of);
  }
  for (std::size_t i = 0; i < checked.arguments.size(); ++i)
    if (!checked.arguments[i] && !is_optional(*at->parameters[i].of))
      report(diagnostics_, codes::argument_missing, c.at,
             quoted(at->full_name()) + " needs " + quoted(at->parameters[i].name) + ": " +
                 to_string(*at->parameters[i].of),
             "add `" + at->parameters[i].name + ": …`");
  return &(result_.calls[&c] = std::move(checked));
}

const checked_event* workflow_checker::event(const syntax::call& c) {
  const checked_contract* contract = contract_of(c);
  if (!c.contract)
    report(diagnostics_, codes::unknown_event, c.name.at, "an event is named with its contract",
           "write `CONTRACT." + c.name.text + "`");
  const event_declaration* found = nullptr;
  if (contract)
    for (const event_declaration& e : contract->events)
      if (e.name == c.name.text)
        found = &e;
  if (!found) {
    if (contract)
      report(diagnostics_, codes::unknown_event, c.name.at,
             "the contract " + quoted(c.contract->text) + " has no event " + quoted(c.name.text),
             meant(c.name.text, names_of(contract->events), "declare it there"));
    for (const syntax::labelled& a : c.arguments)
      value(a.value, nullptr);
    return nullptr;
  }
  if (!found->keep)
    report(diagnostics_, codes::event_not_kept, c.at,
           quoted(found->full_name()) + " is not kept, so it can only be emitted",
           "declare how long it is kept: `keep 30d`");
  if (found->keys.empty())
    report(diagnostics_, codes::event_without_key, c.at,
           quoted(found->full_name()) + " has no key, so nothing says whose it is",
           "mark what names the order: `order_id: string key`");
  checked_event checked;
  checked.contract = contract;
  checked.event = static_cast<std::uint32_t>(found - contract->events.data());
  checked.keys.resize(found->keys.size(), nullptr);
  for (const syntax::labelled& a : c.arguments) {
    const auto key = std::find(found->keys.begin(), found->keys.end(), a.name.text);
    if (key == found->keys.end()) {
      report(diagnostics_, codes::event_keys, a.name.at,
             quoted(a.name.text) + " is not a key of " + quoted(found->full_name()),
             "give its keys: " + listed(found->keys) + "; filter by others with `where`");
      value(a.value, nullptr);
      continue;
    }
    const auto parameter = std::find_if(found->parameters.begin(), found->parameters.end(),
                                        [&](const field& f) { return f.name == a.name.text; });
    checked.keys[static_cast<std::size_t>(key - found->keys.begin())] = &a;
    key_value(a, *parameter);
  }
  for (std::size_t i = 0; i < checked.keys.size(); ++i)
    if (!checked.keys[i])
      report(diagnostics_, codes::event_keys, c.at,
             quoted(found->full_name()) + " is told apart by " + quoted(found->keys[i]) +
                 ", which is not given",
             "add `" + found->keys[i] + ": …`");
  return &(result_.events[&c] = std::move(checked));
}

/// A key is compared with one value, or with any of a list.
void workflow_checker::key_value(const syntax::labelled& given, const field& key) {
  const std::size_t before = diagnostics_.size();
  if (value(given.value, key.of) || diagnostics_.size() == before)
    return;
  std::vector<diagnostic> first(diagnostics_.begin() + static_cast<std::ptrdiff_t>(before),
                                diagnostics_.end());
  diagnostics_.resize(before);
  if (value(given.value, list_of(key.of)))
    return;
  diagnostics_.resize(before);
  diagnostics_.insert(diagnostics_.end(), first.begin(), first.end());
}

} // namespace gantry::dsl
