#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/exits.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/walk.hpp"

/// Family 04: paths through a workflow.
namespace gantry::dsl {

namespace {

void unreachable_in(const syntax::block& b, std::vector<diagnostic>& diagnostics) {
  for (std::size_t i = 0; i + 1 < b.statements.size(); ++i) {
    const syntax::statement& s = b.statements[i];
    if (end_of(s) == block_end::falls || std::holds_alternative<syntax::broken>(s.is))
      continue;
    const auto* exit = std::get_if<syntax::exit>(&s.is);
    const bool holds = exit != nullptr && exit->is == syntax::exit::word::hold;
    report(diagnostics, codes::unreachable, b.statements[i + 1].at, "this can never be reached",
           holds ? "a `hold` ends its block, and its release goes on behind the block: put it into "
                   "an `if`"
                 : "take it away, or move what stands before it")
        .notes.push_back({s.at, "every path leaves here"});
    return;
  }
}

class path_judge {
public:
  path_judge(const checked_workflow& w, std::vector<diagnostic>& diagnostics)
      : w_(w), diagnostics_(diagnostics) {}

  void block(const syntax::block& b) {
    unreachable_in(b, diagnostics_);
    for (const syntax::statement& s : b.statements) {
      std::visit([&](const auto& one) { judge(one); }, s.is);
      inside(s);
    }
  }

private:
  void inside(const syntax::statement& s) {
    if (std::holds_alternative<syntax::step>(s.is)) // its clauses may be a policy's
      return;
    if (const auto* beside = std::get_if<syntax::parallel>(&s.is)) {
      for (const syntax::statement& each : beside->body.statements) {
        std::visit([&](const auto& one) { judge(one); }, each.is);
        inside(each);
      }
      return;
    }
    each_inner_block(s, [&](const syntax::block& inner, block_role) { block(inner); });
  }

  void judge(const syntax::step& s) {
    const auto at = w_.clauses.find(&s);
    if (at == w_.clauses.end())
      return;
    const step_clauses& clauses = at->second;
    const bool has_result = clauses.has_result;
    for (const auto& h : clauses.handlers) {
      must_exit(h.said->body, has_result && !h.may_fall, "an `on` block of a step with a result");
      block(h.said->body);
    }
    if (clauses.retry)
      outcome(clauses.retry->otherwise, has_result, "the `else` of a retry");
    if (clauses.deadline)
      outcome(clauses.deadline->otherwise, has_result, "the `else` of a deadline");
    if (clauses.answer)
      outcome(clauses.answer->until.otherwise, has_result && !clauses.answers_later,
              "the `else` of an answer");
    if (clauses.compensation && clauses.compensation->steps)
      block(*clauses.compensation->steps);
  }
  void judge(const syntax::wait& w) {
    if (w.until && w.until->otherwise)
      must_exit(*w.until->otherwise, true, "the `else` of a wait");
  }
  void judge(const syntax::wait_first& w) {
    if (!w.name)
      return;
    for (const syntax::wait_arm& a : w.arms)
      must_exit(a.body, true, "an arm of a `wait first` with a name");
    if (w.until && w.until->otherwise)
      must_exit(*w.until->otherwise, true, "the `else` of a `wait first` with a name");
  }
  void judge(const syntax::task& t) {
    for (const syntax::due& d : t.stretches)
      if (d.outcome)
        must_exit(*d.outcome, true, "the `else` of a task");
  }
  void judge(const syntax::each& e) {
    if (w_.yielding.contains(&e))
      must_exit(e.body, true, "the block of an `each` that yields");
  }
  void judge(const syntax::repeat& r) {
    must_exit(r.otherwise, true, "the `else` of a `repeat`");
    if (w_.yielding.contains(&r))
      must_exit(r.body, true, "the block of a `repeat` that yields");
  }
  void judge(const syntax::back& b) {
    if (b.otherwise)
      must_exit(*b.otherwise, true, "the `else` of `back`");
  }
  void judge(const syntax::amend& a) {
    if (a.then)
      judge(*a.then);
  }
  void judge(const syntax::let& l) {
    bool whole = true;
    if (l.choice)
      whole = l.choice->otherwise && end_of(l.choice->then) != block_end::falls &&
              end_of(*l.choice->otherwise) != block_end::falls;
    if (l.cases)
      for (const syntax::match_arm& a : l.cases->arms)
        whole = whole && end_of(a.body) != block_end::falls;
    if (!whole)
      report(diagnostics_, codes::no_exit, l.name.at,
             "not every path gives " + quoted(l.name.text) + " a value",
             l.cases ? "let each case `yield` one"
                     : "let each block `yield` one, and add an `else`");
  }
  template <class Other>
  void judge(const Other&) {}

  void outcome(const std::optional<syntax::block>& b, bool needs_value, const char* what) {
    if (!b)
      return;
    must_exit(*b, needs_value, what);
    block(*b);
  }

  void must_exit(const syntax::block& b, bool needs_value, const char* what) {
    if (!needs_value || end_of(b) != block_end::falls)
      return;
    const syntax::block& falling = falling_block(b);
    diagnostic& d = report(
        diagnostics_, codes::no_exit, falling.at,
        what + std::string(" has to leave or yield a value") +
            (&falling == &b ? "" : ", and this way through it does neither"),
        "end it with `yield`, or leave with `reject`, `cancel`, `hold`, `back` or, in an `on` "
        "block, `retry`");
    if (&falling != &b)
      d.notes.push_back({b.at, "it begins here"});
  }

  /// The innermost block on whose end a block runs out, where its last statement has others that
  /// do not; else the block itself.
  static const syntax::block& falling_block(const syntax::block& b) {
    if (b.statements.empty())
      return b;
    const syntax::block* falling = nullptr;
    bool has_leaving = false;
    each_inner_block(b.statements.back(), [&](const syntax::block& inner, block_role) {
      const bool falls = end_of(inner) == block_end::falls;
      has_leaving = has_leaving || !falls;
      if (falls && falling == nullptr)
        falling = &inner;
    });
    const bool is_choice = !std::holds_alternative<syntax::step>(b.statements.back().is) &&
                           !std::holds_alternative<syntax::wait>(b.statements.back().is) &&
                           !std::holds_alternative<syntax::task>(b.statements.back().is);
    return falling != nullptr && has_leaving && is_choice ? falling_block(*falling) : b;
  }

  const checked_workflow& w_;
  std::vector<diagnostic>& diagnostics_;
};

} // namespace

void check_paths(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  path_judge judge(w, diagnostics);
  judge.block(w.said->body);
  for (const syntax::handler& h : w.said->handlers)
    for (const syntax::arm& a : h.arms)
      judge.block(a.body);
  if (w.returns && end_of(w.said->body) == block_end::falls)
    report(diagnostics, codes::no_return, w.said->name.at,
           "a path through " + quoted(w.said->name.text) + " ends without a result",
           "end the body with `return …`");
}

} // namespace gantry::dsl
