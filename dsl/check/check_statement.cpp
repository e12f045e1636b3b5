#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

/// One function a statement; larger ones stand in files of their own.
namespace gantry::dsl {

void workflow_checker::statement(const syntax::statement& s, const surroundings& where) {
  here_ = s.at;
  const bool is_branch = std::holds_alternative<syntax::branch>(s.is);
  if (is_branch && !where.in_parallel)
    misplaced("`branch` stands outside `parallel`",
              "put it into `parallel { … }`, or take the word and its braces away");
  surroundings inner = where;
  inner.in_parallel = false;
  std::visit([&](const auto& one) { visit(one, inner); }, s.is);
}

void workflow_checker::misplaced(const std::string& what, const std::string& help) {
  report(diagnostics_, codes::misplaced, here_, what, help);
}

void workflow_checker::visit(const syntax::let& l, const surroundings& where) {
  if (!l.choice && !l.cases) {
    const auto of = value(l.value, nullptr);
    bind(l.name, of ? of : dynamic_type(), &l, true, of == nullptr);
    bind_personal(l.name, is_personal(l.value));
    return;
  }
  std::vector<yielded> yields;
  surroundings inner = where;
  inner.yields = &yields;
  inner.yield_expected = nullptr;
  inner.in_body = false;
  const auto errors_before = errors();
  if (l.choice)
    visit(*l.choice, inner);
  else
    visit(*l.cases, inner);
  // What a mistake inside lets through would be told again wherever the name is read.
  type_ref all = joined(yields, nullptr);
  const bool is_refused = !is_any_known(yields) || errors() != errors_before;
  bind(l.name, std::move(all), &l, true, is_refused);
  bind_personal(l.name, is_any_personal(yields));
}

void workflow_checker::visit(const syntax::if_else& b, const surroundings& where) {
  const auto of = value(b.condition, b.as ? nullptr : boolean_type());
  scopes_.open();
  if (b.as) {
    const bool may_be_absent = of && (is_optional(*of) || of->is == type::kind::dynamic);
    if (of && !may_be_absent)
      report(diagnostics_, codes::not_optional, span_of(*b.condition),
             quoted(text_of(*b.condition)) + " is " + to_string(*of) + " and never absent",
             "use it as it is");
    bind(*b.as, of && is_optional(*of) ? of->element : dynamic_type(), &b, false, of == nullptr);
    bind_personal(*b.as, is_personal(b.condition));
  }
  statements(b.then, where);
  close_scope();
  if (b.otherwise)
    block(*b.otherwise, where);
}

void workflow_checker::visit(const syntax::stage& s, const surroundings& where) {
  if (!where.in_body)
    misplaced("the stage " + quoted(s.name.text) + " stands inside a block that may not pass it",
              "stages stand in the body of the workflow, or in an `if`, `match` or `repeat` of it");
}

void workflow_checker::visit(const syntax::exit& e, const surroundings& where) {
  using word = syntax::exit::word;
  if (e.is != word::yield) {
    if (where.in_level)
      misplaced("a service level stands beside the path and cannot end or stop it",
                "tell somebody instead: `emit CONTRACT.EVENT(…)`");
    else if (where.in_undo && e.is != word::hold)
      misplaced("a compensation is under way already and cannot reject or cancel",
                "hold the order instead: `hold \"…\"`");
    value(e.value, string_type());
    return;
  }
  if (!where.yields) {
    misplaced("`yield` gives a value to nobody here",
              "it belongs into `let NAME = if …`, `each`, `repeat`, an `on` block or an `else` of "
              "a step");
    value(e.value, nullptr);
    return;
  }
  // `none` makes the result optional, so it is typed before it is measured.
  const auto before = diagnostics_.size();
  auto of = value(e.value, nullptr);
  if (of && of->is != type::kind::none && where.yield_expected) {
    diagnostics_.resize(before);
    of = value(e.value, where.yield_expected);
  }
  where.yields->push_back({of, e.value ? span_of(*e.value) : here_, is_personal(e.value)});
}

void workflow_checker::visit(const syntax::break_out&, const surroundings& where) {
  not_run("break", here_);
  if (!where.in_repeat)
    misplaced("`break` ends a `repeat`, and there is none around it",
              "take it away, or leave with `reject`, `cancel` or `hold`");
}

void workflow_checker::visit(const syntax::give_back& g, const surroundings& where) {
  if (where.in_handler || where.in_level || where.in_undo || where.step != nullptr) {
    misplaced("`return` stands inside a block that does not end the workflow",
              "a workflow returns from its body");
    return;
  }
  if (where.in_fan) {
    misplaced("`return` stands where other branches are still under way",
              "return behind the `parallel` or `each`, when all of it is done");
    return;
  }
  if (g.is_bare) {
    if (result_.returns)
      report(diagnostics_, codes::no_return, here_,
             "the workflow's result is " + to_string(*result_.returns) +
                 ", and nothing is returned",
             "write `return …` with the result");
    return;
  }
  if (!g.value)
    return;
  if (!result_.returns)
    report(diagnostics_, codes::nothing_to_return, span_of(*g.value),
           "the workflow declares no result", "add `-> TYPE` behind its parameters");
  value(g.value, result_.returns);
}

void workflow_checker::visit(const syntax::retry& r, const surroundings& where) {
  if (where.step == nullptr || !where.may_retry) {
    misplaced("`retry` makes a step again, and no step is at hand",
              "it belongs into an `on` block of a step");
    return;
  }
  retry_rule(r, where);
}

void workflow_checker::visit(const syntax::emit& e, const surroundings&) {
  not_run("emit", here_);
  const checked_contract* contract = nullptr;
  const event_declaration* declared = event_named(e.event, contract);
  if (!declared) {
    for (const syntax::labelled& a : e.event.arguments)
      value(a.value, nullptr);
    return;
  }
  const auto index = static_cast<std::size_t>(declared - contract->events.data());
  if (!contract->event_errors[index].empty())
    report(diagnostics_, codes::answers_only, e.event.at,
           quoted(declared->full_name()) + " has errors, so it can only be an answer to a call",
           "emit another event");
  arguments(e.event.arguments, e.event.at, declared->full_name(), declared->parameters);
  for (const syntax::labelled& a : e.event.arguments)
    keep_personal(a.value, "an event");
}

void workflow_checker::visit(const syntax::broken& b, const surroundings&) {
  result_.is_partial = true;
  names_not_read_ += b.lacks_name ? 1 : 0;
  for (const syntax::identifier& name : b.binds)
    if (scopes_.find(name.text) == nullptr)
      bind(name, dynamic_type(), &name, false, true);
}

} // namespace gantry::dsl
