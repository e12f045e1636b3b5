#include "cli/map/mapped_text.hpp"

#include "cli/pretty_json.hpp"
#include "cli/terminal.hpp"
#include "dsl/base/control_characters.hpp"
#include "dsl/base/json.hpp"
#include "dsl/base/utf8.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace gantry::cli {
namespace {

constexpr std::size_t value_bytes_max = 60;

void print_title(const char* title) {
  fmt::print("{}\n", paint(stdout, tint::bold, title));
}

/// Indented, so that the parts of the page can be told from one another.
void print_indented(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    fmt::print("  {}\n", printable(text.substr(at, end - at)));
    at = end + 1;
  }
}

/// Texts in quotes, numbers and times bare.
std::string shown_value(const value& what) {
  if (what.is_none())
    return "(left out)";
  auto text = to_json(what);
  if (!what.is_string() && text.size() > 2 && text.starts_with('"'))
    text = text.substr(1, text.size() - 2);
  const auto start = utf8_prefix(text, value_bytes_max);
  return std::string(start) + (start.size() < text.size() ? "…" : "");
}

std::string sources_of(const dsl::field_origin& origin) {
  auto all = origin.paths;
  all.insert(all.end(), origin.rows.begin(), origin.rows.end());
  return all.empty() ? "the mapping itself" : dsl::listed(all, "and");
}

void print_origins(const std::vector<dsl::field_origin>& origins) {
  text_table table;
  table.add({"field", "value", "from", "made at"});
  for (const auto& origin : origins)
    table.add({origin.field, shown_value(origin.what), sources_of(origin),
               fmt::format("{}:{}", origin.file, origin.line)});
  print_indented(table.render(stdout));
}

void print_findings(const std::vector<channels::finding>& findings) {
  for (const auto& f : findings) {
    fmt::print("{}[{}] {}{}: {}\n",
               paint(stdout, f.severity == "error" ? tint::red : tint::yellow, f.severity), f.code,
               f.path.empty() ? "document" : printable(f.path),
               f.value.empty() ? "" : " (" + printable(f.value) + ")", printable(f.message));
    const auto said = f.path + " " + f.message;
    if (!f.fields.empty() && said.find(f.fields.front()) == std::string::npos)
      fmt::print("  {} {}\n", paint(stdout, tint::blue, "field:"), dsl::listed(f.fields, "and"));
  }
}

value as_list(const std::vector<std::string>& texts) {
  value::list_type list;
  for (const auto& text : texts)
    list.emplace_back(text);
  return value::make_list(std::move(list));
}

} // namespace

void print_mapped(const mapped_one& one) {
  print_title("input");
  print_indented(one.input);
  print_title("\noutput");
  if (one.output.is_none())
    fmt::print("  nothing: the document would be refused\n");
  else
    print_indented(pretty_json(one.output));
  print_title("\nfields");
  print_origins(one.origins);
  if (one.findings.empty())
    return;
  print_title("\nfindings");
  print_findings(one.findings);
}

void print_findings_alone(const mapped_one& one) {
  print_findings(one.findings);
  if (one.findings.empty())
    fmt::print("no findings\n");
}

void print_mapped_json(const mapped_one& one) {
  value::list_type fields, findings;
  for (const auto& origin : one.origins)
    fields.push_back(
        value::make_map({{value("field"), value(origin.field)},
                         {value("value"), origin.what},
                         {value("from"), as_list(origin.paths)},
                         {value("rows"), as_list(origin.rows)},
                         {value("file"), value(origin.file)},
                         {value("line"), value(static_cast<std::int64_t>(origin.line))}}));
  for (const auto& f : one.findings)
    findings.push_back(value::make_map({{value("code"), value(f.code)},
                                        {value("severity"), value(f.severity)},
                                        {value("path"), value(f.path)},
                                        {value("value"), value(f.value)},
                                        {value("message"), value(f.message)},
                                        {value("fields"), as_list(f.fields)}}));
  fmt::print("{}\n", to_json(value::make_map(
                         {{value("input"), one.document},
                          {value("output"), one.output},
                          {value("fields"), value::make_list(std::move(fields))},
                          {value("findings"), value::make_list(std::move(findings))}})));
}

} // namespace gantry::cli
