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

std::string places_of(std::size_t count) {
  return count == 1 ? std::string{} : " (" + with_thousands(count) + " places)";
}

/// Checked like everything else, and refused where it would run: one note a workflow, which names
/// each construct, in the order in which they first stand there.
void tell_not_run(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  if (w.not_run.empty())
    return;
  struct construct {
    std::string what;
    source_span first;
    std::size_t places;
  };
  std::vector<construct> all;
  for (const auto& [what, places] : w.not_run)
    all.push_back({what, *places.begin(), places.size()});
  const auto& own = w.said->at.file; // before what stands in a policy of another file
  std::stable_sort(all.begin(), all.end(), [&](const construct& a, const construct& b) {
    const bool is_own = a.first.file == own, other_is_own = b.first.file == own;
    return is_own != other_is_own ? is_own : stands_before{}(a.first, b.first);
  });
  std::string names;
  for (const construct& c : all)
    names += (names.empty() ? "" : ", ") + quoted(c.what) + places_of(c.places);
  const bool is_one = all.size() == 1;
  diagnostic& d = report(
      diagnostics, codes::not_supported, is_one ? all.front().first : w.said->at,
      "this version checks " + names + " and does not run " + (is_one ? "it" : "them") +
          " yet, so the workflow " + quoted(w.said->name.text) + " cannot be served",
      "keep it for a later version, or do without " + (is_one ? quoted(all.front().what) : "them") +
          " until then" +
          (is_one && all.front().places == 1 ? "" : "; `gantry check --explain` lists all places"));
  d.level = diagnostic::severity::note;
  if (!is_one)
    for (const construct& c : all)
      d.notes.push_back({c.first, quoted(c.what) + places_of(c.places)});
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
  put_in_order(all.diagnostics);
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
