#include "dsl/check/constants.hpp"
#include "dsl/check/environment.hpp"
#include "dsl/check/report.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

/// Family 03: contracts, their operations and events.
namespace gantry::dsl {

void library::check_contracts() {
  for (const unit& u : units_)
    for (const syntax::contract& said : u.said.contracts) {
      checked_contract c;
      c.said = &said;
      c.file = &u;
      check_contract(c);
      contracts_.emplace(&said, std::move(c));
    }
  check_policy_handlers();
}

void library::check_contract(checked_contract& c) {
  if (c.said->policy && !policy_named(*c.file, c.said->policy->text)) {
    const std::string near = words::nearest(c.said->policy->text, policy_names(*c.file));
    report(diagnostics_, codes::unknown_policy, c.said->policy->at,
           "there is no policy " + quoted(c.said->policy->text),
           near.empty() ? "declare it, or import the file that does"
                        : "did you mean " + quoted(near) + "?");
  }
  for (const syntax::operation& said : c.said->operations) {
    operation o;
    o.contract = c.said->name.text;
    o.name = said.name.text;
    o.effect = said.effect;
    o.parameters = fields(*c.file, said.parameters);
    if (said.returns)
      o.returns = resolve(*c.file, *said.returns);
    for (const syntax::declared_error& e : said.errors)
      o.errors.push_back(error_of(*c.file, e));
    c.operations.push_back(std::move(o));
  }
  for (std::size_t i = 0; i < c.operations.size(); ++i)
    check_operation(c, i);
  for (const syntax::event& said : c.said->events)
    check_event(c, said);
  for (std::size_t i = 0; i < c.operations.size(); ++i) {
    check_answer(c, i);
    check_pace(c, i);
  }
  for (const syntax::batch& said : c.said->batches)
    check_batch(c, said);
}

error_declaration library::error_of(const unit& in, const syntax::declared_error& said) {
  error_declaration e;
  e.name = said.name.text;
  e.parameters = fields(in, said.parameters);
  e.as_record = make_record_type("", e.parameters);
  return e;
}

void library::check_operation(checked_contract& c, std::size_t index) {
  const syntax::operation& said = c.said->operations[index];
  for (const syntax::parameter& p : said.parameters)
    if (p.is_key)
      report(diagnostics_, codes::key_misplaced, p.name.at,
             "`key` marks parameters of events and fields of types, not of operations",
             "take the `key` away");
  if (said.finder) {
    check_finder(c, index);
  }
  if (!said.settle)
    return;
  if (said.effect != effect_class::idempotent || said.finder) {
    report(diagnostics_, codes::settle_misplaced, said.name.at,
           "`settle` alone belongs to an `idempotent` operation",
           said.effect == effect_class::once ? "write `verify FINDER(PARAMETER: key) settle …`"
                                             : "take it away: a read has nothing to settle");
    return;
  }
  c.operations[index].settle = constant_duration(*this, *c.file, said.settle);
}

void library::check_finder(checked_contract& c, std::size_t index) {
  const syntax::operation& said = c.said->operations[index];
  const syntax::verify& v = *said.finder;
  if (said.effect != effect_class::once)
    report(diagnostics_, codes::settle_misplaced, v.at, "`verify` belongs to a `once` operation",
           "a " + std::string(said.effect == effect_class::read ? "read" : "idempotent call") +
               " is simply made again under its key");
  if (!v.settle && !c.said->is_broken)
    report(diagnostics_, codes::settle_missing, v.at,
           "this `verify` does not say how long an effect may still take to show",
           "add `settle 2s within 2min` with the times of the far system");
  const auto wrong = [&](const source_span& at, const std::string& why,
                         const std::string& help) -> diagnostic& {
    return report(diagnostics_, codes::finder_wrong, at, why, help);
  };
  const auto at = std::find_if(c.operations.begin(), c.operations.end(),
                               [&](const operation& o) { return o.name == v.finder.text; });
  if (at == c.operations.end()) {
    if (c.said->is_broken)
      return;
    wrong(v.finder.at, "the contract has no operation " + quoted(v.finder.text),
          meant(v.finder.text, names_of(c.operations),
                "declare `read " + v.finder.text + "(reference: string) -> …[]`"));
    return;
  }
  const operation& finder = *at;
  const operation& self = c.operations[index];
  const source_span& declared =
      c.said->operations[static_cast<std::size_t>(at - c.operations.begin())].name.at;
  if (finder.effect != effect_class::read) {
    wrong(v.finder.at, quoted(finder.name) + " is not a `read`, and a finder only looks",
          "declare it as `read`, or name the operation that finds what this one makes")
        .notes.push_back({declared, "it is declared here"});
    return;
  }
  const bool takes_one =
      finder.parameters.size() == 1 && (finder.parameters[0].of->is == type::kind::string ||
                                        finder.parameters[0].of == unknown_type());
  if (takes_one && finder.parameters[0].name != v.parameter.text) {
    wrong(v.parameter.at, quoted(finder.name) + " has no parameter " + quoted(v.parameter.text),
          meant(v.parameter.text, {finder.parameters[0].name},
                "it takes the key as " + quoted(finder.parameters[0].name)));
    return;
  }
  if (finder.parameters.size() != 1 || finder.parameters[0].name != v.parameter.text ||
      (finder.parameters[0].of->is != type::kind::string &&
       finder.parameters[0].of != unknown_type()))
    wrong(v.parameter.at, "a finder takes the key and nothing else",
          "declare it as `" + finder.name + "(" + v.parameter.text + ": string)`");
  if (!finder.returns ||
      (finder.returns->is != type::kind::list && !is_optional(*finder.returns))) {
    wrong(v.finder.at, quoted(finder.name) + " does not return a list",
          "a finder returns all documents under the key: `-> " +
              (self.returns ? to_string(*self.returns) : std::string("Document")) + "[]`");
    return;
  }
  const type_ref document = finder.returns->element;
  if (is_optional(*finder.returns))
    warn(diagnostics_, codes::finder_wrong, v.finder.at,
         quoted(finder.name) + " returns at most one document, so duplicates cannot be seen",
         "return a list where the far side can");
  if (self.returns && !assignable(*document, *self.returns))
    wrong(v.finder.at,
          quoted(finder.name) + " finds " + to_string(*document) + ", but the operation returns " +
              to_string(*self.returns),
          "let both name the same type");
  verification checked{};
  checked.finder = static_cast<std::uint32_t>(at - c.operations.begin());
  checked.parameter = v.parameter.text;
  checked.settle = constant_duration(*this, *c.file, v.settle).value_or(duration{});
  checked.within = constant_duration(*this, *c.file, v.within).value_or(duration{});
  if (v.settle && v.within && checked.settle > checked.within)
    report(diagnostics_, codes::settle_times_wrong, v.at,
           "the far system is asked after " + format_duration(checked.settle) +
               " for the first time, and only until " + format_duration(checked.within),
           "write the shorter time behind `settle` and the longer one behind `within`");
  if (v.match && !mentions_broken(*c.file, *v.match)) {
    declaration_environment names(*this, *c.file, self.parameters);
    names.add("found", document);
    checked.match = compile_expression(*v.match, names, boolean_type(), diagnostics_);
  }
  c.operations[index].verify = std::move(checked);
}

void library::check_event(checked_contract& c, const syntax::event& said) {
  event_declaration e;
  e.contract = c.said->name.text;
  e.name = said.name.text;
  e.parameters = fields(*c.file, said.parameters);
  for (std::size_t i = 0; i < e.parameters.size(); ++i) {
    const field& p = e.parameters[i];
    if (!p.is_key)
      continue;
    e.keys.push_back(p.name);
    if (!is_scalar(*p.of) && p.of != unknown_type())
      report(diagnostics_, codes::not_scalar, said.parameters[i].name.at,
             "the key " + quoted(p.name) + " is " + to_string(*p.of) +
                 ", and orders are told apart by one plain value that is always there",
             is_optional(*p.of) ? "take the `?` away" : "make it a `string`, or another field");
  }
  e.as_record = make_record_type("", e.parameters);
  if (said.keep)
    e.keep = constant_duration(*this, *c.file, said.keep);
  if (e.keep && e.keep->ns <= 0)
    report(diagnostics_, codes::no_time, said.keep->at,
           "an event that is kept for no time is gone before anybody waits for it",
           "write how long: `keep 30d`, or leave `keep` away when it is only emitted");
  std::vector<error_declaration> errors;
  for (const syntax::declared_error& declared : said.errors)
    errors.push_back(error_of(*c.file, declared));
  c.events.push_back(std::move(e));
  c.event_errors.push_back(std::move(errors));
}

} // namespace gantry::dsl
