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

/// Checked like everything else, and refused where it would run: told once for each construct, at
/// the first of its places.
void tell_not_run(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  for (const auto& [what, places] : w.not_run) {
    const bool is_one = places.size() == 1;
    diagnostic& d =
        report(diagnostics, codes::not_supported, *places.begin(),
               "this version checks " + quoted(what) +
                   (is_one ? "" : " (" + with_thousands(places.size()) + " places)") +
                   " and does not run it yet, so the workflow " + quoted(w.said->name.text) +
                   " cannot be served",
               "keep it for a later version, or do without " + quoted(what) + " until then" +
                   (is_one ? "" : "; `gantry check --explain` lists its places"));
    d.level = diagnostic::severity::note;
  }
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
    tell_not_run(w, all.diagnostics);
    if (w.not_run.empty())
      all.programs.push_back(std::make_shared<program>(lowering(w).run()));
  }
  all.mappings = folder.mappings();
  put_in_order(all.diagnostics);
  tell_what_is_read(all.diagnostics);
  return all;
}

} // namespace gantry::dsl
