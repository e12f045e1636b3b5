#include "dsl/check/constants.hpp"
#include "dsl/check/environment.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/time_of_day.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

/// Family 03: batches, whose calls are collected and sent together.
namespace gantry::dsl {

namespace {

bool is_list_of_records(const type& t) {
  return t.is == type::kind::list &&
         (t.element->is == type::kind::record || t.element == unknown_type());
}

bool is_text(const field* f) {
  return f != nullptr && (f->of->is == type::kind::string || f->of == unknown_type());
}

/// A field that may be left out, and takes the values of `of` when it is there.
bool may_hold(const type& record, const std::string& name, const type& of) {
  const field* f = find_field(record, name);
  return f != nullptr && is_optional(*f->of) && assignable(of, *f->of);
}

std::string absent_or(const type_ref& of) {
  return to_string(*optional_of(of));
}

} // namespace

std::vector<std::size_t> library::members_of(checked_contract& c, const syntax::batch& said) {
  std::vector<std::size_t> members;
  for (const syntax::identifier& name : said.members) {
    const auto at = std::find_if(c.operations.begin(), c.operations.end(),
                                 [&](const operation& o) { return o.name == name.text; });
    if (at == c.operations.end()) {
      std::vector<std::string> known;
      for (const operation& o : c.operations)
        known.push_back(o.name);
      const std::string near = words::nearest(name.text, known);
      if (!c.said->is_broken)
        report(diagnostics_, codes::batch_wrong, name.at,
               "the contract " + quoted(c.said->name.text) + " has no operation " +
                   quoted(name.text),
               near.empty() ? "declare it there" : "did you mean " + quoted(near) + "?");
      continue;
    }
    if (at->effect == effect_class::read)
      report(diagnostics_, codes::batch_wrong, name.at,
             quoted(name.text) + " is a `read`, and nobody waits a night for one",
             "take it out of the batch");
    members.push_back(static_cast<std::size_t>(at - c.operations.begin()));
  }
  return members;
}

void library::check_batch(checked_contract& c, const syntax::batch& said) {
  const auto missing = [&](bool is_given, const std::string& what, const std::string& help) {
    if (!is_given && !said.is_broken)
      report(diagnostics_, codes::batch_wrong, said.name.at,
             "the batch " + quoted(said.name.text) + " does not say " + what, help);
  };
  missing(said.closes_at.line != 0, "when it closes",
          "add `closes \"22:00\" in CALENDAR, at most 5000`");
  missing(said.send.has_value(), "which operation sends it", "add `send OPERATION`");
  missing(said.answer.has_value(), "which event answers it",
          "add `answer EVENT within 10h else hold \"…\"`");
  if (said.closes_at.line != 0 && !minute_of_day(said.closes))
    report_time_of_day(said.closes, said.closes_at, diagnostics_);
  if (said.calendar)
    need_calendar(*c.file, *said.calendar);
  const declaration_environment names(*this, *c.file, {});
  if (said.at_most) {
    const expression_ptr most = compile_expression(*said.at_most, names, int_type(), diagnostics_);
    const auto v = constant_value(most, said.at_most);
    if (v && v->is_int() && v->as_int() < 1)
      report(diagnostics_, codes::batch_wrong, span_of(*said.at_most),
             "a batch holds at least one call", "write how many the far system takes at most");
  }
  if (said.until) {
    if (said.until->within)
      (void)constant_duration(*this, *c.file, said.until->within);
    if (!said.until->otherwise && !said.is_broken)
      report(diagnostics_, codes::else_missing, said.until->at,
             "the deadline does not say what then", "add `else hold \"…\"`");
  }
  check_batch_send(c, said);
  check_batch_answer(c, said);
}

/// `send` is a `once` with `verify` over `(batch: string, items: I[])`.
void library::check_batch_send(checked_contract& c, const syntax::batch& said) {
  const std::vector<std::size_t> members = members_of(c, said);
  if (!said.send)
    return;
  const syntax::identifier& name = *said.send;
  const auto wrong = [&](const std::string& why, const std::string& help) {
    report(diagnostics_, codes::batch_wrong, name.at, why, help);
  };
  const auto at = std::find_if(c.operations.begin(), c.operations.end(),
                               [&](const operation& o) { return o.name == name.text; });
  if (at == c.operations.end()) {
    if (!c.said->is_broken)
      wrong("the contract " + quoted(c.said->name.text) + " has no operation " + quoted(name.text),
            "declare it: `once " + name.text + "(batch: string, items: …[]) verify …`");
    return;
  }
  if (at->effect != effect_class::once ||
      !c.said->operations[static_cast<std::size_t>(at - c.operations.begin())].finder)
    wrong(quoted(name.text) + " sends many calls at once, so it has to be found again when its "
                              "answer is lost",
          "declare it `once` with a `verify`");
  const auto items = std::find_if(at->parameters.begin(), at->parameters.end(),
                                  [](const field& f) { return f.name == "items"; });
  const auto batch = std::find_if(at->parameters.begin(), at->parameters.end(),
                                  [](const field& f) { return f.name == "batch"; });
  if (at->parameters.size() != 2 || items == at->parameters.end() ||
      batch == at->parameters.end() || batch->of->is != type::kind::string ||
      !is_list_of_records(*items->of)) {
    wrong(quoted(name.text) + " does not take a batch",
          "declare it as `" + name.text + "(batch: string, items: ITEM[])`");
    return;
  }
  if (items->of->element == unknown_type())
    return;
  const type& item = *items->of->element;
  if (!is_text(find_field(item, "key")) || !is_text(find_field(item, "operation")))
    wrong(to_string(item) + " does not say which call an item is",
          "give it the fields `key: string` and `operation: string`");
  for (const std::size_t m : members)
    for (const field& p : c.operations[m].parameters)
      if (!may_hold(item, p.name, *p.of))
        wrong(to_string(item) + " cannot carry " + quoted(p.name) + " of " +
                  quoted(c.operations[m].name),
              "give it the field `" + p.name + ": " + absent_or(p.of) + "`");
}

/// The answer is `(batch: string key, rows: R[])`, with a row for each call.
void library::check_batch_answer(checked_contract& c, const syntax::batch& said) {
  if (!said.answer)
    return;
  const syntax::identifier& name = *said.answer;
  const auto wrong = [&](const std::string& why, const std::string& help) {
    report(diagnostics_, codes::batch_wrong, name.at, why, help);
  };
  const auto at = std::find_if(c.events.begin(), c.events.end(),
                               [&](const event_declaration& e) { return e.name == name.text; });
  if (at == c.events.end()) {
    if (!c.said->is_broken)
      wrong("the contract " + quoted(c.said->name.text) + " has no event " + quoted(name.text),
            "declare it: `event " + name.text + "(batch: string key, rows: …[]) keep 7d`");
    return;
  }
  const field* rows = find_field(*at->as_record, "rows");
  const bool is_keyed = at->keys.size() == 1 && at->keys.front() == "batch";
  if (!is_keyed || rows == nullptr || !is_list_of_records(*rows->of) || !at->keep) {
    wrong(quoted(name.text) + " does not answer a batch",
          "declare it as `event " + name.text + "(batch: string key, rows: ROW[]) keep 7d`");
    return;
  }
  if (rows->of->element == unknown_type())
    return;
  const type& row = *rows->of->element;
  if (!is_text(find_field(row, "key")) || !may_hold(row, "error", *string_type()))
    wrong(to_string(row) + " does not say which call a row answers",
          "give it the fields `key: string` and `error: string?`");
  for (const syntax::identifier& member : said.members)
    for (const operation& o : c.operations) {
      if (o.name != member.text)
        continue;
      if (o.returns && !may_hold(row, "result", *o.returns))
        wrong(to_string(row) + " cannot carry the result of " + quoted(o.name),
              "give it the field `result: " + absent_or(o.returns) + "`");
      for (const error_declaration& e : o.errors)
        for (const field& p : e.parameters)
          if (!may_hold(row, p.name, *p.of))
            wrong(to_string(row) + " cannot carry " + quoted(p.name) + " of the error " +
                      quoted(e.name),
                  "give it the field `" + p.name + ": " + absent_or(p.of) + "`");
    }
}

} // namespace gantry::dsl
