#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/exits.hpp"
#include "dsl/check/report.hpp"

#include <map>

/// Family 07: what can be undone, and until when.
namespace gantry::dsl {

namespace {

class undo_judge {
public:
  undo_judge(const checked_workflow& w, std::vector<diagnostic>& diagnostics)
      : w_(w), diagnostics_(diagnostics) {}

  void judge_body() {
    each_statement(w_.said->body, [&](const syntax::statement& s) {
      if (const auto* stage = std::get_if<syntax::stage>(&s.is)) {
        order_of_stage_.emplace(stage->name.text, order_of_stage_.size());
        if (stage->is_final && !final_stage_) {
          final_stage_ = stage;
          final_order_ = order_of_stage_.at(stage->name.text);
        }
      }
      if (final_stage_)
        no_way_back(s);
      if (const auto* step = std::get_if<syntax::step>(&s.is))
        judge_step(*step);
    });
  }

  void judge_handler(const syntax::handler& h) {
    for (const syntax::arm& a : h.arms) {
      each_statement(a.body, [&](const syntax::statement& s) {
        const auto* step = std::get_if<syntax::step>(&s.is);
        const auto clauses = step ? w_.clauses.find(step) : w_.clauses.end();
        if (clauses != w_.clauses.end() && clauses->second.compensation)
          report(diagnostics_, codes::undo_not_needed, clauses->second.compensation->at,
                 "steps in handlers are inquiries and notices, and are never compensated",
                 "take `compensate` away");
        if (final_stage_ && !is_before_final(a))
          no_way_back(s);
      });
    }
  }

private:
  bool is_before_final(const syntax::arm& a) const {
    if (!a.before)
      return false;
    const auto at = order_of_stage_.find(a.before->text);
    return at == order_of_stage_.end() || at->second <= final_order_;
  }

  void no_way_back(const syntax::statement& s) {
    const auto* exit = std::get_if<syntax::exit>(&s.is);
    if (exit && (exit->is == syntax::exit::word::cancel || exit->is == syntax::exit::word::reject))
      too_late(s.at);
    const auto* step = std::get_if<syntax::step>(&s.is);
    const auto clauses = step ? w_.clauses.find(step) : w_.clauses.end();
    if (clauses == w_.clauses.end())
      return;
    for (const auto& h : clauses->second.handlers)
      each_statement(h.said->body, [&](const syntax::statement& inner) {
        const auto* leaves = std::get_if<syntax::exit>(&inner.is);
        if (leaves &&
            (leaves->is == syntax::exit::word::cancel || leaves->is == syntax::exit::word::reject))
          too_late(inner.at);
      });
  }

  void too_late(const source_span& at) {
    report(diagnostics_, codes::too_late_to_undo, at,
           "the final stage " + quoted(final_stage_->name.text) +
               " may have passed, and nothing is taken back after it",
           "hold the order instead, or move this before the stage")
        .notes.push_back({final_stage_->name.at, "this stage is final"});
  }

  void judge_step(const syntax::step& s) {
    const auto call = w_.calls.find(&s.what);
    const auto clauses = w_.clauses.find(&s);
    if (call == w_.calls.end() || clauses == w_.clauses.end())
      return;
    const auto* undo = clauses->second.compensation;
    const bool has_effect = call->second.callee().effect != effect_class::read;
    if (has_effect && !undo && !final_stage_)
      report(diagnostics_, codes::not_compensated, s.name.at,
             "nobody says how " + quoted(s.name.text) +
                 " is taken back when the order is cancelled",
             "add `compensate CONTRACT.OPERATION(…)`, or `compensate none \"why\"`");
    if (!has_effect && undo)
      report(diagnostics_, codes::undo_not_needed, undo->at, "a read leaves nothing to take back",
             "take `compensate` away");
    if (!undo || !undo->undo)
      return;
    const auto taken_back = w_.calls.find(&*undo->undo);
    if (taken_back != w_.calls.end() && taken_back->second.callee().effect == effect_class::once &&
        !taken_back->second.callee().verify)
      report(diagnostics_, codes::undo_not_safe, undo->at,
             quoted(taken_back->second.callee().full_name()) +
                 " happens once and cannot be looked for, so it is not safe to repeat",
             "declare it `idempotent`, or give it a `verify`");
  }

  const checked_workflow& w_;
  std::vector<diagnostic>& diagnostics_;
  const syntax::stage* final_stage_ = nullptr;
  std::size_t final_order_ = 0;
  std::map<std::string, std::size_t> order_of_stage_;
};

} // namespace

void check_undoing(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  undo_judge judge(w, diagnostics);
  judge.judge_body();
  for (const syntax::handler& h : w.said->handlers)
    judge.judge_handler(h);
}

void check_events(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  std::map<std::string, const syntax::handler*> taken;
  for (const syntax::handler& h : w.said->handlers) {
    const auto [first, is_new] = taken.emplace(h.event.full_name(), &h);
    if (!is_new && !h.where && !first->second->where)
      report(diagnostics, codes::handlers_overlap, h.at,
             "another handler takes " + quoted(h.event.full_name()) + " already",
             "tell them apart with `where`, or make one of them")
          .notes.push_back({first->second->at, "the other one"});
  }
}

} // namespace gantry::dsl
