#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/types/builders.hpp"

#include <utility>

/// One function a statement; steps stand in check_step.cpp.
namespace gantry::dsl {

void workflow_checker::statement(const syntax::statement& s, const surroundings& where) {
  here_ = s.at;
  std::visit([&](const auto& one) { visit(one, where); }, s.is);
}

void workflow_checker::misplaced(const std::string& what, const std::string& help) {
  report(diagnostics_, codes::misplaced, here_, what, help);
}

void workflow_checker::visit(const syntax::let& l, const surroundings& where) {
  if (!l.choice) {
    const auto of = value(l.value, nullptr);
    bind(l.name, of ? of : dynamic_type(), &l, true, of == nullptr);
    return;
  }
  std::vector<type_ref> yields;
  surroundings inner = where;
  inner.yields = &yields;
  inner.yield_expected = nullptr;
  visit(*l.choice, inner);
  bind(l.name, joined(yields, nullptr, l.name.at), &l, true, yields.empty());
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
  }
  for (const syntax::statement& s : b.then.statements)
    statement(s, where);
  close_scope();
  if (b.otherwise)
    block(*b.otherwise, where);
}

void workflow_checker::visit(const syntax::wait& w, const surroundings& where) {
  const checked_event* e = event(w.event);
  const type_ref record = e ? e->declared().as_record : dynamic_type();
  std::vector<type_ref> yields;
  if (w.until) {
    surroundings inner = where;
    inner.yields = &yields;
    inner.yield_expected = e ? record : nullptr;
    inner.step = nullptr;
    inner.may_retry = false;
    deadline_rule(*w.until, inner);
  }
  bind(w.name, yields.empty() ? record : joined(yields, record, w.name.at), &w, false,
       e == nullptr);
  if (w.where)
    value(w.where, boolean_type());
}

void workflow_checker::visit(const syntax::wait_time& w, const surroundings& where) {
  (void)where;
  if (w.length)
    duration_value(*w.length);
  if (w.until)
    value(w.until, timestamp_type());
}

void workflow_checker::visit(const syntax::stage& s, const surroundings& where) {
  if (!where.in_body)
    misplaced("the stage " + quoted(s.name.text) + " stands inside a block",
              "stages stand in the body of the workflow, or in an `if` of it");
}

void workflow_checker::visit(const syntax::exit& e, const surroundings& where) {
  using word = syntax::exit::word;
  if (e.is != word::yield) {
    value(e.value, string_type());
    return;
  }
  if (!where.yields) {
    misplaced("`yield` gives a value to nobody here",
              "it belongs into `let NAME = if …`, an `on` block or an `else` of a step");
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
  where.yields->push_back(of);
}

void workflow_checker::visit(const syntax::give_back& g, const surroundings& where) {
  if (where.in_handler || where.step != nullptr) {
    misplaced("`return` stands inside a block that does not end the workflow",
              "a workflow returns from its body");
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

void workflow_checker::visit(const syntax::broken& b, const surroundings& where) {
  (void)where;
  result_.is_partial = true;
  for (const syntax::identifier& name : b.binds)
    if (scopes_.find(name.text) == nullptr)
      bind(name, dynamic_type(), &name, false, true);
}

void workflow_checker::not_run(const std::string& word, const source_span& at) {
  result_.is_partial = true;
  report(diagnostics_, codes::not_supported, at, quoted(word) + " is not run by this version",
         "it is part of the language; this version of Gantry does not build it yet");
}

void workflow_checker::visit(const syntax::match& m, const surroundings&) {
  not_run("match", m.at);
}
void workflow_checker::visit(const syntax::parallel& p, const surroundings& where) {
  not_run("parallel", here_);
  for (const syntax::statement& s : p.body.statements)
    statement(s, where);
}
void workflow_checker::visit(const syntax::branch& b, const surroundings& where) {
  block(b.body, where);
}
void workflow_checker::visit(const syntax::each& e, const surroundings&) {
  not_run("each", e.at);
  bind(e.name, dynamic_type(), &e, false, true);
}
void workflow_checker::visit(const syntax::repeat& r, const surroundings&) {
  not_run("repeat", r.at);
  bind(r.name, dynamic_type(), &r, false, true);
}
void workflow_checker::visit(const syntax::wait_first& w, const surroundings&) {
  not_run("wait first", w.at);
  if (w.name)
    bind(*w.name, dynamic_type(), &w, false, true);
}
void workflow_checker::visit(const syntax::task& t, const surroundings&) {
  not_run("task", t.at);
  bind(t.name, dynamic_type(), &t, false, true);
}
void workflow_checker::visit(const syntax::amend&, const surroundings&) {
  not_run("amend", here_);
}
void workflow_checker::visit(const syntax::back&, const surroundings&) {
  not_run("back", here_);
}
void workflow_checker::visit(const syntax::emit&, const surroundings&) {
  not_run("emit", here_);
}
void workflow_checker::visit(const syntax::break_out&, const surroundings&) {
  not_run("break", here_);
}

} // namespace gantry::dsl
