#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/walk.hpp"
#include "dsl/expr/ast.hpp"

#include <functional>
#include <map>
#include <set>
#include <utility>

/// Family 07: what an amendment changes, and who has read it before.
namespace gantry::dsl {

namespace {

using paths = std::set<std::string>;

/// `order`, `order.lines`, …: every chain of fields that an expression reads.
void collect_paths(const expression_syntax& e, paths& into) {
  if (e.is == syntax_kind::name || e.is == syntax_kind::field)
    if (const std::string chain = dotted_name(e); !chain.empty()) {
      into.insert(chain);
      return;
    }
  if (e.target)
    collect_paths(*e.target, into);
  for (const expression_syntax_ptr& o : e.operands)
    if (o)
      collect_paths(*o, into);
  for (const expression_syntax::entry& entry : e.entries) {
    if (entry.key)
      collect_paths(*entry.key, into);
    if (entry.value)
      collect_paths(*entry.value, into);
  }
}

bool is_within(const std::string& inner, const std::string& outer) {
  return inner == outer || (inner.starts_with(outer) && inner[outer.size()] == '.');
}

bool reads(const expression_syntax_ptr& e, const std::string& changed) {
  if (!e)
    return false;
  paths all;
  collect_paths(*e, all);
  for (const std::string& path : all)
    if (is_within(path, changed) || is_within(changed, path))
      return true;
  return false;
}

std::string text_of_path(const std::vector<syntax::identifier>& path) {
  std::string text;
  for (const syntax::identifier& part : path)
    text += (text.empty() ? "" : ".") + part.text;
  return text;
}

class amendment_judge {
public:
  amendment_judge(const checked_workflow& w, std::vector<diagnostic>& diagnostics)
      : w_(w), diagnostics_(diagnostics) {}

  void run() {
    collect_steps();
    each_statement_anywhere(w_.said->body, [&](const syntax::statement& s) { look(s, false); });
    for (const syntax::handler& h : w_.said->handlers)
      for (const syntax::arm& a : h.arms)
        each_statement_anywhere(a.body, [&](const syntax::statement& s) { look(s, true); });
  }

private:
  struct passed_step {
    const syntax::step* said;
    std::set<std::string> stages; ///< that stand before it in the text
  };

  void collect_steps() {
    std::set<std::string> stages;
    each_statement(w_.said->body, [&](const syntax::statement& s) {
      if (const auto* stage = std::get_if<syntax::stage>(&s.is))
        passed_at_.emplace(*stages.insert(stage->name.text).first, stage->name.at);
      if (const auto* step = std::get_if<syntax::step>(&s.is))
        steps_.push_back({step, stages});
    });
  }

  [[nodiscard]] bool lies_ahead(const std::string& stage, const source_span& at) const {
    const auto passed = passed_at_.find(stage);
    return passed != passed_at_.end() &&
           std::pair(passed->second.line, passed->second.column) > std::pair(at.line, at.column);
  }

  void look(const syntax::statement& s, bool in_handler) {
    const auto* amend = std::get_if<syntax::amend>(&s.is);
    if (amend == nullptr)
      return;
    for (const syntax::change& c : amend->changes) {
      const std::string changed = text_of_path(c.path);
      fixed(c, changed);
      for (const passed_step& step : steps_)
        judge(*amend, c, changed, step, in_handler, s.at);
    }
  }

  [[nodiscard]] static const syntax::labelled* reader(const syntax::step& step,
                                                      const std::string& changed) {
    for (const syntax::labelled& a : step.what.arguments)
      if (reads(a.value, changed))
        return &a;
    return nullptr;
  }

