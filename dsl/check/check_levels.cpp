#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/constants.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/walk.hpp"

#include <optional>
#include <string>
#include <utility>

/// Family 05: what a flow waits for on the way to a service level fits into it.
namespace gantry::dsl {

namespace {

bool is_behind(const source_span& a, const source_span& b) {
  return std::pair(a.line, a.column) > std::pair(b.line, b.column);
}

class level_judge {
public:
  level_judge(const checked_workflow& w, std::vector<diagnostic>& diagnostics)
      : w_(w), diagnostics_(diagnostics) {}

  void judge(const syntax::service_level& level) {
    const auto most = length_of(nullptr, level.until.within);
    const auto* end = stage_named(level.name.text);
    const auto* begin = level.until.of_stage ? stage_named(level.until.of_stage->text) : nullptr;
    if (!most || end == nullptr)
      return;
    each_statement_anywhere(w_.said->body, [&](const syntax::statement& s) {
      if (is_behind(s.at, *end) || (begin != nullptr && is_behind(*begin, s.at)))
        return;
      const auto [name, longest] = waits_for(s);
      if (!longest || *longest <= *most)
        return;
      warn(diagnostics_, codes::level_exceeded, s.at,
           name + " may take " + format_duration(*longest) + ", longer than the " +
               format_duration(*most) + " within which " + quoted(level.name.text) + " is due",
           "shorten it, or give the service level more time")
          .notes.push_back({level.at, "the service level stands here"});
    });
  }

private:
  [[nodiscard]] const source_span* stage_named(const std::string& name) const {
    const source_span* found = nullptr;
    each_statement_anywhere(w_.said->body, [&](const syntax::statement& s) {
      const auto* stage = std::get_if<syntax::stage>(&s.is);
      if (stage != nullptr && stage->name.text == name)
        found = &stage->name.at;
    });
    return found;
  }

  /// The length of a span that is written out; working time depends on a calendar and is not known.
  [[nodiscard]] std::optional<duration> length_of(const void* owner,
                                                  const std::optional<syntax::span>& span) const {
    if (!span || !span->length)
      return std::nullopt;
    const auto compiled = w_.values.find({owner, span->length.get()});
    if (compiled == w_.values.end() || !compiled->second)
      return std::nullopt;
    const auto v = constant_value(compiled->second, span->length);
    return v && v->is_duration() ? std::optional(v->as_duration()) : std::nullopt;
  }

  /// What a statement waits for, and how long at most.
  [[nodiscard]] std::pair<std::string, std::optional<duration>>
  waits_for(const syntax::statement& s) const {
    if (const auto* wait = std::get_if<syntax::wait>(&s.is); wait && wait->until)
      return {"the wait for " + quoted(wait->name.text), length_of(nullptr, wait->until->within)};
    if (const auto* first = std::get_if<syntax::wait_first>(&s.is); first && first->until)
      return {"this `wait first`", length_of(nullptr, first->until->within)};
    if (const auto* time = std::get_if<syntax::wait_time>(&s.is))
      return {"this wait", length_of(nullptr, time->length)};
    if (const auto* task = std::get_if<syntax::task>(&s.is))
      return {"the task " + quoted(task->name.text), time_of(*task)};
    if (const auto* step = std::get_if<syntax::step>(&s.is))
      return {"the step " + quoted(step->name.text), deadline_of(*step)};
    return {};
  }

  /// All stretches of a task, one after the other.
  [[nodiscard]] std::optional<duration> time_of(const syntax::task& t) const {
    duration all;
    for (const syntax::due& d : t.stretches) {
      const auto one = length_of(nullptr, d.until.within);
      if (!one)
        return std::nullopt;
      all = all + *one;
    }
    return all;
  }

  [[nodiscard]] std::optional<duration> deadline_of(const syntax::step& s) const {
    const auto at = w_.clauses.find(&s);
    if (at == w_.clauses.end() || !at->second.deadline)
      return std::nullopt;
    return length_of(at->second.deadline_from.owner, at->second.deadline->within);
  }

  const checked_workflow& w_;
  std::vector<diagnostic>& diagnostics_;
};

} // namespace

void check_levels(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  for (const syntax::service_level& level : w.said->levels)
    level_judge(w, diagnostics).judge(level);
}

} // namespace gantry::dsl
