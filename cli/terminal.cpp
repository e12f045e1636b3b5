#include "cli/terminal.hpp"

#include "dsl/base/control_characters.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <unistd.h>

namespace gantry::cli {
namespace {

const char* escape_of(tint how) {
  switch (how) {
  case tint::bold: return "\033[1m";
  case tint::dim: return "\033[2m";
  case tint::red: return "\033[31m";
  case tint::green: return "\033[32m";
  case tint::yellow: return "\033[33m";
  case tint::blue: return "\033[34m";
  case tint::plain: break;
  }
  return "";
}

/// Characters that a terminal shows, not bytes: names of people and places are UTF-8.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

} // namespace

bool is_terminal(std::FILE* stream) {
  return isatty(fileno(stream)) == 1;
}

bool wants_colour(std::FILE* stream) {
  const char* terminal = std::getenv("TERM");
  return is_terminal(stream) && std::getenv("NO_COLOR") == nullptr && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

std::string paint(std::FILE* stream, tint how, std::string_view text) {
  if (how == tint::plain || !wants_colour(stream))
    return std::string(text);
  return fmt::format("{}{}\033[0m", escape_of(how), text);
}

void print_error(const error& e) {
  const auto& entry = describe(e.code);
  fmt::print(stderr, "{}: {}\n", paint(stderr, tint::red, fmt::format("error[{}]", entry.code)),
             printable(e.message, "\n"));
  for (const auto& field : e.fields)
    fmt::print(stderr, "  {}: {}{}\n", printable(field.path), printable(field.message),
               field.value.empty() ? "" : fmt::format(" (found {})", printable(field.value)));
  if (!e.help.empty())
    fmt::print(stderr, "  {} {}\n", paint(stderr, tint::blue, "help:"), printable(e.help, "\n"));
}

void text_table::add(std::vector<std::string> row) {
  for (auto& cell : row)
    cell = printable(cell);
  rows_.push_back(std::move(row));
}

std::string text_table::render(std::FILE* stream) const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i == widths.size())
        widths.push_back(0);
      widths[i] = std::max(widths[i], width_of(row[i]));
    }
  std::string out;
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    std::string line;
    for (std::size_t i = 0; i < rows_[r].size(); ++i) {
      line += rows_[r][i];
      if (i + 1 < rows_[r].size())
        line.append(widths[i] - width_of(rows_[r][i]) + 2, ' ');
    }
    out += r == 0 ? paint(stream, tint::bold, line) : line;
    out += '\n';
  }
  return out;
}

} // namespace gantry::cli
