#include "tests/fuzz/diagnostics_hold.hpp"

#include "dsl/base/json.hpp"
#include "dsl/base/utf8.hpp"

#include <algorithm>

namespace gantry::fuzz {
namespace {

/// A folder in which more is wrong is no folder of flows; nobody reads as much.
constexpr std::size_t told_max = 1'000;

bool is_code(const std::string& code) {
  return code.size() == 6 && code.starts_with("GF") &&
         std::all_of(code.begin() + 2, code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string wrong_with(const dsl::source_span& at, const std::vector<dsl::source_file>& files) {
  const auto file =
      std::find_if(files.begin(), files.end(), [&](const auto& f) { return f.path == at.file; });
  if (file == files.end())
    return at.file.empty() ? "" : "a place in no file: " + at.file;
  const auto lines =
      static_cast<std::uint32_t>(1 + std::count(file->text.begin(), file->text.end(), '\n'));
  if (at.line < 1 || at.line > lines || at.end_line < at.line || at.end_line > lines)
    return "a place outside of its file: line " + std::to_string(at.line) + " to " +
           std::to_string(at.end_line) + " of " + std::to_string(lines);
  if (at.column < 1 || (at.line == at.end_line && at.end_column < at.column))
    return "a place that ends before it begins, in line " + std::to_string(at.line);
  return {};
}

std::string wrong_with(const dsl::diagnostic& d, const std::vector<dsl::source_file>& files) {
  if (!is_code(d.code) || d.message.empty())
    return "a mistake without a code or a sentence";
  if (auto wrong = wrong_with(d.at, files); !wrong.empty())
    return d.code + ": " + wrong;
  for (const auto& note : d.notes)
    if (auto wrong = wrong_with(note.at, files); !wrong.empty())
      return d.code + ", a note: " + wrong;
  if (dsl::render(d, files, true).find(d.code) == std::string::npos)
    return d.code + " is rendered without its code";
  return {};
}

} // namespace

std::string wrong_with(const std::vector<dsl::diagnostic>& told,
                       const std::vector<dsl::source_file>& files) {
  if (told.size() > told_max)
    return std::to_string(told.size()) + " mistakes are told";
  const bool is_text =
      std::all_of(files.begin(), files.end(), [](const auto& f) { return is_valid_utf8(f.text); });
  for (const auto& d : told) {
    if (auto wrong = wrong_with(d, files); !wrong.empty())
      return wrong;
    if (is_text && !parse_json(dsl::to_json_line(d)))
      return d.code + " is written as a line that is no JSON";
  }
  if (is_text && !parse_json(dsl::to_sarif(told, "0", "/flows", [](const std::string& code) {
        return dsl::rule_page{code, code, {}};
      })))
    return "the SARIF of the mistakes is no JSON";
  return {};
}

} // namespace gantry::fuzz
