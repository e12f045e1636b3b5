#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/constants.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/walk.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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
    end_ = stage_named(level.name.text);
    begin_ = level.until.of_stage ? stage_named(level.until.of_stage->text) : nullptr;
    if (!most || end_ == nullptr)
      return;
    bool is_told = false;
    each_statement_anywhere(w_.said->body, [&](const syntax::statement& s) {
      const auto [name, longest] = waits_for(s);
      if (!is_on_the_way(s) || !longest || *longest <= *most)
        return;
      is_told = true;
      warn(diagnostics_, codes::level_exceeded, s.at,
           name + " may take " + format_duration(*longest) + ", longer than the " +
               format_duration(*most) + " within which " + quoted(level.name.text) + " is due",
           "shorten it, or give the service level more time")
          .notes.push_back({level.at, "the service level stands here"});
    });
    if (const way all = longest_of(w_.said->body); !is_told && all.takes > *most)
      tell_together(level, *most, all);
  }

private:
  /// The longest way through some statements, and what is waited for on it.
  struct way {
    duration takes;
    std::vector<std::pair<source_span, std::string>> waits;
    void then(const way& next) {
      takes = takes + next.takes;
      waits.insert(waits.end(), next.waits.begin(), next.waits.end());
    }
  };

  void tell_together(const syntax::service_level& level, duration most, const way& all) {
    constexpr std::size_t notes_max = 5;
    diagnostic& d = warn(diagnostics_, codes::level_exceeded, level.at,
                         "what is waited for on the way to " + quoted(level.name.text) +
                             " may take " + format_duration(all.takes) +
                             " together, and it is due within " + format_duration(most),
                         "shorten some of it, or give the service level more time");
    for (std::size_t i = 0; i < std::min(all.waits.size(), notes_max); ++i)
      d.notes.push_back({all.waits[i].first, all.waits[i].second});
  }

  [[nodiscard]] bool is_on_the_way(const syntax::statement& s) const {
    return !is_behind(s.at, *end_) && (begin_ == nullptr || !is_behind(*begin_, s.at));
  }

  [[nodiscard]] way longest_of(const syntax::block& b) const {
    way all;
    for (const syntax::statement& s : b.statements)
      all.then(longest_of(s));
    return all;
  }

  /// Of blocks beside each other the longest counts, of iterations and rounds one.
  [[nodiscard]] way longest_of(const syntax::statement& s) const {
    way own;
    if (const auto [name, longest] = waits_for(s); longest && is_on_the_way(s))
      own = {*longest, {{s.at, name + " may take " + format_duration(*longest)}}};
    way inner;
    const auto take = [&inner](way other) {
      if (inner.takes < other.takes)
        inner = std::move(other);
    };
    if (const auto* beside = std::get_if<syntax::parallel>(&s.is))
      for (const syntax::statement& each : beside->body.statements)
        take(longest_of(each));
    else
      each_inner_block(s, [&](const syntax::block& b, block_role role) {
        if (role == block_role::path)
          take(longest_of(b));
      });
    own.then(inner);
    return own;
  }

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
  const source_span* begin_ = nullptr; ///< the stage from which the level counts; null: the start
  const source_span* end_ = nullptr;   ///< the stage that it leads to
  std::vector<diagnostic>& diagnostics_;
};

} // namespace

void check_levels(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  for (const syntax::service_level& level : w.said->levels)
    level_judge(w, diagnostics).judge(level);
}

} // namespace gantry::dsl
