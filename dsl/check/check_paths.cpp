#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/exits.hpp"
#include "dsl/check/report.hpp"

/// Family 04: paths through a workflow.
namespace gantry::dsl {

namespace {

void unreachable_in(const syntax::block& b, std::vector<diagnostic>& diagnostics) {
  for (std::size_t i = 0; i + 1 < b.statements.size(); ++i) {
    const syntax::statement& s = b.statements[i];
    if (end_of(s) == block_end::falls || std::holds_alternative<syntax::broken>(s.is))
      continue;
    report(diagnostics, codes::unreachable, b.statements[i + 1].at, "this can never be reached",
           "take it away, or move what stands before it")
        .notes.push_back({s.at, "every path leaves here"});
    return;
  }
}

void unreachable_below(const syntax::block& b, std::vector<diagnostic>& diagnostics) {
  unreachable_in(b, diagnostics);
  each_statement(b, [&](const syntax::statement& s) {
    if (const auto* choice = std::get_if<syntax::if_else>(&s.is)) {
      unreachable_in(choice->then, diagnostics);
      if (choice->otherwise)
        unreachable_in(*choice->otherwise, diagnostics);
    }
  });
}

class path_judge {
public:
  path_judge(const checked_workflow& w, std::vector<diagnostic>& diagnostics)
      : w_(w), diagnostics_(diagnostics) {}

  void judge_block(const syntax::block& b) {
    unreachable_below(b, diagnostics_);
    each_statement(b, [&](const syntax::statement& s) {
      if (const auto* step = std::get_if<syntax::step>(&s.is))
        judge_step(*step);
      if (const auto* wait = std::get_if<syntax::wait>(&s.is); wait && wait->until)
        must_exit(wait->until->otherwise, true, "the `else` of a wait");
      if (const auto* let = std::get_if<syntax::let>(&s.is); let && let->choice)
        judge_choice(*let);
    });
  }

private:
  void judge_step(const syntax::step& s) {
    const auto clauses = w_.clauses.find(&s);
    if (clauses == w_.clauses.end())
      return;
    const auto call = w_.calls.find(&s.what);
    const bool has_result = call != w_.calls.end() && call->second.callee().returns != nullptr;
    for (const auto& h : clauses->second.handlers) {
      must_exit(h.said->body, has_result, "an `on` block of a step with a result");
      judge_block(h.said->body);
    }
    if (clauses->second.retry)
      must_exit(clauses->second.retry->otherwise, has_result, "the `else` of a retry");
    if (clauses->second.deadline)
      must_exit(clauses->second.deadline->otherwise, has_result, "the `else` of a deadline");
  }

  void must_exit(const std::optional<syntax::block>& b, bool needs_value, const char* what) {
    if (b)
      must_exit(*b, needs_value, what);
  }

  void must_exit(const syntax::block& b, bool needs_value, const char* what) {
    if (needs_value && end_of(b) == block_end::falls)
      report(diagnostics_, codes::no_exit, b.at,
             what + std::string(" has to leave or yield a value"),
             "end it with `reject`, `cancel`, `hold`, `retry`, or `yield`");
  }

  void judge_choice(const syntax::let& l) {
    const bool whole = l.choice->otherwise && end_of(l.choice->then) != block_end::falls &&
                       end_of(*l.choice->otherwise) != block_end::falls;
    if (!whole)
      report(diagnostics_, codes::no_exit, l.name.at,
             "not every path gives " + quoted(l.name.text) + " a value",
             "let each block `yield` one, and add an `else`");
  }

  const checked_workflow& w_;
  std::vector<diagnostic>& diagnostics_;
};

} // namespace

void check_paths(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  path_judge judge(w, diagnostics);
  judge.judge_block(w.said->body);
  for (const syntax::handler& h : w.said->handlers)
    for (const syntax::arm& a : h.arms)
      judge.judge_block(a.body);
  if (w.returns && end_of(w.said->body) == block_end::falls)
    report(diagnostics, codes::no_return, w.said->name.at,
           "a path through " + quoted(w.said->name.text) + " ends without a result",
           "end the body with `return …`");
}

} // namespace gantry::dsl
