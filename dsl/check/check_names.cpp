#include "dsl/check/constants.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/expr/ast.hpp"
#include "dsl/expr/type_values.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

/// Names and expressions of a workflow.
namespace gantry::dsl {

namespace {

class workflow_environment : public static_environment {
public:
  workflow_environment(library& all, const unit& in, scopes& names, const checked_workflow& flow)
      : all_(all), in_(in), names_(names), stages_(flow.stage_index), flow_(flow) {}
  [[nodiscard]] const static_name* find_name(std::string_view name) const override {
    binding* b = names_.find(name);
    if (!b && (name == "started" || stages_.contains(std::string(name)))) {
      last_ = {no_index, stage_type()};
      return &last_;
    }
    if (!b)
      return nullptr;
    b->is_read = true;
    last_ = {b->slot, b->of, b->is_personal};
    return &last_;
  }
  [[nodiscard]] type_ref find_type(std::string_view name) const override {
    return all_.type_reached(in_, name);
  }
  [[nodiscard]] std::string type_meant(std::string_view name) const override {
    return all_.type_meant(in_, name);
  }
  [[nodiscard]] const static_define* find_define(std::string_view name) const override {
    return all_.define_reached(in_, name);
  }
  [[nodiscard]] type_ref find_setting(std::string_view name) const override {
    return all_.setting_reached(in_, name);
  }
  [[nodiscard]] bool counts_money() const override { return true; }
  /// In what was read so far: above, or around.
  [[nodiscard]] bool compares_currencies(const std::string& one,
                                         const std::string& other) const override {
    return std::any_of(flow_.values.begin(), flow_.values.end(), [&](const auto& read) {
      return dsl::compares_currencies(*read.first.second, one, other);
    });
  }
  [[nodiscard]] bool is_taken(std::string_view name) const override {
    return names_.find(name) != nullptr || stages_.contains(std::string(name));
  }
  [[nodiscard]] std::vector<std::string> names() const override {
    std::vector<std::string> known = names_.names();
    for (std::string& d : all_.define_names(in_))
      known.push_back(std::move(d));
    for (const auto& [name, index] : stages_)
      known.push_back(name);
    return known;
  }

private:
  library& all_;
  const unit& in_;
  scopes& names_;
  const std::map<std::string, std::uint32_t>& stages_;
  const checked_workflow& flow_;
  mutable static_name last_;
};

/// Where an expression reads a name first.
const expression_syntax* first_read(const expression_syntax& e, const std::string& name) {
  if (e.is == syntax_kind::name && e.name == name)
    return &e;
  std::vector<const expression_syntax*> inner{e.target.get()};
  for (const expression_syntax_ptr& operand : e.operands)
    inner.push_back(operand.get());
  for (const expression_syntax::entry& entry : e.entries) {
    inner.push_back(entry.key.get());
    inner.push_back(entry.value.get());
  }
  for (const expression_syntax* part : inner)
    if (const auto* found = part ? first_read(*part, name) : nullptr)
      return found;
  return nullptr;
}

source_span span_of_name(const expression_syntax& e, const std::string& name) {
  const expression_syntax* found = first_read(e, name);
  return found ? found->at : span_of(e);
}

} // namespace

std::uint32_t workflow_checker::bind(const syntax::identifier& name, type_ref of, const void* node,
                                     bool should_be_read, bool is_refused) {
  if (const binding* other = scopes_.find(name.text); other && !other->is_refused) {
    report(diagnostics_, codes::shadowed_name, name.at,
           quoted(name.text) + " is bound already, and a name means one thing in a flow",
           "choose another name")
        .notes.push_back({other->at, "it is bound here"});
  } else if (owner_ == nullptr && result_.stage_index.contains(name.text)) {
    report(diagnostics_, codes::shadowed_name, name.at,
           quoted(name.text) + " is a stage of this flow already", "choose another name");
  } else if (owner_ == nullptr && all_.contract_named(in_, name.text)) {
    report(diagnostics_, codes::shadowed_name, name.at,
           quoted(name.text) + " is a contract that this flow calls", "choose another name");
  }
  const auto at = static_cast<std::uint32_t>(result_.slots.size());
  result_.slots.push_back({name.text, of});
  result_.slot_of[{owner_, node}] = at;
  scopes_.bind(name.text, {at, std::move(of), name.at, is_refused, false, should_be_read});
  if (own_slots_)
    own_slots_->push_back(at);
  return at;
}

/// Whether a name that nobody declares is likely the one of a statement whose name was not
/// understood.
bool workflow_checker::is_lost(const std::string& name) {
  if (lost_names_.contains(name))
    return true;
  if (lost_names_.size() >= names_not_read_ || name == "now" || name == "key" ||
      type_value_named(name))
    return false;
  const std::vector<std::string> known = workflow_environment(all_, in_, scopes_, result_).names();
  if (std::find(known.begin(), known.end(), name) != known.end())
    return false;
  lost_names_.insert(name);
  return true;
}

/// Whether an expression can be judged: all its names are bound, and none was refused.
bool workflow_checker::readable(const expression_syntax_ptr& e) {
  bool is_whole = true;
  for (const std::string& name : names_read(*e)) {
    binding* b = scopes_.find(name);
    if (b) {
      b->is_read = true;
      is_whole = is_whole && !b->is_refused;
      continue;
    }
    if (result_.stage_index.contains(name) || name == "started") {
      not_run("the time of a stage", span_of_name(*e, name));
    } else if (is_lost(name)) {
      is_whole = false;
    } else if (const auto elsewhere = declared_.find(name); elsewhere != declared_.end()) {
      report(diagnostics_, codes::not_bound, span_of_name(*e, name),
             quoted(name) + " is not bound here",
             "it is bound later, or inside another block; carry it out with `let … = if … { yield "
             "… }`")
          .notes.push_back({elsewhere->second, quoted(name) + " is bound here"});
      is_whole = false;
    }
  }
  if (const std::string read = all_.reference_read(in_, *e); !read.empty())
    not_run(read, span_of(*e));
  return is_whole && !all_.mentions_broken(in_, *e);
}

type_ref workflow_checker::value(const expression_syntax_ptr& e, const type_ref& expected) {
  if (!e)
    return nullptr;
  if (!readable(e))
    return nullptr;
  const workflow_environment names(all_, in_, scopes_, result_);
  expression_facts facts;
  expression_ptr compiled = compile_expression(*e, names, expected, diagnostics_, &facts);
  if (compiled)
    facts_.insert_or_assign(e.get(), std::move(facts));
  type_ref of = compiled ? compiled->type() : nullptr;
  keep(e, std::move(compiled));
  return of;
}

void workflow_checker::keep(const expression_syntax_ptr& e, expression_ptr compiled) {
  result_.values[{owner_, e.get()}] = std::move(compiled);
}

type_ref workflow_checker::duration_value(const syntax::span& s) {
  if (!s.calendar)
    return duration_value(s.length);
  not_run(s.counts == syntax::span::unit::workdays ? "workdays" : "workhours", s.at);
  all_.need_calendar(in_, *s.calendar);
  return duration_type();
}

type_ref workflow_checker::duration_value(const expression_syntax_ptr& e) {
  if (report_bare_number(e, diagnostics_))
    return nullptr;
  return value(e, duration_type());
}

/// A length of time that has to be longer than nothing.
void workflow_checker::lasting(const syntax::span& s, const std::string& what) {
  bool is_none = s.calendar && s.count <= 0;
  if (duration_value(s) && s.length) {
    const auto compiled = result_.values.find({owner_, s.length.get()});
    const auto v = compiled == result_.values.end() ? std::nullopt
                                                    : constant_value(compiled->second, s.length);
    is_none = v && v->is_duration() && v->as_duration().ns <= 0;
  }
  if (is_none)
    report(diagnostics_, codes::no_time, s.at, what + " of no time is over before it begins",
           "write how long: `30min`, `4h`, `2d`");
}

/// The value of a whole number that is written out; nothing when it depends on something.
std::optional<std::int64_t> workflow_checker::whole_number(const expression_syntax_ptr& e) {
  if (!value(e, int_type()))
    return std::nullopt;
  const auto compiled = result_.values.find({owner_, e.get()});
  const auto v = constant_value(compiled->second, e);
  return v && v->is_int() ? std::optional(v->as_int()) : std::nullopt;
}

bool workflow_checker::scalar(const expression_syntax_ptr& e, const std::string& what) {
  const type_ref of = value(e, nullptr);
  if (of && !is_scalar(*of))
    report(diagnostics_, codes::not_scalar, span_of(*e),
           what + " is one plain value, not " + to_string(*of),
           of->is == type::kind::optional ? "say what it is when absent: `.orValue(…)`"
                                          : "name the field that is meant");
  return of != nullptr;
}

std::optional<std::uint32_t> workflow_checker::stage_named(const syntax::identifier& name) {
  const auto at = result_.stage_index.find(name.text);
  if (at != result_.stage_index.end())
    return at->second;
  if (name.text == "started")
    return no_index;
  if (result_.is_partial) // its stage may stand in what was not understood
    return std::nullopt;
  std::vector<std::string> known;
  for (const auto& [stage_name, index] : result_.stage_index)
    known.push_back(stage_name);
  known.emplace_back("started");
  report(diagnostics_, codes::unknown_stage, name.at, "there is no stage " + quoted(name.text),
         meant(name.text, known, "stages are declared by `stage NAME` in the body"));
  return std::nullopt;
}

std::size_t workflow_checker::errors() const {
  return static_cast<std::size_t>(
      std::count_if(diagnostics_.begin(), diagnostics_.end(),
                    [](const diagnostic& d) { return d.level == diagnostic::severity::error; }));
}

bool workflow_checker::is_any_known(const std::vector<yielded>& yields) {
  return std::any_of(yields.begin(), yields.end(),
                     [](const yielded& y) { return y.of != nullptr; });
}

bool workflow_checker::is_any_personal(const std::vector<yielded>& yields) {
  return std::any_of(yields.begin(), yields.end(), [](const yielded& y) { return y.is_personal; });
}

/// The one type of all that is yielded; `none` among them makes it optional.
type_ref workflow_checker::joined(const std::vector<yielded>& yields, const type_ref& due) {
  type_ref all = due;
  const source_span* first = nullptr;
  bool may_be_absent = false;
  for (const yielded& y : yields) {
    if (!y.of)
      continue;
    if (y.of->is == type::kind::none) {
      may_be_absent = true;
      continue;
    }
    const bool optional = is_optional(*y.of);
    may_be_absent = may_be_absent || optional;
    const type_ref inner = optional ? y.of->element : y.of;
    if (!all || assignable(*all, *inner)) {
      all = all && assignable(*inner, *all) ? all : inner;
      first = first ? first : &y.at;
    } else if (!assignable(*inner, *all)) {
      diagnostic& told = report(diagnostics_, codes::yield_disagrees, y.at,
                                "this yields " + to_string(*inner) + ", and " + to_string(*all) +
                                    (due ? " is due" : " is yielded before"),
                                "let all blocks yield the same type");
      if (first)
        told.notes.push_back({*first, to_string(*all) + " is yielded here"});
      return all;
    }
  }
  if (!all)
    return may_be_absent ? none_type() : dynamic_type();
  return may_be_absent ? optional_of(all) : all;
}

} // namespace gantry::dsl
