#include "dsl/expr/text_holes.hpp"

#include "dsl/base/ascii.hpp"

#include <algorithm>
#include <array>

namespace gantry::dsl {

namespace {

struct brackets {
  std::string_view open, close;
};
constexpr std::array<brackets, 3> spellings = {{{"${", "}"}, {"#{", "}"}, {"{{", "}}"}}};

struct hole {
  std::size_t at = std::string_view::npos;
  std::size_t length = 0;
  std::string_view inside;
};

std::string_view without_blanks(std::string_view text) {
  while (text.starts_with(' '))
    text.remove_prefix(1);
  while (text.ends_with(' '))
    text.remove_suffix(1);
  return text;
}

/// A name and fields of it.
bool is_path(std::string_view text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' && text.back() != '.' &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_word(c) || c == '.'; });
}

hole first_hole(std::string_view text) {
  hole first;
  for (const brackets& b : spellings)
    for (auto at = text.find(b.open); at < first.at; at = text.find(b.open, at + 1)) {
      const auto from = at + b.open.size();
      const auto end = text.find(b.close, from);
      if (end == std::string_view::npos)
        break;
      const auto inside = without_blanks(text.substr(from, end - from));
      if (is_path(inside))
        first = {at, end + b.close.size() - at, inside};
    }
  return first;
}

} // namespace

std::string_view hole_in(std::string_view text) {
  const hole h = first_hole(text);
  return h.length == 0 ? std::string_view{} : text.substr(h.at, h.length);
}

std::string joined_text(std::string_view text) {
  std::string all;
  const auto add = [&all](const std::string& part) { all += (all.empty() ? "" : " + ") + part; };
  while (!text.empty()) {
    const hole h = first_hole(text);
    const auto words = text.substr(0, h.at);
    if (!words.empty())
      add('"' + std::string(words) + '"');
    if (h.length == 0)
      break;
    add(std::string(h.inside));
    text.remove_prefix(h.at + h.length);
  }
  return all;
}

} // namespace gantry::dsl
