#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/types/builders.hpp"

#include <utility>

namespace gantry::dsl {

void workflow_checker::visit(const syntax::wait& w, const surroundings& where) {
  const checked_event* e = event(w.event);
  const type_ref record = e ? e->declared().as_record : dynamic_type();
  std::vector<yielded> yields;
  if (w.until) {
    surroundings inner = where;
    inner.yields = &yields;
    inner.yield_expected = e ? record : nullptr;
    inner.step = nullptr;
    inner.may_retry = false;
    deadline_rule(*w.until, inner);
    counted_from(*w.until, inner);
  }
  bind(w.name, yields.empty() ? record : joined(yields, record), &w, false, e == nullptr);
  if (w.where)
    value(w.where, boolean_type());
}

void workflow_checker::visit(const syntax::wait_first& w, const surroundings& where) {
  not_run("wait first", w.at);
  std::vector<yielded> yields;
  surroundings inner = where;
  inner.in_body = false;
  if (w.name) {
    inner.yields = &yields;
    inner.yield_expected = nullptr;
  }
  for (const syntax::wait_arm& a : w.arms) {
    here_ = a.at;
    const checked_event* e = event(a.event);
    scopes_.open();
    bind(a.name, e ? e->declared().as_record : dynamic_type(), &a, false, e == nullptr);
    if (a.where)
      value(a.where, boolean_type());
    statements(a.body, inner);
    close_scope();
  }
  if (w.arms.empty() && !w.is_broken)
    report(diagnostics_, codes::expected, w.at, "this `wait first` waits for no event",
           "add what it waits for: `NAME = CONTRACT.EVENT(…) { … }`");
  if (w.until) {
    deadline_rule(*w.until, inner);
    counted_from(*w.until, inner);
  }
  if (!w.name)
    return;
  if (!yields.empty())
    result_.yielding.insert(&w);
  bind(*w.name, joined(yields, nullptr), &w);
  bind_personal(*w.name, is_any_personal(yields));
}

void workflow_checker::visit(const syntax::wait_time& w, const surroundings& where) {
  if (w.length)
    lasting(*w.length, "a wait");
  if (!w.until)
    return;
  const type_ref of = value(w.until, nullptr);
  const bool is_condition = of && of->is == type::kind::boolean;
  if (of && !is_condition && of->is != type::kind::timestamp && of->is != type::kind::dynamic)
    report(diagnostics_, codes::until_wrong, span_of(*w.until),
           quoted(text_of(*w.until)) + " is " + to_string(*of) +
               ", and one waits until a time or until something is true",
           of->is == type::kind::duration ? "a length of time is waited with `wait for`"
                                          : "write a timestamp or a condition");
  if (is_condition || w.at_latest)
    not_run(is_condition ? "wait until a condition" : "a deadline of wait until", here_);
  if (is_condition && !w.at_latest && !w.is_broken)
    report(diagnostics_, codes::deadline_missing, here_, "the wait has no deadline",
           "say how long and what then: `{ within 2d else hold \"…\" }`");
  if (w.at_latest) {
    surroundings inner = where;
    inner.step = nullptr;
    inner.may_retry = false;
    deadline_rule(*w.at_latest, inner);
  }
}

} // namespace gantry::dsl
