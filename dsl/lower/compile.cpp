#include "dsl/compile.hpp"

#include "dsl/check/checked_workflow.hpp"
#include "dsl/lower/lowering.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace gantry::dsl {
namespace {

void judge(const checked_workflow& w, std::vector<diagnostic>& diagnostics) {
  if (w.is_partial)
    return; // what depends on seeing all of it would be noise
  check_paths(w, diagnostics);
  check_time(w, diagnostics);
  check_bounds(w, diagnostics);
  check_undoing(w, diagnostics);
  check_events(w, diagnostics);
}

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

/// A line that was not understood is told as such and as nothing else: what is missing or unknown
/// there follows from it.
void leave_out_what_follows(std::vector<diagnostic>& diagnostics) {
  const auto is_text = [](const diagnostic& d) {
    return d.level == diagnostic::severity::error && d.code < "GF0130";
  };
  std::set<std::pair<std::string_view, std::uint32_t>> lines;
  for (const diagnostic& d : diagnostics)
    if (is_text(d))
      lines.emplace(d.at.file, d.at.line);
  std::vector<diagnostic> kept;
  for (const diagnostic& d : diagnostics)
    if (is_text(d) || !lines.contains({d.at.file, d.at.line}))
      kept.push_back(d);
  diagnostics = std::move(kept);
}

} // namespace

bool compilation::has_errors() const {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const diagnostic& d) { return d.level == diagnostic::severity::error; });
}

compilation compile(const std::vector<source_file>& files) {
  compilation all;
  library known(read_units(files, all.diagnostics), all.diagnostics);
  known.check_names();
  known.check_types();
  known.check_contracts();
  std::deque<checked_workflow> checked;
  for (const unit& u : known.units())
    for (const syntax::workflow& said : u.said.workflows) {
      checked.push_back(check_workflow(known, u, said));
      judge(checked.back(), all.diagnostics);
    }
  if (!all.has_errors()) // with errors, what uses an import may have been passed over
    check_imports_used(known.units(), all.diagnostics);
  put_in_order(all.diagnostics);
  leave_out_what_follows(all.diagnostics);
  if (all.has_errors())
    return all;
  for (const checked_workflow& w : checked)
    all.programs.push_back(std::make_shared<program>(lowering(w).run()));
  return all;
}

} // namespace gantry::dsl
