#include "dsl/check/workflow_checker.hpp"

#include "dsl/check/report.hpp"
#include "dsl/check/walk.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

namespace gantry::dsl {

checked_workflow check_workflow(library& all, const unit& in, const syntax::workflow& said) {
  return workflow_checker(all, in, said).run();
}

workflow_checker::workflow_checker(library& all, const unit& in, const syntax::workflow& said)
    : all_(all), in_(in), said_(said), diagnostics_(all.diagnostics()) {
  result_.said = &said;
  result_.file = &in;
  result_.is_partial = said.is_broken;
}

checked_workflow workflow_checker::run() {
  const auto told = diagnostics_.size();
  scopes_.open();
  collect_names();
  input();
  headers();
  statements(said_.body, {});
  for (const syntax::handler& h : said_.handlers)
    handler(h);
  close_scope();
  for (const gathered& list : gathered_)
    blame_the_yield(list, told);
  return std::move(result_);
}

/// Where another list is due than the one that was gathered, most likely what is yielded is wrong:
/// that is told, once, where it is yielded.
void workflow_checker::blame_the_yield(const gathered& list, std::size_t told) {
  const std::string subject = quoted(list.name) + " is " + to_string(*list.list) + ", and ";
  const auto first = diagnostics_.begin() + static_cast<std::ptrdiff_t>(told);
  const auto does_not_fit = [&](const diagnostic& d) {
    return d.code == "GF0203" && d.message.starts_with(subject) &&
           d.message.ends_with("[] is due here");
  };
  const auto found = std::find_if(first, diagnostics_.end(), does_not_fit);
  if (found == diagnostics_.end())
    return;
  const diagnostic used = *found;
  diagnostics_.erase(std::remove_if(first, diagnostics_.end(), does_not_fit), diagnostics_.end());
  report(diagnostics_, codes::yield_disagrees, list.yielded_at,
         "this yields " + to_string(*list.list->element) + ", so " +
             used.message.substr(0, used.message.size() - std::string_view(" here").size()) +
             " there",
         "yield what is due where the list is used")
      .notes.push_back({used.at, "it is used here"});
}

/// Stages are known everywhere in the workflow, and names that are bound elsewhere are told apart
/// from names that do not exist.
void workflow_checker::collect_names() {
  const auto named = [&](const syntax::identifier& name) { declared_.emplace(name.text, name.at); };
  each_statement_anywhere(said_.body, [&](const syntax::statement& s) {
    std::visit(overloaded{[&](const syntax::stage& x) { declare_stage(x); },
                          [&](const syntax::step& x) { named(x.name); },
                          [&](const syntax::wait& x) { named(x.name); },
                          [&](const syntax::let& x) { named(x.name); },
                          [&](const syntax::each& x) { named(x.name); },
                          [&](const syntax::repeat& x) { named(x.name); },
                          [&](const syntax::task& x) { named(x.name); },
                          [&](const syntax::wait_first& x) {
                            if (x.name)
                              named(*x.name);
                          },
                          [&](const syntax::broken& x) {
                            for (const syntax::stage& inner : x.stages)
                              declare_stage(inner);
                          },
                          [](const auto&) {}},
               s.is);
  });
}

void workflow_checker::declare_stage(const syntax::stage& s) {
  const auto index = static_cast<std::uint32_t>(result_.stages.size());
  const auto [first, is_new] = result_.stage_index.emplace(s.name.text, index);
  stage_at_.emplace(s.name.text, s.name.at);
  if (is_new)
    result_.stages.push_back({s.name.text, s.is_final});
  else if (!result_.is_partial)
    report(diagnostics_, codes::doubled_name, s.name.at,
           "the stage " + quoted(s.name.text) + " stands twice", "a stage is passed once");
}

void workflow_checker::input() {
  if (said_.parameters.size() != 1)
    not_run(said_.parameters.empty() ? "a workflow without a parameter"
                                     : "a workflow with several parameters",
            said_.at);
  std::vector<field> fields;
  for (const syntax::parameter& p : said_.parameters) {
    const type_ref of = all_.resolve(in_, p.of);
    if (!result_.input)
      result_.input = of;
    fields.push_back({p.name.text, of, false, p.is_personal});
    bind(p.name, of, &p);
    if (binding* b = scopes_.find(p.name.text))
      b->is_input = true;
  }
  if (said_.parameters.size() != 1)
    result_.input = make_record_type("", std::move(fields));
  if (said_.returns)
    result_.returns = all_.resolve(in_, *said_.returns);
}

void workflow_checker::handler(const syntax::handler& h) {
  here_ = h.at;
  const checked_event* e = event(h.event);
  // A handler runs at any time: what the main path binds may not be there yet.
  std::map<std::string, binding, std::less<>> body = scopes_.outermost();
  auto& outer = scopes_.outermost();
  for (auto& [name, meaning] : outer)
    if (!meaning.is_input)
      meaning.of = optional_of(meaning.of);
  scopes_.open();
  bind(h.as, e ? e->declared().as_record : dynamic_type(), &h, false, e == nullptr);
  if (h.where)
    value(h.where, boolean_type());
  std::vector<std::uint32_t> own;
  own_slots_ = &own;
  surroundings where;
  where.in_handler = true;
  where.in_body = false;
  for (const syntax::arm& a : h.arms) {
    if (a.before)
      stage_named(*a.before);
    block(a.body, where);
  }
  own_slots_ = nullptr;
  result_.own_slots[&h] = std::move(own);
  close_scope();
  for (auto& [name, meaning] : body)
    meaning.is_read = outer.find(name)->second.is_read;
  outer = std::move(body);
}

void workflow_checker::block(const syntax::block& b, const surroundings& where) {
  scopes_.open();
  statements(b, where);
  close_scope();
}

void workflow_checker::statements(const syntax::block& b, const surroundings& where) {
  for (const syntax::statement& s : b.statements)
    statement(s, where);
}

void workflow_checker::close_scope() {
  for (const auto& [name, meaning] : scopes_.close())
    if (meaning.should_be_read && !meaning.is_read && !result_.is_partial)
      warn(diagnostics_, codes::unused_result, meaning.at, "nobody reads " + quoted(name),
           "take it out, or use it");
}

/// A flow that needs it is checked like every other one, and refused where it would run.
void workflow_checker::not_run(const std::string& what, const source_span& at) {
  result_.not_run[what].insert(at);
}

type_ref stage_type() {
  static const type_ref t =
      make_record_type("Stage", {{"passed", boolean_type(), false, false},
                                 {"at", optional_of(timestamp_type()), false, false}});
  return t;
}

} // namespace gantry::dsl