  void judge(const syntax::amend& amend, const syntax::change& c, const std::string& changed,
             const passed_step& step, bool in_handler, const source_span& at) {
    if (amend.then) {
      const std::string& stage = amend.then->stage.text;
      if (stage == "started" || step.stages.contains(stage) || !w_.stage_index.contains(stage))
        return;
      if (!in_handler && lies_ahead(stage, at))
        return; // told there
      if (const syntax::labelled* by = reader(*step.said, changed))
        stale_step(amend, c, changed, step, by->name.at);
      return;
    }
    const bool is_earlier = in_handler || step.said->name.at.line < at.line;
    if (!is_earlier)
      return;
    if (const syntax::labelled* by = reader(*step.said, changed))
      warn(diagnostics_, codes::amend_late, c.at,
           "the step " + quoted(step.said->name.text) + " may have read " + quoted(changed) +
               " already, and keeps the value from before",
           "use `back to STAGE` where it has to be done again")
          .notes.push_back({by->name.at, "it is read here"});
  }

  /// One mistake for an amendment, with all steps that it would leave behind.
  void stale_step(const syntax::amend& amend, const syntax::change& c, const std::string& changed,
                  const passed_step& step, const source_span& read_at) {
    const std::string what =
        quoted(changed) + " is read by the step " + quoted(step.said->name.text) + " here";
    if (stale_of_ == &amend) {
      diagnostics_[stale_].notes.push_back({read_at, what});
      return;
    }
    stale_of_ = &amend;
    stale_ = diagnostics_.size();
    report(diagnostics_, codes::stale_step, c.at,
           "the step " + quoted(step.said->name.text) + " has read " + quoted(changed) +
               " and stands before the stage " + quoted(amend.then->stage.text) +
               ", so it would keep the old value",
           "go back further, such as `back to started`")
        .notes.push_back({read_at, what});
  }

  void fixed(const syntax::change& c, const std::string& changed) {
    is_told_ = false;
    for (const expression_syntax_ptr& part : w_.said->key)
      if (reads(part, changed))
        tell_fixed(c, changed, "the key of the order", span_of(*part));
    for (const syntax::handler& h : w_.said->handlers)
      keys(c, changed, h.event);
    each_statement_anywhere(w_.said->body, [&](const syntax::statement& s) {
      if (const auto* wait = std::get_if<syntax::wait>(&s.is))
        keys(c, changed, wait->event);
      if (const auto* first = std::get_if<syntax::wait_first>(&s.is))
        for (const syntax::wait_arm& a : first->arms)
          keys(c, changed, a.event);
      if (const auto* step = std::get_if<syntax::step>(&s.is))
        lane(c, changed, *step);
    });
  }

  void keys(const syntax::change& c, const std::string& changed, const syntax::call& event) {
    if (!w_.events.contains(&event))
      return; // told already: there is no such event
    for (const syntax::labelled& key : event.arguments)
      if (reads(key.value, changed))
        tell_fixed(c, changed, "what " + quoted(event.full_name()) + " is told apart by",
                   span_of(*key.value));
  }

  void lane(const syntax::change& c, const std::string& changed, const syntax::step& step) {
    const auto call = w_.calls.find(&step.what);
    if (call == w_.calls.end() || !call->second.said().lane)
      return;
    for (const syntax::labelled& a : step.what.arguments)
      if (a.name.text == call->second.said().lane->text && reads(a.value, changed))
        tell_fixed(c, changed, "the lane of " + quoted(step.name.text), a.name.at);
  }

  void tell_fixed(const syntax::change& c, const std::string& changed, const std::string& what,
                  const source_span& other) {
    if (std::exchange(is_told_, true))
      return;
    report(diagnostics_, codes::amend_fixed, c.at,
           quoted(changed) + " is part of " + what + " and cannot change under way",
           "change other fields, or cancel and take a new order")
        .notes.push_back({other, "it is used here"});
  }

  const syntax::amend* stale_of_ = nullptr; ///< whose stale steps are being told
  std::size_t stale_ = 0;                   ///< where, among the diagnostics
  const checked_workflow& w_;
  std::vector<diagnostic>& diagnostics_;
  std::vector<passed_step> steps_;
  std::map<std::string, source_span> passed_at_; ///< by stage
  bool is_told_ = false;                         ///< of the change at hand: once is enough
};

} // namespace

void check_amendments(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  amendment_judge(w, diagnostics).run();
}

} // namespace gantry::dsl
