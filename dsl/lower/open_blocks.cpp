#include "dsl/lower/open_blocks.hpp"

#include "dsl/base/ascii.hpp"
#include "dsl/check/codes.hpp"
#include "dsl/syntax/parse/words.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace gantry::dsl {

namespace {

/// Codes of what stands where it may not, or seems not to be bound.
constexpr std::array<std::string_view, 11> of_places = {"GF0131", "GF0201", "GF0401", "GF0402",
                                                        "GF0403", "GF0404", "GF0407", "GF0408",
                                                        "GF0502", "GF0504", "GF0702"};

bool opens(const diagnostic& d) {
  return d.code == codes::not_closed.code ||
         (d.code == codes::expected.code && d.message.starts_with("this brace closes"));
}

/// The line on which the next declaration begins, or one behind the last.
std::uint32_t next_declaration(std::string_view text, std::uint32_t behind) {
  std::uint32_t number = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    ++number;
    std::size_t length = 0;
    while (length < line.size() && is_word(line[length]))
      ++length;
    if (number > behind && words::is_in(words::declarations(), line.substr(0, length)))
      return number;
  }
  return number + 1;
}

bool declares_policies(const std::vector<source_file>& files, const std::string& path) {
  return std::any_of(files.begin(), files.end(), [&](const source_file& f) {
    return f.path == path &&
           (f.text.starts_with("policy ") || f.text.find("\npolicy ") != std::string::npos);
  });
}

struct stretch {
  std::string file;
  std::uint32_t first = 0, end = 0; ///< lines; the end is one past the last
  [[nodiscard]] bool holds(const source_span& at) const {
    return at.file == file && first <= at.line && at.line < end;
  }
};

} // namespace

void leave_out_behind_open_blocks(const std::vector<source_file>& files,
                                  std::vector<diagnostic>& diagnostics) {
  std::vector<stretch> unsure;
  for (const diagnostic& d : diagnostics) {
    const bool is_known =
        std::any_of(unsure.begin(), unsure.end(), [&](const stretch& s) { return s.holds(d.at); });
    const auto file = std::find_if(files.begin(), files.end(),
                                   [&](const source_file& f) { return f.path == d.at.file; });
    if (opens(d) && !is_known && file != files.end())
      unsure.push_back({d.at.file, d.at.line, next_declaration(file->text, d.at.line)});
  }
  if (unsure.empty())
    return;
  std::erase_if(diagnostics, [&](const diagnostic& d) {
    const bool is_of_place =
        std::find(of_places.begin(), of_places.end(), d.code) != of_places.end();
    // Blocks of policies were judged within the flow.
    if (d.code == codes::misplaced.code && declares_policies(files, d.at.file))
      return true;
    const bool is_grammar = d.code >= "GF0110" && d.code < "GF0130" && !opens(d);
    return (is_of_place || is_grammar) &&
           std::any_of(unsure.begin(), unsure.end(), [&](const stretch& s) {
             return s.holds(d.at) && (d.at.line > s.first || is_of_place);
           });
  });
}

} // namespace gantry::dsl
