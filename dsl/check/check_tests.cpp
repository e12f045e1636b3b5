#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/environment.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/walk.hpp"
#include "dsl/expr/ast.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <utility>

/// Tests that stand beside a flow: they speak of what is there, with values of its types.
namespace gantry::dsl {

namespace {

/// `file("samples/order.json")` is read when the test runs.
bool is_file(const expression_syntax& e) {
  return e.is == syntax_kind::call && !e.target && e.name == "file";
}

class test_checker {
public:
  test_checker(library& all, const unit& in, const syntax::test& said,
               const circumstances& judged_by)
      : all_(all), in_(in), said_(said), judged_by_(judged_by), diagnostics_(all.diagnostics()) {}

  void run() {
    flow_ = all_.workflow_named(in_, said_.workflow.text);
    if (!flow_) {
      wrong(said_.workflow.at, "there is no workflow " + quoted(said_.workflow.text),
            meant(said_.workflow.text, all_.workflow_names(in_),
                  "declare it, or import the file that does"));
      return;
    }
    collect_parts();
    for (const syntax::fact& f : said_.facts)
      std::visit([&](const auto& one) { check(one); }, f.is);
  }

private:
  void wrong(const source_span& at, const std::string& why, const std::string& help) {
    report(diagnostics_, codes::test_wrong, at, why, help);
  }

  void file(const expression_syntax& e) {
    if (e.operands.size() != 1 || e.operands[0]->is != syntax_kind::literal ||
        !e.operands[0]->constant.is_string())
      return wrong(span_of(e), "`file` takes the path of a file, written out",
                   "write it from the root of the flows: `file(\"samples/order.json\")`");
    const std::string& path = e.operands[0]->constant.as_string();
    if (judged_by_.has_file && !judged_by_.has_file(path))
      report(diagnostics_, codes::test_file_missing, span_of(*e.operands[0]),
             "there is no file " + quoted(path), "paths start at the root of the flows");
  }

  void value(const expression_syntax_ptr& e, const type_ref& due) {
    if (e && is_file(*e))
      return file(*e);
    if (!e || all_.mentions_broken(in_, *e))
      return;
    const declaration_environment names(all_, in_, {});
    (void)compile_expression(*e, names, due, diagnostics_);
  }

  /// The names of the flow's parts, and the choices of its tasks.
  void collect_parts() {
    const auto look = [&](const syntax::block& b) {
      each_statement_anywhere(b, [&](const syntax::statement& s) {
        has_holes_ = has_holes_ || std::holds_alternative<syntax::broken>(s.is);
        if (const auto* step = std::get_if<syntax::step>(&s.is)) {
          parts_.insert(step->name.text);
          steps_.emplace(step->name.text, step);
        }
        if (const auto* wait = std::get_if<syntax::wait>(&s.is))
          parts_.insert(wait->name.text);
        if (const auto* stage = std::get_if<syntax::stage>(&s.is))
          parts_.insert(stage->name.text);
        if (const auto* task = std::get_if<syntax::task>(&s.is)) {
          parts_.insert(task->name.text);
          tasks_.emplace(task->name.text, task);
        }
      });
    };
    has_holes_ = flow_->said->is_broken;
    look(flow_->said->body);
    for (const syntax::handler& h : flow_->said->handlers)
      for (const syntax::arm& a : h.arms)
        look(a.body);
    for (const unit* u : closure_of(*flow_->file))
      for (const syntax::policy& p : u->said.policies)
        for (const syntax::error_clause& clause : p.said.handlers)
          look(clause.body);
  }

  void labelled(const std::vector<syntax::labelled>& given, const std::vector<field>& parameters,
                const std::string& callee) {
    for (const syntax::labelled& a : given) {
      const auto p = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const field& f) { return f.name == a.name.text; });
      if (p == parameters.end())
        report(diagnostics_, codes::argument_unknown, a.name.at,
               quoted(callee) + " has no parameter " + quoted(a.name.text),
               meant(a.name.text, names_of(parameters),
                     parameters.empty() ? "it takes nothing"
                                        : "it takes " + listed(names_of(parameters))));
      value(a.value, p == parameters.end() ? nullptr : p->of);
    }
  }

