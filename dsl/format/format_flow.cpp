#include "dsl/format/format_flow.hpp"

#include "dsl/format/flow_writer.hpp"
#include "dsl/format/printer.hpp"
#include "dsl/syntax/parse/parse_file.hpp"

#include <algorithm>

namespace gantry::dsl {

std::optional<std::string> format_flow(const source_file& source,
                                       std::vector<diagnostic>& diagnostics) {
  std::vector<diagnostic> found;
  const syntax::file tree = parse_file(source, found);
  const bool has_errors = std::any_of(found.begin(), found.end(), [](const diagnostic& d) {
    return d.level == diagnostic::severity::error;
  });
  diagnostics.insert(diagnostics.end(), found.begin(), found.end());
  if (has_errors)
    return std::nullopt;
  std::vector<diagnostic> told_already;
  layout::written_file text(source, lex(source, told_already));
  const layout::piece all = layout::flow_writer(text).file(tree);
  auto lines = layout::printer(layout_columns).print(all);
  layout::align_columns(lines, layout_columns);
  std::string out;
  for (const layout::printed_line& line : lines)
    out += line.text + "\n";
  return out;
}

} // namespace gantry::dsl
