#include "dsl/compile.hpp"

#include "dsl/check/checked_workflow.hpp"
#include "dsl/check/report.hpp"
#include "dsl/lower/checked_folder.hpp"
#include "dsl/lower/follow_ups.hpp"
#include "dsl/lower/lowering.hpp"

#include <algorithm>
#include <tuple>

namespace gantry::dsl {
namespace {

void put_in_order(std::vector<diagnostic>& diagnostics) {
  const auto place = [](const diagnostic& d) {
    return std::tie(d.at.file, d.at.line, d.at.column, d.code, d.message);
  };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
  // The clauses of a policy are judged for every step that takes them.
  const auto same = [&](const auto& a, const auto& b) { return place(a) == place(b); };
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(), same), diagnostics.end());
}

/// Checked like everything else, and refused where it would run.
void tell_not_run(const checked_workflow& w, const std::string& what, const source_span& at,
                  std::vector<diagnostic>& diagnostics) {
  diagnostic& d =
      report(diagnostics, codes::not_supported, at,
             "this version checks " + quoted(what) + " and does not run it yet, so the workflow " +
                 quoted(w.said->name.text) + " cannot be served",
             "keep it for a later version, or do without " + quoted(what) + " until then");
  d.level = diagnostic::severity::note;
}

} // namespace

bool compilation::can_all_run() const {
  return std::none_of(diagnostics.begin(), diagnostics.end(),
                      [](const diagnostic& d) { return d.level != diagnostic::severity::warning; });
}

bool compilation::has_errors() const {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const diagnostic& d) { return d.level == diagnostic::severity::error; });
}

compilation compile(const std::vector<source_file>& files, const circumstances& judged_by) {
  compilation all;
  checked_folder folder(files, all.diagnostics, judged_by);
  all.workflows = folder.workflows().size();
  put_in_order(all.diagnostics);
  leave_out_what_follows(files, folder.declarations().units(), all.diagnostics);
  if (all.has_errors()) {
    tell_what_is_read(all.diagnostics);
    return all;
  }
  for (const checked_workflow& w : folder.workflows()) {
    for (const auto& [what, at] : w.not_run)
      tell_not_run(w, what, at, all.diagnostics);
    if (w.not_run.empty())
      all.programs.push_back(std::make_shared<program>(lowering(w).run()));
  }
  all.mappings = folder.mappings();
  put_in_order(all.diagnostics);
  tell_what_is_read(all.diagnostics);
  return all;
}

} // namespace gantry::dsl