  void check(const syntax::given_values& g) {
    for (const syntax::label& l : g.values) {
      const auto p = std::find_if(flow_->parameters.begin(), flow_->parameters.end(),
                                  [&](const field& f) { return f.name == l.name.text; });
      type_ref due = p == flow_->parameters.end() ? nullptr : p->of;
      if (!due)
        due = all_.setting_reached(*flow_->file, l.name.text);
      const static_define* table = all_.define_reached(*flow_->file, l.name.text);
      const bool is_table = table != nullptr && table->is_table;
      if (!due && !is_table) {
        wrong(l.name.at,
              quoted(flow_->said->name.text) + " takes no " + quoted(l.name.text) +
                  ", and there is no setting or table of this name",
              meant(l.name.text, names_of(flow_->parameters),
                    "it takes " + listed(names_of(flow_->parameters))));
        continue;
      }
      value(l.value, is_table ? nullptr : due);
    }
  }

  const checked_contract* contract_of(const syntax::qualified_name& name) {
    if (!name.contract) {
      wrong(name.name.at, "an operation or event is named with its contract",
            "write `CONTRACT." + name.name.text + "`");
      return nullptr;
    }
    const checked_contract* found = all_.contract_named(in_, name.contract->text);
    if (!found)
      report(diagnostics_, codes::unknown_contract, name.contract->at,
             "there is no contract " + quoted(name.contract->text),
             meant(name.contract->text, all_.contract_names(in_),
                   "declare it, or import the file that does"));
    return found;
  }

  const operation* operation_of(const syntax::qualified_name& name, bool report_missing = true) {
    const checked_contract* contract = contract_of(name);
    if (!contract)
      return nullptr;
    for (const operation& o : contract->operations)
      if (o.name == name.name.text)
        return &o;
    if (report_missing && !contract->said->is_broken)
      wrong(name.name.at,
            "the contract " + quoted(name.contract->text) + " has no operation " +
                quoted(name.name.text),
            meant(name.name.text, names_of(contract->operations),
                  "it has " + listed(names_of(contract->operations))));
    return nullptr;
  }

  const event_declaration* event_of(const syntax::qualified_name& name) {
    const checked_contract* contract = contract_of(name);
    if (!contract)
      return nullptr;
    for (const event_declaration& e : contract->events)
      if (e.name == name.name.text)
        return &e;
    if (!contract->said->is_broken)
      wrong(name.name.at,
            "the contract " + quoted(name.contract->text) + " has no event " +
                quoted(name.name.text),
            meant(name.name.text, names_of(contract->events),
                  "it has " + listed(names_of(contract->events))));
    return nullptr;
  }

  void check(const syntax::delivered& d) {
    if (const event_declaration* e = event_of(d.event))
      labelled(d.event.arguments, e->parameters, e->full_name());
  }

  void check(const syntax::fault& f) {
    using kind = syntax::fault::kind;
    if (f.delay) {
      const declaration_environment names(all_, in_, {});
      if (f.delay->length)
        (void)compile_expression(*f.delay->length, names, duration_type(), diagnostics_);
      if (!operation_of(f.what, false))
        (void)event_of(f.what);
      return;
    }
    const operation* o = operation_of(f.what);
    if (!o)
      return;
    if (f.is == kind::answers) {
      if (!o->returns)
        wrong(f.what.at, quoted(o->full_name()) + " returns nothing, so it cannot answer a value",
              "take the fact away");
      value(f.answer, o->returns);
    }
    if (f.is != kind::fails || !f.error)
      return;
    std::vector<error_declaration> errors = o->errors;
    const checked_contract* contract = contract_of(f.what);
    const auto index = static_cast<std::size_t>(o - contract->operations.data());
    if (contract->answers[index] != no_index)
      for (const error_declaration& e : contract->event_errors[contract->answers[index]])
        errors.push_back(e);
    const auto e = std::find_if(errors.begin(), errors.end(), [&](const error_declaration& each) {
      return each.name == f.error->text;
    });
    if (e == errors.end())
      wrong(f.error->at, quoted(o->full_name()) + " declares no error " + quoted(f.error->text),
            meant(f.error->text, names_of(errors), "its errors are " + listed(names_of(errors))));
    else
      labelled(f.parameters, e->parameters, e->name);
  }

  void check(const syntax::ends& e) {
    static const std::vector<std::string> states = {
        "running", "waiting",   "paused",   "held",      "closing",
        "aborted", "completed", "rejected", "cancelled", "compensating"};
    if (e.status && std::find(states.begin(), states.end(), e.status->text) == states.end())
      wrong(e.status->at, "no order is ever " + quoted(e.status->text),
            meant(e.status->text, states, "it is one of " + listed(states)));
  }

