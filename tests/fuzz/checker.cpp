#include "tests/fuzz/diagnostics_hold.hpp"
#include "tests/fuzz/entry_points.hpp"
#include "tests/support/flow_files.hpp"

namespace gantry::fuzz {
namespace {

/// What flows import, without the flows and mappings themselves.
std::vector<dsl::source_file> types_and_contracts() {
  std::vector<dsl::source_file> kept;
  for (auto& file : tests::project_flows())
    if (file.path.starts_with("types/") || file.path.starts_with("contracts/"))
      kept.push_back(std::move(file));
  return kept;
}

} // namespace

std::string run_checker(std::string_view input) {
  static const auto beside = types_and_contracts();
  auto files = beside;
  files.push_back({"main.flow", std::string(input)});
  const auto compiled = dsl::compile(files);
  if (auto wrong = wrong_with(compiled.diagnostics, files); !wrong.empty())
    return wrong;
  if (compiled.has_errors() && !(compiled.programs.empty() && compiled.mappings.empty()))
    return "something is compiled of files with mistakes";
  if (compiled.programs.size() > compiled.workflows)
    return "more programs than workflows";
  if (compiled.can_all_run() && compiled.programs.size() != compiled.workflows)
    return "a workflow without a program, and nobody says why";
  if (!compiled.has_errors() && dsl::explain(files).size() != compiled.workflows)
    return "a workflow is not explained";
  return {};
}

} // namespace gantry::fuzz
