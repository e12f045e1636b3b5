#include "dsl/check/declared_here.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

/// Events that are waited for.
namespace gantry::dsl {

/// Null after a mistake, which was reported.
const event_declaration* workflow_checker::event_named(const syntax::qualified_name& name,
                                                       const checked_contract*& contract) {
  syntax::call c;
  static_cast<syntax::qualified_name&>(c) = name;
  contract = contract_of(c);
  if (!name.contract)
    report(diagnostics_, codes::unknown_event, name.name.at, "an event is named with its contract",
           "write `CONTRACT." + name.name.text + "`");
  if (!contract)
    return nullptr;
  for (const event_declaration& e : contract->events)
    if (e.name == name.name.text)
      return &e;
  if (contract->said->is_broken)
    return nullptr;
  const auto& operations = contract->operations;
  const bool is_operation =
      std::any_of(operations.begin(), operations.end(),
                  [&](const operation& o) { return o.name == name.name.text; });
  report(diagnostics_, codes::unknown_event, name.name.at,
         is_operation ? quoted(name.full_name()) + " is an operation, not an event"
                      : "the contract " + quoted(name.contract->text) + " has no event " +
                            quoted(name.name.text),
         is_operation ? "call it: `step NAME = " + name.full_name() + "(…)`"
                      : meant(name.name.text, names_of(contract->events), "declare it there"));
  return nullptr;
}

void workflow_checker::waitable(const event_declaration& e, const checked_contract& contract,
                                const source_span& at) {
  const auto index = static_cast<std::size_t>(&e - contract.events.data());
  if (!contract.event_errors[index].empty())
    report(diagnostics_, codes::answers_only, at,
           quoted(e.full_name()) + " has errors, so it can only be an answer to a call",
           "declare it as `answer` of the operation, or take its errors away");
  if (!e.keep)
    note_not_kept(report(diagnostics_, codes::event_not_kept, at,
                         quoted(e.full_name()) + " is not kept, so it can only be emitted",
                         "declare how long it is kept: `keep 30d`"),
                  contract.said->events[index]);
  if (e.keys.empty())
    report(diagnostics_, codes::event_without_key, at,
           quoted(e.full_name()) + " has no key, so nothing says whose it is",
           "mark what names the order: `order_id: string key`");
}

const checked_event* workflow_checker::event(const syntax::call& c) {
  const checked_contract* contract = nullptr;
  const event_declaration* found = event_named(c, contract);
  if (!found) {
    for (const syntax::labelled& a : c.arguments)
      value(a.value, nullptr);
    return nullptr;
  }
  waitable(*found, *contract, c.at);
  checked_event checked;
  checked.contract = contract;
  checked.event = static_cast<std::uint32_t>(found - contract->events.data());
  checked.keys.resize(found->keys.size(), nullptr);
  for (const syntax::labelled& a : c.arguments) {
    const auto key = std::find(found->keys.begin(), found->keys.end(), a.name.text);
    if (key == found->keys.end() && found->keys.empty()) {
      value(a.value, nullptr); // that it has none was told
      continue;
    }
    if (key == found->keys.end()) {
      note_parameter(report(diagnostics_, codes::event_keys, a.name.at,
                            quoted(a.name.text) + " is not a key of " + quoted(found->full_name()),
                            meant(a.name.text, found->keys,
                                  "give its keys: " + listed(found->keys) +
                                      "; filter by others with `where`")),
                     contract->said->events[checked.event], a.name.text);
      value(a.value, nullptr);
      continue;
    }
    const field* parameter = find_field(*found->as_record, a.name.text);
    checked.keys[static_cast<std::size_t>(key - found->keys.begin())] = &a;
    key_value(a, *parameter);
  }
  const bool has_unknown =
      std::any_of(c.arguments.begin(), c.arguments.end(), [&](const syntax::labelled& a) {
        return std::find(found->keys.begin(), found->keys.end(), a.name.text) == found->keys.end();
      });
  for (std::size_t i = 0; i < checked.keys.size(); ++i)
    if (!checked.keys[i] && !(has_unknown && c.arguments.size() >= checked.keys.size()))
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
