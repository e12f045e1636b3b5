#include "dsl/base/json.hpp"
#include "dsl/base/utf8.hpp"
#include "dsl/compile.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace gantry::dsl {
namespace {

std::string_view line_of(const std::vector<source_file>& files, const source_span& at) {
  for (const auto& file : files) {
    if (file.path != at.file)
      continue;
    std::string_view rest = file.text;
    for (std::uint32_t line = 1; line < at.line; ++line) {
      const auto end = rest.find('\n');
      if (end == std::string_view::npos)
        return {};
      rest.remove_prefix(end + 1);
    }
    return rest.substr(0, rest.find('\n'));
  }
  return {};
}

std::string painted(std::string_view text, const char* colour, bool wanted) {
  return wanted ? "\x1b[" + std::string(colour) + "m" + std::string(text) + "\x1b[0m"
                : std::string(text);
}

struct mark {
  char sign;
  const char* colour;
  bool wanted;
};

/// What of a line is shown: all of it, unless nobody would read as much.
struct shown_line {
  std::string text;
  std::size_t from = 0, to = 0; ///< characters of it that are meant
};

shown_line shown_of(std::string_view line, std::size_t from, std::size_t to) {
  constexpr std::size_t wide = 240, before = 80;
  const auto begin_of = [&](std::size_t character) {
    std::size_t byte = 0;
    for (std::size_t passed = 0; passed < character && byte < line.size(); ++passed)
      byte += std::max<std::size_t>(utf8_length(line.substr(byte)), 1);
    return byte;
  };
  const std::size_t left = from > before ? from - before : 0;
  if (line.size() <= wide)
    return {std::string(line), from, to};
  const auto rest = line.substr(begin_of(left));
  const auto kept = utf8_prefix(rest, wide);
  const std::string ellipsis = "…";
  const std::size_t shift = left > 0 ? 1 : 0;
  return {(left > 0 ? ellipsis : "") + std::string(kept) +
              (kept.size() < rest.size() ? ellipsis : ""),
          from - left + shift, std::min(to - left + shift, from - left + shift + wide - before)};
}

/// Of a terminal: the ranges of Unicode's East Asian Width that take two columns (UAX 11).
bool is_wide(std::string_view character) {
  static constexpr std::pair<std::string_view, std::string_view> ranges[] = {
      {"\u1100", "\u115F"},         {"\u2E80", "\u303E"},         {"\u3041", "\uA4CF"},
      {"\uAC00", "\uD7A3"},         {"\uF900", "\uFAFF"},         {"\uFE30", "\uFE4F"},
      {"\uFF00", "\uFF60"},         {"\uFFE0", "\uFFE6"},         {"\U0001F300", "\U0001F64F"},
      {"\U0001F900", "\U0001F9FF"}, {"\U00020000", "\U0003FFFD"},
  };
  return std::any_of(std::begin(ranges), std::end(ranges), [&](const auto& range) {
    // In UTF-8 characters stand in the order of their numbers.
    return range.first <= character && character <= range.second;
  });
}

/// Blanks below a line up to a character, and signs from there to another one.
std::pair<std::string, std::string> below(std::string_view line, std::size_t from, std::size_t to,
                                          char sign) {
  std::string blanks, signs;
  for (std::size_t i = 0; i < to; ++i) {
    const auto length = line.empty() ? 0 : std::max<std::size_t>(utf8_length(line), 1);
    const auto character = line.substr(0, length);
    line.remove_prefix(length);
    const std::size_t columns = is_wide(character) ? 2 : 1;
    if (i < from)
      blanks += character == "\t" ? "\t" : std::string(columns, ' ');
    else
      signs += std::string(columns, sign);
  }
  return {std::move(blanks), std::move(signs)};
}

/// The line with carets below what is meant.
std::string excerpt(const std::vector<source_file>& files, const source_span& at, const mark& with,
                    const std::string& label) {
  const auto whole = line_of(files, at);
  const auto number = std::to_string(at.line);
  const std::string margin(number.size(), ' ');
  const bool one_line = at.end_line == at.line && at.end_column > at.column;
  const std::size_t begin = std::max<std::uint32_t>(at.column, 1) - 1;
  const std::size_t end = one_line ? at.end_column - 1 : whole.size();
  const auto [line, from, to] = shown_of(whole, begin, std::max(begin, end));
  const auto [blanks, signs] = below(line, from, std::max(to, from + 1), with.sign);
  std::string text = margin + " |\n" + number + " | " + line + "\n" + margin + " | ";
  text += blanks + painted(signs, with.colour, with.wanted);
  return text + (label.empty() ? "" : " " + label) + "\n";
}

} // namespace

std::string_view to_string(diagnostic::severity level) {
  switch (level) {
  case diagnostic::severity::error: return "error";
  case diagnostic::severity::warning: return "warning";
  case diagnostic::severity::note: return "note";
  }
  return "error";
}

std::string render(const diagnostic& d, const std::vector<source_file>& files, bool colour) {
  const char* tint = d.level == diagnostic::severity::error     ? "1;31"
                     : d.level == diagnostic::severity::warning ? "1;33"
                                                                : "1;36";
  const auto place = [](const source_span& at) {
    return at.file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + "\n";
  };
  std::string text = painted(std::string(to_string(d.level)) + "[" + d.code + "]", tint, colour) +
                     ": " + d.message + "\n  --> " + place(d.at) +
                     excerpt(files, d.at, {'^', tint, colour}, {});
  for (const auto& note : d.notes)
    if (d.level == diagnostic::severity::note) // a list of places, a line each
      text += "  ::: " + note.at.file + ":" + std::to_string(note.at.line) + ":" +
              std::to_string(note.at.column) + " " + note.message + "\n";
    else
      text +=
          "  ::: " + place(note.at) + excerpt(files, note.at, {'-', "1;34", colour}, note.message);
  if (!d.help.empty())
    text += "  = " + painted("help", "1;34", colour) + ": " + d.help + "\n";
  return text;
}

std::string to_json_line(const diagnostic& d) {
  std::string line = R"({"file":)";
  append_json_string(line, d.at.file);
  const auto number = [&line](const char* name, std::uint32_t n) {
    line += std::string(",\"") + name + "\":" + std::to_string(n);
  };
  number("line", d.at.line);
  number("column", d.at.column);
  number("end_line", d.at.end_line);
  number("end_column", d.at.end_column);
  const auto text = [&line](const char* name, const std::string& t) {
    line += std::string(",\"") + name + "\":";
    append_json_string(line, t);
  };
  text("code", d.code);
  text("severity", std::string(to_string(d.level)));
  text("message", d.message);
  text("help", d.help);
  return line + "}";
}

} // namespace gantry::dsl
