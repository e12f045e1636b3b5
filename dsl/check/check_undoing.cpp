#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/exits.hpp"
#include "dsl/check/report.hpp"

#include <map>

/// Family 07: what can be undone, and until when.
namespace gantry::dsl {

namespace {

const syntax::stage* final_stage_in(const syntax::block& b) {
  const syntax::stage* found = nullptr;
  each_statement(b, [&](const syntax::statement& s) {
    const auto* stage = std::get_if<syntax::stage>(&s.is);
    if (stage != nullptr && stage->is_final && found == nullptr)
      found = stage;
  });
  return found;
}

bool goes_back(const syntax::statement& s) {
  if (const auto* exit = std::get_if<syntax::exit>(&s.is))
    return exit->is == syntax::exit::word::cancel || exit->is == syntax::exit::word::reject;
  if (const auto* amend = std::get_if<syntax::amend>(&s.is))
    return amend->then.has_value();
  return std::holds_alternative<syntax::back>(s.is);
}

class undo_judge {
public:
  undo_judge(const checked_workflow& w, std::vector<diagnostic>& diagnostics)
      : w_(w), diagnostics_(diagnostics) {}

  void judge_body() {
    each_statement(w_.said->body, [&](const syntax::statement& s) {
      if (const auto* stage = std::get_if<syntax::stage>(&s.is))
        pass(*stage);
      // The rounds after the one that passes a final stage stand behind it.
      if (const auto* again = std::get_if<syntax::repeat>(&s.is); again && !no_return_from_)
        no_return_from_ = final_stage_in(again->body);
      if (no_return_from_)
        no_way_back(s);
      if (const auto* step = std::get_if<syntax::step>(&s.is))
        judge_step(*step);
      each_inner_block(s, [&](const syntax::block& inner, block_role role) {
        if (role == block_role::beside && !std::holds_alternative<syntax::step>(s.is))
          steps_of(inner);
      });
    });
  }

  void judge_handler(const syntax::handler& h) {
    for (const syntax::arm& a : h.arms) {
      each_statement_anywhere(a.body, [&](const syntax::statement& s) {
        const auto* step = std::get_if<syntax::step>(&s.is);
        const auto clauses = step ? w_.clauses.find(step) : w_.clauses.end();
        if (clauses != w_.clauses.end() && clauses->second.compensation)
          report(diagnostics_, codes::undo_not_needed, clauses->second.compensation->at,
                 "steps in handlers are inquiries and notices, and are never compensated",
                 "take `compensate` away");
      });
      if (no_return_from_ && !is_before_final(a))
        for (const syntax::statement& s : a.body.statements)
          no_way_back_anywhere(s);
    }
  }

  /// Several steps of a flow that has stages, and none that is final, are one mistake: most likely
  /// one of the stages was to be.
  void tell_not_taken_back() {
    const auto tell = [&](const syntax::step& s) -> diagnostic& {
      return report(diagnostics_, codes::not_compensated, s.name.at,
                    "nobody says how " + quoted(s.name.text) +
                        " is taken back when the order is cancelled",
                    "add `compensate CONTRACT.OPERATION(…)`, or `compensate none \"why\"`");
    };
    const bool is_one = !final_stage_ && last_stage_ != nullptr && not_taken_back_.size() > 1;
    if (!is_one) {
      for (const syntax::step* s : not_taken_back_)
        tell(*s);
      return;
    }
    std::string names;
    for (const syntax::step* s : not_taken_back_)
      names += (names.empty() ? "" : ", ") + quoted(s->name.text);
    diagnostic& d = tell(*not_taken_back_.front());
    d.message = "nobody says how these are taken back when the order is cancelled: " + names;
    d.help += "; where nothing is taken back any more, a stage is `final`";
    d.notes.push_back({last_stage_->name.at, "no stage is final, this one neither"});
  }

private:
  void pass(const syntax::stage& stage) {
    last_stage_ = &stage;
    order_of_stage_.emplace(stage.name.text, order_of_stage_.size());
    if (!stage.is_final || final_stage_)
      return;
    final_stage_ = &stage;
    final_order_ = order_of_stage_.at(stage.name.text);
    if (!no_return_from_)
      no_return_from_ = &stage;
  }

  bool is_before_final(const syntax::arm& a) const {
    if (!a.before)
      return false;
    const auto at = order_of_stage_.find(a.before->text);
    return at == order_of_stage_.end() || at->second <= final_order_;
  }

  void no_way_back_anywhere(const syntax::statement& s) {
    no_way_back(s);
    each_inner_block(s, [&](const syntax::block& inner, block_role role) {
      if (role == block_role::path)
        for (const syntax::statement& below : inner.statements)
          no_way_back_anywhere(below);
    });
  }

