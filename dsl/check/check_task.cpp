#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

/// Tasks: what a person sees, enters and chooses, and by when.
namespace gantry::dsl {

void workflow_checker::visit(const syntax::task& t, const surroundings& where) {
  not_run("task", t.at);
  if (where.in_level || where.in_undo)
    misplaced("a task stands where nobody waits for it", "tasks stand on the path of the flow");
  value(t.whom, string_type());
  keep_personal(t.whom, "whose task it is");
  std::set<std::string> shown;
  for (const syntax::label& l : t.show) {
    value(l.value, nullptr);
    keep_personal(l.value, "`show`");
    if (!shown.insert(l.name.text).second)
      report(diagnostics_, codes::doubled_name, l.name.at, quoted(l.name.text) + " is shown twice",
             "give one of them another name");
  }
  std::vector<std::string> members;
  for (const syntax::identifier& c : t.choose)
    members.push_back(c.text);
  std::vector<field> answer{{"choice",
                             members.empty() || t.is_broken
                                 ? string_type()
                                 : enum_of("the choices of `" + t.name.text + "`", members),
                             false, false},
                            {"by", string_type(), false, false},
                            {"at", timestamp_type(), false, false}};
  for (const syntax::entry_field& f : t.enter) {
    const type_ref of = all_.resolve(in_, f.of);
    if (f.initial)
      value(f.initial, of);
    const bool is_taken = std::any_of(answer.begin(), answer.end(), [&](const field& other) {
      return other.name == f.name.text;
    });
    if (is_taken)
      report(diagnostics_, codes::doubled_name, f.name.at,
             quoted(f.name.text) + " is in the answer of a task already", "choose another name");
    answer.push_back({f.name.text, of, false, false});
  }
  choices(t);
  stretches(t, where);
  bind(t.name, t.is_broken ? unknown_type() : make_record_type("", std::move(answer)), &t, false,
       t.is_broken);
}

void workflow_checker::choices(const syntax::task& t) {
  if (t.choose.empty() && !t.is_broken)
    report(diagnostics_, codes::choice_wrong, t.name.at,
           "the task " + quoted(t.name.text) + " gives nothing to choose",
           "add `choose NAME, …`; one choice is enough when there is only one way");
  std::set<std::string> seen;
  for (const syntax::identifier& c : t.choose)
    if (!seen.insert(c.text).second)
      report(diagnostics_, codes::choice_wrong, c.at, quoted(c.text) + " can be chosen twice",
             "keep one of them");
}

void workflow_checker::stretches(const syntax::task& t, const surroundings& where) {
  if (t.stretches.empty() && !t.is_broken)
    report(diagnostics_, codes::deadline_missing, t.at,
           "the task " + quoted(t.name.text) + " has no deadline",
           "say how long and what then: `within 4h else hold \"…\"`");
  for (std::size_t i = 0; i < t.stretches.size(); ++i) {
    const syntax::due& d = t.stretches[i];
    when(d.until);
    counted_from(d.until, where);
    if (d.escalate_to)
      value(d.escalate_to, string_type());
    if (d.choice)
      taken_in_place(t, *d.choice);
    if (d.outcome) {
      surroundings inner = where;
      inner.in_body = false;
      inner.step = nullptr;
      inner.may_retry = false;
      block(*d.outcome, inner);
    }
    const bool says_what = d.escalate_to || d.choice || d.outcome;
    if (!says_what && !t.is_broken)
      report(diagnostics_, codes::else_missing, d.at, "the deadline does not say what then",
             "add `else CHOICE`, `else escalate to \"…\" within …`, or `else hold \"…\"`");
  }
}

/// A choice that the deadline takes leaves everything as it was shown.
void workflow_checker::taken_in_place(const syntax::task& t, const syntax::identifier& choice) {
  std::vector<std::string> members;
  for (const syntax::identifier& c : t.choose)
    members.push_back(c.text);
  if (members.empty())
    return; // told already
  if (std::find(members.begin(), members.end(), choice.text) == members.end() && !t.is_broken) {
    report(diagnostics_, codes::choice_wrong, choice.at,
           quoted(choice.text) + " is no choice of the task " + quoted(t.name.text),
           meant(choice.text, members, "its choices are " + listed(members)));
    return;
  }
  for (const syntax::entry_field& f : t.enter)
    if (!f.initial && !t.is_broken && f.of.is != syntax::type_name::shape::optional)
      report(diagnostics_, codes::entry_without_value, choice.at,
             "when the time is over " + quoted(choice.text) + " is taken, and " +
                 quoted(f.name.text) + " has no value then",
             "give it one: `enter " + f.name.text + ": … = …`, or end with `else hold \"…\"`")
          .notes.push_back({f.at, "it is entered here"});
}

} // namespace gantry::dsl
