#include "dsl/format/format_flow.hpp"
#include "dsl/syntax/parse/parse_file.hpp"
#include "tests/fuzz/diagnostics_hold.hpp"
#include "tests/fuzz/entry_points.hpp"
#include "tests/support/flow_content.hpp"

namespace gantry::fuzz {

std::string run_parser(std::string_view input) {
  const dsl::source_file file{"main.flow", std::string(input)};
  std::vector<dsl::diagnostic> told;
  (void)dsl::parse_file(file, told);
  if (auto wrong = wrong_with(told, {file}); !wrong.empty())
    return wrong;
  std::vector<dsl::diagnostic> told_by_layout;
  const auto once = dsl::format_flow(file, told_by_layout);
  if (once.has_value() != told_by_layout.empty())
    return "a file is laid out and has mistakes, or neither";
  if (!once)
    return {};
  if (tests::content_of(*once) != tests::content_of(input))
    return "the layout loses or invents something:\n" + *once;
  const auto twice = dsl::format_flow({"main.flow", *once}, told_by_layout);
  if (!twice)
    return "what was laid out does not parse:\n" + *once;
  return *twice == *once ? "" : "a layout has another layout:\n" + *once + "\nand\n" + *twice;
}

} // namespace gantry::fuzz
