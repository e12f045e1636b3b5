#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

/// Steps: which clauses apply, and what they say.
namespace gantry::dsl {

namespace {

bool is_builtin(const std::string& error) {
  return error == "refused" || error == "unknown";
}

const error_declaration* declared(const operation& o, const std::string& name) {
  for (const error_declaration& e : o.errors)
    if (e.name == name)
      return &e;
  return nullptr;
}

template <class T>
const T* only(const std::vector<T>& said, std::vector<diagnostic>& diagnostics,
              const std::string& word) {
  if (said.size() > 1)
    report(diagnostics, codes::given_twice, said[1].at, quoted(word) + " is given twice",
           "keep one of them");
  return said.empty() ? nullptr : &said.front();
}

/// Sets something for as long as it lives.
template <class T>
class while_here {
public:
  while_here(T& place, T now) : place_(place), before_(std::exchange(place, std::move(now))) {}
  ~while_here() { place_ = std::move(before_); }
  while_here(const while_here&) = delete;
  while_here& operator=(const while_here&) = delete;

private:
  T& place_;
  T before_;
};

} // namespace

void workflow_checker::gather_from(const syntax::clauses& said, const std::string& from,
                                   bool is_own, const checked_call* call, const syntax::step& s,
                                   step_clauses& into) {
  const step_clauses::source source{is_own ? nullptr : &s, from};
  const auto take = [&](const auto*& place, step_clauses::source& place_from, const auto* found) {
    if (place || !found)
      return;
    place = found;
    place_from = source;
  };
  take(into.timeout, into.timeout_from, only(said.timeouts, diagnostics_, "timeout"));
  take(into.retry, into.retry_from, only(said.retries, diagnostics_, "retry"));
  take(into.deadline, into.deadline_from, only(said.deadlines, diagnostics_, "within"));
  if (is_own)
    into.compensation = only(said.compensations, diagnostics_, "compensate");
  for (const syntax::error_clause& clause : said.handlers) {
    step_clauses::handler h{&clause, source, {}};
    for (const syntax::identifier& error : clause.errors) {
      const bool known =
          is_builtin(error.text) || !call || declared(call->callee(), error.text) != nullptr;
      const bool taken = std::any_of(into.handlers.begin(), into.handlers.end(),
                                     [&](const step_clauses::handler& other) {
                                       return std::find(other.errors.begin(), other.errors.end(),
                                                        error.text) != other.errors.end();
                                     });
      if (!known && is_own) {
        std::vector<std::string> names{"refused", "unknown"};
        for (const error_declaration& e : call->callee().errors)
          names.push_back(e.name);
        const std::string near = words::nearest(error.text, names);
        report(diagnostics_, codes::undeclared_error, error.at,
               quoted(call->callee().full_name()) + " declares no error " + quoted(error.text),
               near.empty() ? "add it to `errors` of the operation"
                            : "did you mean " + quoted(near) + "?");
      }
      if (taken && is_own)
        report(diagnostics_, codes::handled_twice, error.at,
               quoted(error.text) + " is handled already", "keep one of the two blocks");
      if (known && !taken)
        h.errors.push_back(error.text);
    }
    if (!h.errors.empty())
      into.handlers.push_back(std::move(h));
  }
}

step_clauses workflow_checker::gather(const syntax::step& s, const checked_call* call) {
  step_clauses all;
  gather_from(s.said, "step", true, call, s, all);
  const auto from_policy = [&](const syntax::identifier& name, const unit& in) {
    const auto policy = all_.policy_named(in, name.text);
    if (policy)
      gather_from(policy.said->said, "policy " + name.text, false, call, s, all);
    return static_cast<bool>(policy);
  };
  if (s.policy && !from_policy(*s.policy, in_)) {
    const std::string near = words::nearest(s.policy->text, all_.policy_names(in_));
    report(diagnostics_, codes::unknown_policy, s.policy->at,
           "there is no policy " + quoted(s.policy->text),
           near.empty() ? "declare it, or import the file that does"
                        : "did you mean " + quoted(near) + "?");
  }
  if (call && call->contract->said->policy)
    from_policy(*call->contract->said->policy, *call->contract->file);
  return all;
}

type_ref workflow_checker::error_record(const checked_call& call,
                                        const std::vector<std::string>& errors) {
  // Of several errors: the parameters that all have.
  std::vector<field> shared;
  bool first = true;
  for (const std::string& name : errors) {
    const error_declaration* e = declared(call.callee(), name);
    const std::vector<field> own = is_builtin(name) || !e
                                       ? std::vector<field>{{"reason", string_type(), false, false}}
                                       : e->parameters;
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
  if (errors.size() == 1 && declared(call.callee(), errors.front()))
    return declared(call.callee(), errors.front())->as_record;
  return make_record_type("", std::move(shared));
}

void workflow_checker::check_handlers(const syntax::step& s, const checked_call* call,
                                      const step_clauses& clauses, const surroundings& where,
                                      std::vector<type_ref>& yields) {
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
      bind(*h.said->as, call ? error_record(*call, h.errors) : dynamic_type(), h.said, false,
           call == nullptr);
    surroundings inner = where;
    inner.step = &s;
    inner.in_body = false;
    inner.yields = &yields;
    inner.yield_expected = call ? call->callee().returns : nullptr;
    inner.may_retry = true;
    for (const syntax::statement& each : h.said->body.statements)
      statement(each, inner);
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

void workflow_checker::deadline_rule(const syntax::deadline& d, const surroundings& where) {
  if (d.within)
    duration_value(*d.within);
  if (d.by)
    value(d.by, timestamp_type());
  if (d.of_stage)
    stage_named(*d.of_stage);
  if (!d.otherwise) {
    report(diagnostics_, codes::else_missing, d.at, "the deadline does not say what then",
           "add `else hold \"…\"`");
    return;
  }
  surroundings inner = where;
  inner.in_body = false;
  block(*d.otherwise, inner);
}

void workflow_checker::once_decided(const syntax::step& s, const checked_call& call,
                                    const step_clauses& clauses) {
  if (call.callee().effect != effect_class::once || call.callee().verify)
    return;
  for (const step_clauses::handler& h : clauses.handlers)
    if (std::find(h.errors.begin(), h.errors.end(), "unknown") != h.errors.end())
      return;
  report(diagnostics_, codes::once_unverified, s.what.at,
         quoted(call.callee().full_name()) +
             " happens once and cannot be looked for, so its outcome may stay unknown",
         "declare `verify FINDER(PARAMETER: key) settle … within …`, or say `on unknown { … }`");
}

void workflow_checker::warn_unhandled(const syntax::step& s, const checked_call& call,
                                      const step_clauses& clauses) {
  for (const error_declaration& e : call.callee().errors) {
    const bool handled = std::any_of(
        clauses.handlers.begin(), clauses.handlers.end(), [&](const step_clauses::handler& h) {
          return std::find(h.errors.begin(), h.errors.end(), e.name) != h.errors.end();
        });
    if (!handled)
      warn(diagnostics_, codes::error_unhandled, s.what.at,
           quoted(call.callee().full_name()) + " may answer " + quoted(e.name) +
               ", and nobody handles it: the order is held then",
           "add `on " + e.name + " { … }`");
  }
}

void workflow_checker::visit(const syntax::step& s, const surroundings& where) {
  const checked_call* c = call(s.what);
  const bool refused = c == nullptr || c->said().answer.has_value();
  if (!s.what.contract)
    not_run("a step that calls a workflow", s.what.at);
  step_clauses clauses = gather(s, c);
  std::vector<type_ref> yields;
  surroundings inner = where;
  inner.step = &s;
  inner.in_body = false;
  inner.yields = &yields;
  inner.yield_expected = c ? c->callee().returns : nullptr;
  inner.may_retry = false;
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
  }
  check_handlers(s, c, clauses, where, yields);
  if (c) {
    once_decided(s, *c, clauses);
    warn_unhandled(s, *c, clauses);
  }
  const type_ref returns = c ? c->callee().returns : nullptr;
  if (refused)
    bind(s.name, dynamic_type(), &s, false, true);
  else if (returns)
    bind(s.name, yields.empty() ? returns : joined(yields, returns, s.name.at), &s,
         c->callee().effect == effect_class::read && !where.in_handler);
  if (clauses.compensation) {
    if (clauses.compensation->undo)
      call(*clauses.compensation->undo);
    if (clauses.compensation->none_because)
      value(clauses.compensation->none_because, string_type());
  }
  result_.clauses[&s] = std::move(clauses);
}

} // namespace gantry::dsl
