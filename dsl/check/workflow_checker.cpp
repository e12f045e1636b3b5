#include "dsl/check/workflow_checker.hpp"

#include "dsl/check/report.hpp"
#include "dsl/types/builders.hpp"

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
  scopes_.open();
  collect_names(said_.body, true);
  input();
  headers();
  surroundings body;
  for (const syntax::statement& s : said_.body.statements)
    statement(s, body);
  for (const syntax::handler& h : said_.handlers)
    handler(h);
  close_scope();
  return std::move(result_);
}

/// Stages are known everywhere in the workflow, and names that are bound elsewhere are told apart
/// from names that do not exist.
void workflow_checker::collect_names(const syntax::block& b, bool outermost) {
  for (const syntax::statement& s : b.statements)
    std::visit(overloaded{[&](const syntax::stage& x) { declare_stage(x); },
                          [&](const syntax::step& x) { declared_.emplace(x.name.text, x.name.at); },
                          [&](const syntax::wait& x) { declared_.emplace(x.name.text, x.name.at); },
                          [&](const syntax::let& x) { declared_.emplace(x.name.text, x.name.at); },
                          [&](const syntax::if_else& x) {
                            collect_names(x.then, false);
                            if (x.otherwise)
                              collect_names(*x.otherwise, false);
                          },
                          [&](const syntax::broken& x) {
                            for (const syntax::stage& inner : x.stages)
                              declare_stage(inner);
                          },
                          [](const auto&) {}},
               s.is);
  (void)outermost;
}

void workflow_checker::declare_stage(const syntax::stage& s) {
  const auto index = static_cast<std::uint32_t>(result_.stages.size());
  const auto [first, is_new] = result_.stage_index.emplace(s.name.text, index);
  if (is_new)
    result_.stages.push_back({s.name.text, s.is_final});
  else if (!result_.is_partial)
    report(diagnostics_, codes::doubled_name, s.name.at,
           "the stage " + quoted(s.name.text) + " stands twice", "a stage is passed once");
}

void workflow_checker::input() {
  if (said_.parameters.size() != 1) {
    report(diagnostics_, codes::not_supported, said_.at,
           said_.parameters.empty()
               ? "a workflow without a parameter is not supported by this version"
               : "a workflow with several parameters is not supported by this version",
           "give it one parameter: the document that it takes through");
    result_.is_partial = true;
  }
  for (const syntax::parameter& p : said_.parameters) {
    const type_ref of = all_.resolve(in_, p.of);
    if (!result_.input)
      result_.input = of;
    bind(p.name, of, &p);
  }
  if (said_.returns)
    result_.returns = all_.resolve(in_, *said_.returns);
}

void workflow_checker::headers() {
  if (said_.key.empty())
    report(diagnostics_, codes::no_business_key, said_.at,
           "the workflow " + quoted(said_.name.text) + " has no key",
           "write `key` with what makes two submissions the same, such as `key order.id`");
  for (const syntax::beginning& b : said_.begins)
    not_run("begin", b.at);
  for (const syntax::service_level& s : said_.levels)
    not_run("sla", s.at);
  for (const expression_syntax_ptr& part : said_.key)
    scalar(part, "a part of the key");
  if (said_.priority)
    value(said_.priority, int_type());
  std::map<std::string, source_span> labels;
  for (const syntax::label& l : said_.search) {
    scalar(l.value, "a search label");
    const auto [first, is_new] = labels.emplace(l.name.text, l.name.at);
    if (!is_new)
      report(diagnostics_, codes::doubled_name, l.name.at,
             "the search label " + quoted(l.name.text) + " is given twice",
             "give one of them another name")
          .notes.push_back({first->second, "the other one is here"});
  }
}

void workflow_checker::handler(const syntax::handler& h) {
  here_ = h.at;
  const checked_event* e = event(h.event);
  // A handler runs at any time: what the main path binds may not be there yet.
  std::map<std::string, binding, std::less<>> body = scopes_.outermost();
  auto& outer = scopes_.outermost();
  for (auto& [name, meaning] : outer)
    if (meaning.slot != 0)
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
  for (const syntax::statement& s : b.statements)
    statement(s, where);
  close_scope();
}

void workflow_checker::close_scope() {
  for (const auto& [name, meaning] : scopes_.close())
    if (meaning.should_be_read && !meaning.is_read && !result_.is_partial)
      warn(diagnostics_, codes::unused_result, meaning.at, "nobody reads " + quoted(name),
           "take it out, or use it");
}

} // namespace gantry::dsl
