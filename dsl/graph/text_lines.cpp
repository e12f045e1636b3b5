#include "dsl/graph/text_lines.hpp"

#include "dsl/base/utf8.hpp"

#include <algorithm>

namespace gantry::dsl::graph {
namespace {

/// In thousandths of the size: those of DejaVu Sans, the widest of the fonts that are asked for, so
/// that a text fits in whichever of them it is shown.
double advance_of(std::string_view character) {
  if (character.size() > 1)
    return 660;
  const char c = character.front();
  static constexpr std::string_view thin = "iljI.,:;'|!()[] ";
  static constexpr std::string_view wide = "mwMW@%";
  if (thin.find(c) != std::string_view::npos)
    return 335;
  if (c == 'f' || c == 't' || c == 'r' || c == '-' || c == '/')
    return 410;
  if (wide.find(c) != std::string_view::npos)
    return 960;
  return c >= 'A' && c <= 'Z' ? 725 : 612;
}

} // namespace

double text_width_px(std::string_view text, double size_px, bool is_bold) {
  double sum = 0;
  while (!text.empty()) {
    const auto length = std::max<std::size_t>(utf8_length(text), 1);
    sum += advance_of(text.substr(0, length));
    text.remove_prefix(length);
  }
  return sum * size_px / 1000 * (is_bold ? 1.12 : 1.0);
}

std::vector<std::string> broken_into_lines(std::string_view text, double width_px, double size_px,
                                           bool is_bold) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const std::string word(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty())
      continue;
    if (!lines.empty() && text_width_px(lines.back() + " " + word, size_px, is_bold) <= width_px)
      lines.back() += " " + word;
    else
      lines.push_back(word);
  }
  return lines;
}

} // namespace gantry::dsl::graph
