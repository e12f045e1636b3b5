#include "dsl/check/report.hpp"
#include "dsl/check/walk.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

/// Steps: what their clauses say, and what comes back.
namespace gantry::dsl {

namespace {

/// What `undo` is behind `compensate`.
type_ref undo_type() {
  static const type_ref t = make_record_type(
      "",
      {{"reason", string_type(), false, false},
       {"kind", enum_of("UndoKind", {"rejected", "cancelled", "back", "operator"}), false, false}});
  return t;
}

/// The answer's event, with the receipt beside its fields.
type_ref answered(const event_declaration& event, const type_ref& receipt) {
  std::vector<field> fields = event.parameters;
  if (receipt)
    fields.push_back({"receipt", receipt, false, false});
  return make_record_type("", std::move(fields));
}

bool returns_something(const syntax::workflow& w) {
  bool found = false;
  each_statement_anywhere(w.body, [&](const syntax::statement& s) {
    const auto* given = std::get_if<syntax::give_back>(&s.is);
    found = found || (given != nullptr && given->value != nullptr);
  });
  return found;
}

} // namespace

type_ref workflow_checker::error_record(const step_callee& what,
                                        const std::vector<std::string>& errors) {
  for (const std::string& name : errors)
    if (!what.declared(name) && !what.has_outcome(name))
      return dynamic_type(); // told already
  // Of several errors: the parameters that all have.
  std::vector<field> shared;
  bool first = true;
  for (const std::string& name : errors) {
    const error_declaration* e = what.declared(name);
    const std::vector<field> own =
        e ? e->parameters : std::vector<field>{{"reason", string_type(), false, false}};
    if (first)
      shared = own;
    else
      std::erase_if(shared, [&](const field& f) {
        return std::none_of(own.begin(), own.end(), [&](const field& o) {
          return o.name == f.name && assignable(*o.of, *f.of);
        });
      });
    first = false;
  }
  if (errors.size() == 1 && what.declared(errors.front()))
    return what.declared(errors.front())->as_record;
  return make_record_type("", std::move(shared));
}

void workflow_checker::handlers_of(const syntax::step& s, const step_callee& what,
                                   const step_clauses& clauses, const surroundings& where,
                                   std::vector<yielded>& yields) {
  for (const step_clauses::handler& h : clauses.handlers) {
    const while_here<const void*> owned(owner_, h.from.owner);
    scopes fresh;
    const bool from_policy = h.from.owner != nullptr;
    if (from_policy) { // its blocks see no name of the flow
      fresh.open();
      std::swap(fresh, scopes_);
    }
    scopes_.open();
    if (h.said->as)
      bind(*h.said->as, what.is_known() ? error_record(what, h.errors) : dynamic_type(), h.said,
           false, !what.is_known());
    surroundings inner = where;
    inner.step = &s;
    inner.in_body = false;
    inner.yields = &yields;
    inner.yield_expected =
        what.answer && !clauses.answers_later ? what.answer->as_record : what.returns();
    inner.may_retry = !what.flow;
    if (from_policy) { // nor where the step stands
      inner.in_undo = false;
      inner.in_level = false;
    }
    statements(h.said->body, inner);
    close_scope();
    if (from_policy)
      std::swap(fresh, scopes_);
  }
}

void workflow_checker::retry_rule(const syntax::retry& r, const surroundings& where) {
  value(r.times, int_type());
  if (r.every)
    duration_value(*r.every);
  for (const expression_syntax_ptr& span : {r.from, r.to})
    if (span)
      duration_value(span);
  if (!r.otherwise)
    return;
  surroundings inner = where;
  inner.in_body = false;
  block(*r.otherwise, inner);
}

void workflow_checker::when(const syntax::when& w) {
  if (w.within)
    lasting(*w.within, "a deadline");
  if (w.by)
    value(w.by, timestamp_type());
  if (w.of_stage)
    stage_named(*w.of_stage);
}

/// A deadline of the body counts from what stands above it. A handler runs whenever its event
/// comes, and a later round may have passed what stands below.
void workflow_checker::counted_from(const syntax::when& w, const surroundings& where) {
  if (!w.of_stage || owner_ != nullptr || where.in_handler)
    return;
  const auto stage = stage_at_.find(w.of_stage->text);
  if (stage == stage_at_.end())
    return;
  const source_span& at = stage->second;
  const auto* around = where.outermost_repeat; // a round before may have passed it
  const bool may_have_passed =
      around != nullptr && std::pair(at.line, at.column) <
                               std::pair(around->body.at.end_line, around->body.at.end_column);
  if (may_have_passed || std::pair(at.line, at.column) < std::pair(w.at.line, w.at.column))
    return;
  report(diagnostics_, codes::stage_not_passed, w.of_stage->at,
         "the stage " + quoted(w.of_stage->text) +
             " is passed further down, so the time that counts from it has not begun",
         "count from a stage that stands further up, from `started`, or leave `of " +
             w.of_stage->text + "` away")
      .notes.push_back({at, "it is passed here"});
}

void workflow_checker::deadline_rule(const syntax::deadline& d, const surroundings& where) {
  when(d);
  if (!d.otherwise) {
    report(diagnostics_, codes::else_missing, d.at, "the deadline does not say what then",
           "add `else hold \"…\"`");
    return;
  }
  surroundings inner = where;
  inner.in_body = false;
  block(*d.otherwise, inner);
}

void workflow_checker::once_decided(const syntax::step& s, const step_callee& what,
                                    const step_clauses& clauses) {
  const checked_call& call = *what.operation;
  if (call.callee().effect != effect_class::once || call.said().finder)
    return;
  for (const step_clauses::handler& h : clauses.handlers)
    if (std::find(h.errors.begin(), h.errors.end(), "unknown") != h.errors.end())
      return;
  if (s.said.is_broken || call.contract->said->is_broken)
    return;
  report(diagnostics_, codes::once_unverified, s.what.at,
         quoted(call.callee().full_name()) +
             " happens once and cannot be looked for, so its outcome may stay unknown",
         "declare `verify FINDER(PARAMETER: key) settle … within …`, or say `on unknown { … }`")
      .notes.push_back({call.said().name.at, "it is declared here"});
}

void workflow_checker::warn_unhandled(const syntax::step& s, const step_callee& what,
                                      const step_clauses& clauses) {
  if (s.said.is_broken || clauses.lacks_policy)
    return;
  for (const error_declaration& e : what.errors) {
    const bool handled = std::any_of(
        clauses.handlers.begin(), clauses.handlers.end(), [&](const step_clauses::handler& h) {
          return std::find(h.errors.begin(), h.errors.end(), e.name) != h.errors.end();
        });
    if (!handled)
      warn(diagnostics_, codes::error_unhandled, s.what.at,
           quoted(what.name()) + " may answer " + quoted(e.name) +
               ", and nobody handles it: the order is held then",
           "add `on " + e.name + " { … }`");
  }
}

/// What the contract says about pace and answers, and this version does not do.
void workflow_checker::runs_paced(const syntax::step& s, const checked_call& call) {
  const syntax::operation& said = call.said();
  if (said.answer)
    not_run("answer", s.what.at);
  if (said.lane)
    not_run("lane", s.what.at);
  if (said.newest)
    not_run("newest", s.what.at);
  for (const syntax::batch& b : call.contract->said->batches)
    for (const syntax::identifier& member : b.members)
      if (member.text == said.name.text)
        not_run("batch", s.what.at);
}

void workflow_checker::step_times(const step_clauses& clauses, const surroundings& inner) {
  if (clauses.timeout) {
    const while_here<const void*> owned(owner_, clauses.timeout_from.owner);
    duration_value(clauses.timeout->length);
  }
  if (clauses.retry) {
    const while_here<const void*> owned(owner_, clauses.retry_from.owner);
    retry_rule(*clauses.retry, inner);
  }
  if (clauses.deadline) {
    const while_here<const void*> owned(owner_, clauses.deadline_from.owner);
    deadline_rule(*clauses.deadline, inner);
    counted_from(*clauses.deadline, inner);
  }
  if (clauses.answer) {
    const while_here<const void*> owned(owner_, clauses.answer_from.owner);
    deadline_rule(clauses.answer->until, inner);
  }
}

void workflow_checker::visit(const syntax::step& s, const surroundings& where) {
  const step_callee what = callee(s);
  step_clauses clauses = gather(s, what);
  std::vector<yielded> yields;
  surroundings inner = where;
  inner.step = &s;
  inner.in_body = false;
  inner.yields = &yields;
  inner.yield_expected =
      what.answer && !clauses.answers_later ? what.answer->as_record : what.returns();
  inner.may_retry = false;
  step_times(clauses, inner);
  handlers_of(s, what, clauses, where, yields);
  if (what.operation) {
    runs_paced(s, *what.operation);
    once_decided(s, what, clauses);
    warn_unhandled(s, what, clauses);
  }
  bind_result(s, what, clauses, where, yields);
  revision(s, what, clauses);
  compensation(clauses, where);
  result_.clauses[&s] = std::move(clauses);
}

void workflow_checker::bind_result(const syntax::step& s, const step_callee& what,
                                   step_clauses& clauses, const surroundings& where,
                                   const std::vector<yielded>& yields) {
  if (!what.is_known()) {
    clauses.has_result = false;
    bind(s.name, dynamic_type(), &s, false, true);
    return;
  }
  if (what.answer && clauses.answers_later)
    for (step_clauses::handler& h : clauses.handlers)
      h.may_fall = std::all_of(h.errors.begin(), h.errors.end(), [&](const std::string& name) {
        const auto& own = what.operation->callee().errors;
        return !what.has_outcome(name) &&
               std::none_of(own.begin(), own.end(),
                            [&](const error_declaration& e) { return e.name == name; });
      });
  const bool waits = what.answer && !clauses.answers_later;
  const type_ref due = waits ? what.answer->as_record : what.returns();
  clauses.has_result = due != nullptr;
  if (!due && what.flow && returns_something(*what.flow->said)) // told there
    bind(s.name, dynamic_type(), &s, false, true);
  if (!due)
    return;
  type_ref of = yields.empty() ? due : joined(yields, due);
  if (waits)
    of = is_optional(*of) ? optional_of(answered(*what.answer, what.returns()))
                          : answered(*what.answer, what.returns());
  const bool is_read = what.operation && what.operation->callee().effect == effect_class::read;
  bind(s.name, of, &s, is_read && !where.in_handler);
  bind_personal(s.name, is_any_personal(yields));
}

void workflow_checker::revision(const syntax::step& s, const step_callee& what,
                                const step_clauses& clauses) {
  if (!clauses.revision)
    return;
  not_run("revise", clauses.revision->at);
  const checked_call* again = call(clauses.revision->again);
  if (!again || !what.operation)
    return;
  const type_ref due = what.returns();
  const type_ref given = again->callee().returns;
  if (due && (!given || !assignable(*given, *due)))
    report(diagnostics_, codes::revise_wrong, clauses.revision->at,
           quoted(again->callee().full_name()) + " gives " +
               (given ? to_string(*given) : std::string("nothing")) + ", and the step " +
               quoted(s.name.text) + " is " + to_string(*due),
           "revise with an operation that returns " + to_string(*due));
  if (again->callee().effect == effect_class::read)
    report(diagnostics_, codes::revise_wrong, clauses.revision->at,
           quoted(again->callee().full_name()) + " is a `read`, so it revises nothing",
           "revise with an operation that changes what the step made");
}

void workflow_checker::compensation(const step_clauses& clauses, const surroundings& where) {
  const syntax::compensation* said = clauses.compensation;
  if (!said)
    return;
  scopes_.open();
  scopes_.bind("undo", {no_index, undo_type(), said->at});
  if (said->undo)
    call(*said->undo);
  if (said->none_because)
    value(said->none_because, string_type());
  if (said->steps) {
    not_run("a block behind compensate", said->at);
    surroundings inner;
    inner.in_handler = where.in_handler;
    inner.in_undo = true;
    inner.in_body = false;
    block(*said->steps, inner);
  }
  if (scopes_.find("undo")->is_read)
    not_run("undo", said->at);
  close_scope();
}

} // namespace gantry::dsl