  void no_way_back(const syntax::statement& s) {
    if (goes_back(s))
      too_late(s.at);
    const auto look = [&](const syntax::block& b) {
      each_statement_anywhere(b, [&](const syntax::statement& inner) {
        if (goes_back(inner))
          too_late(inner.at);
      });
    };
    const auto* step = std::get_if<syntax::step>(&s.is);
    if (step == nullptr) {
      each_inner_block(s, [&](const syntax::block& b, block_role role) {
        if (role == block_role::beside)
          look(b);
      });
      return;
    }
    const auto at = w_.clauses.find(step);
    if (at == w_.clauses.end())
      return;
    const step_clauses& clauses = at->second;
    for (const auto& h : clauses.handlers)
      look(h.said->body);
    if (clauses.retry && clauses.retry->otherwise)
      look(*clauses.retry->otherwise);
    if (clauses.deadline && clauses.deadline->otherwise)
      look(*clauses.deadline->otherwise);
    if (clauses.answer && clauses.answer->until.otherwise)
      look(*clauses.answer->until.otherwise);
  }

  void too_late(const source_span& at) {
    report(diagnostics_, codes::too_late_to_undo, at,
           "the final stage " + quoted(no_return_from_->name.text) +
               " may have passed, and nothing is taken back after it",
           "hold the order instead, or move this before the stage")
        .notes.push_back({no_return_from_->name.at, "this stage is final"});
  }

  void steps_of(const syntax::block& b) {
    each_statement(b, [&](const syntax::statement& s) {
      if (const auto* step = std::get_if<syntax::step>(&s.is))
        judge_step(*step);
    });
  }

  void judge_step(const syntax::step& s) {
    const auto call = w_.calls.find(&s.what);
    const auto at = w_.clauses.find(&s);
    if (at == w_.clauses.end())
      return;
    const step_clauses& clauses = at->second;
    for (const auto& h : clauses.handlers)
      if (h.from.owner == nullptr)
        steps_of(h.said->body);
    if (clauses.compensation && clauses.compensation->steps)
      undo_steps(*clauses.compensation);
    if (call == w_.calls.end())
      return;
    const auto* undo = clauses.compensation;
    const bool has_effect = call->second.callee().effect != effect_class::read;
    if (has_effect && !undo && !final_stage_ && !s.said.is_broken)
      not_taken_back_.push_back(&s);
    if (!has_effect && undo)
      report(diagnostics_, codes::undo_not_needed, undo->at, "a read leaves nothing to take back",
             "take `compensate` away");
    else if (undo && undo->undo)
      undo_call(*undo);
  }

  void undo_call(const syntax::compensation& undo) {
    const auto at = w_.calls.find(&*undo.undo);
    if (at == w_.calls.end())
      return;
    const operation& taken_back = at->second.callee();
    if (taken_back.effect == effect_class::read)
      report(diagnostics_, codes::undo_reads, undo.at,
             quoted(taken_back.full_name()) + " is a `read`: it looks, and takes nothing back",
             "name the operation that takes the effect back, or say `compensate none \"why\"`");
    if (taken_back.effect == effect_class::once && !at->second.said().finder)
      report(diagnostics_, codes::undo_not_safe, undo.at,
             quoted(taken_back.full_name()) +
                 " happens once and cannot be looked for, so it is not safe to repeat",
             "declare it `idempotent`, or give it a `verify`");
  }

  /// A block behind `compensate` takes something back, and its own steps are never compensated.
  void undo_steps(const syntax::compensation& undo) {
    bool has_effect = false;
    bool is_known = true;
    each_statement_anywhere(*undo.steps, [&](const syntax::statement& s) {
      is_known = is_known && !std::holds_alternative<syntax::broken>(s.is);
      const auto* step = std::get_if<syntax::step>(&s.is);
      if (step == nullptr)
        return;
      const auto call = w_.calls.find(&step->what);
      is_known = is_known && call != w_.calls.end();
      has_effect = has_effect ||
                   (call != w_.calls.end() && call->second.callee().effect != effect_class::read);
      for (const syntax::compensation& inner : step->said.compensations)
        report(diagnostics_, codes::undo_not_needed, inner.at,
               "a step of a compensation is not compensated itself", "take `compensate` away");
    });
    if (!has_effect && is_known)
      report(diagnostics_, codes::undo_reads, undo.at,
             "this compensation takes nothing back: none of its steps has an effect",
             "call what takes the effect back, or say `compensate none \"why\"`");
  }

  const checked_workflow& w_;
  std::vector<diagnostic>& diagnostics_;
  const syntax::stage* final_stage_ = nullptr; ///< passed in the order of the text
  const syntax::stage* last_stage_ = nullptr;  ///< of the body
  std::vector<const syntax::step*> not_taken_back_;
  const syntax::stage* no_return_from_ = nullptr; ///< may have been passed
  std::size_t final_order_ = 0;
  std::map<std::string, std::size_t> order_of_stage_;
};

} // namespace

void check_undoing(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  undo_judge judge(w, diagnostics);
  judge.judge_body();
  for (const syntax::handler& h : w.said->handlers)
    judge.judge_handler(h);
  judge.tell_not_taken_back();
}

} // namespace gantry::dsl