  void check(const syntax::chosen& c) {
    const auto at = tasks_.find(c.task.text);
    if (at == tasks_.end() && has_holes_)
      return;
    if (at == tasks_.end()) {
      std::vector<std::string> known;
      for (const auto& [name, task] : tasks_)
        known.push_back(name);
      wrong(c.task.at, quoted(flow_->said->name.text) + " has no task " + quoted(c.task.text),
            meant(c.task.text, known, known.empty() ? "it has none" : "it has " + listed(known)));
      return;
    }
    if (at->second->is_broken)
      return; // a choice may be what was not understood
    std::vector<std::string> choices;
    for (const syntax::identifier& each : at->second->choose)
      choices.push_back(each.text);
    if (std::find(choices.begin(), choices.end(), c.choice.text) == choices.end())
      wrong(c.choice.at, quoted(c.choice.text) + " is no choice of the task " + quoted(c.task.text),
            meant(c.choice.text, choices, "its choices are " + listed(choices)));
    std::vector<field> entered;
    for (const syntax::entry_field& f : at->second->enter)
      entered.push_back({f.name.text, all_.resolve(*flow_->file, f.of), false, false});
    labelled(c.fields, entered, c.task.text);
  }

  void check(const syntax::effects& e) { (void)operation_of(e.what); }

  /// A task is escalated, and ends in one of its choices.
  void path_of_task(const syntax::goes& g, const syntax::task& task) {
    if (task.is_broken)
      return;
    std::vector<std::string> states = {"escalated"};
    for (const syntax::identifier& choice : task.choose)
      states.push_back(choice.text);
    for (const syntax::identifier& state : g.states)
      if (std::find(states.begin(), states.end(), state.text) == states.end())
        wrong(state.at, "the task " + quoted(g.name.text) + " never goes " + quoted(state.text),
              meant(state.text, states, "it goes " + listed(states)));
  }

  /// What a part of a flow can go through, besides the declared errors of a step.
  static const std::vector<std::string>& states_of_parts() {
    static const std::vector<std::string> states = {
        "sent",        "answered", "acknowledged", "in_doubt", "verified", "adopted",  "retried",
        "refused",     "unknown",  "superseded",   "held",     "released", "received", "withdrawn",
        "compensated", "revised",  "late",         "passed",   "ended",    "rejected", "cancelled"};
    return states;
  }

  void path_of_part(const syntax::goes& g) {
    std::vector<std::string> states = states_of_parts();
    if (const auto step = steps_.find(g.name.text); step != steps_.end())
      for (std::string& error : errors_of(*step->second))
        states.push_back(std::move(error));
    for (const syntax::identifier& state : g.states)
      if (std::find(states.begin(), states.end(), state.text) == states.end())
        wrong(state.at, quoted(g.name.text) + " never goes " + quoted(state.text),
              meant(state.text, states, "it goes " + listed(states)));
  }

  std::vector<std::string> errors_of(const syntax::step& s) {
    std::vector<std::string> names;
    const syntax::qualified_name& called = s.what;
    const checked_contract* contract =
        called.contract ? all_.contract_named(*flow_->file, called.contract->text) : nullptr;
    if (contract == nullptr)
      return names;
    for (std::size_t i = 0; i < contract->operations.size(); ++i) {
      if (contract->operations[i].name != called.name.text)
        continue;
      names = names_of(contract->operations[i].errors);
      if (contract->answers[i] != no_index)
        for (const error_declaration& e : contract->event_errors[contract->answers[i]])
          names.push_back(e.name);
    }
    return names;
  }

  void check(const syntax::goes& g) {
    if (const auto task = tasks_.find(g.name.text); task != tasks_.end())
      path_of_task(g, *task->second);
    else if (parts_.contains(g.name.text))
      path_of_part(g);
    if (parts_.contains(g.name.text) || has_holes_)
      return;
    wrong(g.name.at, quoted(flow_->said->name.text) + " has no step " + quoted(g.name.text),
          meant(g.name.text, std::vector<std::string>(parts_.begin(), parts_.end()),
                "name a step, wait or task of it"));
  }

  library& all_;
  const unit& in_;
  const syntax::test& said_;
  const circumstances& judged_by_;
  std::vector<diagnostic>& diagnostics_;
  std::optional<workflow_signature> flow_;
  std::set<std::string> parts_;
  std::map<std::string, const syntax::step*> steps_;
  std::map<std::string, const syntax::task*> tasks_;
  bool has_holes_ = false; ///< a statement was not understood: what is missed may stand there
};

} // namespace

void check_tests(library& all, const unit& in, const circumstances& judged_by) {
  for (const syntax::test& t : in.said.tests)
    test_checker(all, in, t, judged_by).run();
}

} // namespace gantry::dsl
