#include "tests/fuzz/diagnostics_hold.hpp"
#include "tests/fuzz/entry_points.hpp"
#include "tests/support/flow_files.hpp"

#include <filesystem>

namespace gantry::fuzz {
namespace {

/// What texts may import: a small contract, and what the project's flows do, without the flows and
/// mappings themselves.
std::vector<dsl::source_file> types_and_contracts() {
  auto kept = tests::flow_files_in(std::filesystem::path(GANTRY_SOURCE_DIR) / "tests/fuzz/beside");
  for (auto& file : tests::project_flows())
    if (file.path.starts_with("types/") || file.path.starts_with("contracts/"))
      kept.push_back(std::move(file));
  return kept;
}

/// The text and what it names between quotes, through all files. What it does not name says nothing
/// about it, and would be checked again for each of millions of texts.
std::vector<dsl::source_file> with_what_it_names(std::string_view input) {
  static const auto all = types_and_contracts();
  std::vector<dsl::source_file> files{{"main.flow", std::string(input)}};
  std::vector<bool> is_taken(all.size());
  for (std::size_t reader = 0; reader < files.size(); ++reader)
    for (std::size_t i = 0; i < all.size(); ++i)
      if (!is_taken[i] && files[reader].text.find('"' + all[i].path + '"') != std::string::npos) {
        is_taken[i] = true;
        files.push_back(all[i]);
      }
  return files;
}

} // namespace

std::string run_checker(std::string_view input) {
  const auto files = with_what_it_names(input);
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
