#include "dsl/check/report.hpp"
#include "dsl/check/workflow_checker.hpp"
#include "dsl/types/builders.hpp"

#include <utility>

/// A changed order that goes on, and ways back. What they leave behind is judged in
/// check_amendments.cpp.
namespace gantry::dsl {

void workflow_checker::visit(const syntax::amend& a, const surroundings& where) {
  not_run("amend", here_);
  if (where.in_level || where.in_undo)
    misplaced("`amend` stands beside the path of the flow",
              "the input changes in the body, in a handler or in an `on` block");
  for (const syntax::change& c : a.changes)
    change(c);
  if (a.then)
    visit(*a.then, where);
}

/// A path leads from a parameter through fields of records.
void workflow_checker::change(const syntax::change& c) {
  const auto wrong = [&](const source_span& at, const std::string& why, const std::string& help) {
    report(diagnostics_, codes::amend_wrong, at, why, help);
    value(c.value, nullptr);
  };
  const syntax::identifier& root = c.path.front();
  const binding* b = scopes_.find(root.text);
  if (b == nullptr || !b->is_input) {
    std::vector<std::string> inputs;
    for (const syntax::parameter& p : said_.parameters)
      inputs.push_back(p.name.text);
    wrong(root.at, quoted(root.text) + " is not what the workflow takes through",
          meant(root.text, inputs, "an amendment changes fields of " + listed(inputs)));
    return;
  }
  type_ref of = b->of;
  for (std::size_t i = 1; i < c.path.size(); ++i) {
    const syntax::identifier& name = c.path[i];
    const type& record = *of;
    if (record.is == type::kind::dynamic)
      break;
    const field* f = record.is == type::kind::record ? find_field(record, name.text) : nullptr;
    if (f == nullptr) {
      wrong(name.at, to_string(record) + " has no field " + quoted(name.text),
            record.is == type::kind::record
                ? meant(name.text, names_of(record.fields),
                        "its fields are " + listed(names_of(record.fields)))
                : "only fields of records are named by a path");
      return;
    }
    of = f->of;
  }
  value(c.value, of);
}

/// A stage that stands further down has not been passed, unless a round before passed it.
void workflow_checker::passed_before(const syntax::back& b, const surroundings& where) {
  const auto stage = stage_at_.find(b.stage.text);
  if (where.in_handler || where.in_repeat || stage == stage_at_.end())
    return;
  const source_span& at = stage->second;
  if (std::pair(at.line, at.column) < std::pair(b.at.line, b.at.column))
    return;
  report(diagnostics_, codes::stage_ahead, b.stage.at,
         "the stage " + quoted(b.stage.text) + " lies ahead, and there is no way back to it",
         "name a stage that stands further up, or `started`")
      .notes.push_back({at, "it is passed here"});
}

void workflow_checker::visit(const syntax::back& b, const surroundings& where) {
  not_run("back", here_);
  if (stage_named(b.stage))
    passed_before(b, where);
  if (where.in_level || where.in_undo)
    misplaced("`back` stands beside the path of the flow",
              "it belongs into the body, a handler or an `on` block");
  else if (where.in_fan)
    misplaced("`back` stands where other branches are still under way",
              "go back behind the `parallel` or `each`, or `hold` here");
  const auto most = b.at_most ? whole_number(b.at_most) : std::nullopt;
  if (most && (*most < 1 || *most > 1'000))
    report(diagnostics_, codes::unbounded_repeat, span_of(*b.at_most),
           "between 1 and 1,000 ways back can be asked for", "bound them by sense");
  if (!b.otherwise && !where.in_handler && !result_.is_partial)
    report(diagnostics_, codes::unbounded_repeat, b.at,
           "nothing says how often the flow goes back, so it may for ever",
           "bound it: `back to " + b.stage.text + ", at most 3 else hold \"…\"`");
  if (!b.otherwise)
    return;
  surroundings inner = where;
  inner.in_body = false;
  block(*b.otherwise, inner);
}

} // namespace gantry::dsl
