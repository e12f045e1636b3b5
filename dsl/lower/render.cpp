#include "dsl/base/json.hpp"
#include "dsl/base/utf8.hpp"
#include "dsl/compile.hpp"

#include <algorithm>

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
  std::string blanks;
  for (std::size_t i = 0; i < std::min(from, line.size()); ++i)
    blanks += line[i] == '\t' ? '\t' : ' ';
  std::string text = margin + " |\n" + number + " | " + line + "\n" + margin + " | ";
  text +=
      blanks + painted(std::string(to > from ? to - from : 1, with.sign), with.colour, with.wanted);
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
