#include "dsl/lower/checked_folder.hpp"

#include <algorithm>

namespace gantry::dsl {

namespace {

/// What depends on seeing all of a workflow would be noise where something was not understood.
void judge(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  check_time(w, diagnostics);
  check_levels(w, diagnostics);
  check_bounds(w, diagnostics);
  if (w.is_partial)
    return;
  check_paths(w, diagnostics);
  check_undoing(w, diagnostics);
  check_amendments(w, diagnostics);
  check_events(w, diagnostics);
}

} // namespace

checked_folder::checked_folder(const std::vector<source_file>& files,
                               std::vector<diagnostic>& diagnostics, const circumstances& judged_by)
    : known_(read_units(files, diagnostics), diagnostics) {
  known_.check_names();
  known_.check_types();
  known_.check_contracts();
  known_.check_reference(judged_by.now);
  known_.check_calls();
  mappings_ = compile_mappings(known_);
  for (const unit& u : known_.units())
    for (const syntax::workflow& said : u.said.workflows) {
      workflows_.push_back(check_workflow(known_, u, said));
      judge(workflows_.back(), diagnostics);
    }
  check_begins(workflows_, diagnostics);
  for (const unit& u : known_.units())
    check_tests(known_, u, judged_by);
  const bool has_errors =
      std::any_of(diagnostics.begin(), diagnostics.end(),
                  [](const diagnostic& d) { return d.level == diagnostic::severity::error; });
  if (!has_errors) // with errors, what uses an import may have been passed over
    check_imports_used(known_.units(), diagnostics);
}

} // namespace gantry::dsl
