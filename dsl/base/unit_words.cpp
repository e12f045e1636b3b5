#include "dsl/base/unit_words.hpp"

#include "dsl/base/ascii.hpp"
#include "dsl/base/nearest_word.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace gantry {

namespace {

struct unit_word {
  std::string_view word;
  std::string_view unit;
};

constexpr std::array<unit_word, 24> unit_words{{
    {"ms", "ms"},
    {"msec", "ms"},
    {"msecs", "ms"},
    {"millis", "ms"},
    {"millisecond", "ms"},
    {"milliseconds", "ms"},
    {"s", "s"},
    {"sec", "s"},
    {"secs", "s"},
    {"second", "s"},
    {"seconds", "s"},
    {"min", "min"},
    {"mins", "min"},
    {"minute", "min"},
    {"minutes", "min"},
    {"m", "min"},
    {"h", "h"},
    {"hr", "h"},
    {"hrs", "h"},
    {"hour", "h"},
    {"hours", "h"},
    {"d", "d"},
    {"day", "d"},
    {"days", "d"},
}};

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if ('A' <= c && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return small;
}

/// `1:30` and `01:30:00` are hours, minutes and seconds.
std::string of_clock(std::string_view text) {
  static constexpr std::array<std::string_view, 3> clock_units{"h", "min", "s"};
  std::string span;
  std::size_t part = 0;
  while (true) {
    const std::size_t end = std::min(text.find(':'), text.size());
    std::string_view digits = text.substr(0, end);
    if (part >= clock_units.size() || digits.empty() || digits.size() > 2 ||
        !std::all_of(digits.begin(), digits.end(), is_digit))
      return {};
    while (digits.size() > 1 && digits.front() == '0')
      digits.remove_prefix(1);
    if (digits != "0")
      span += std::string(digits) + std::string(clock_units[part]);
    ++part;
    if (end == text.size())
      return part > 1 ? span : std::string{};
    text.remove_prefix(end + 1);
  }
}

} // namespace

std::string_view unit_meant(std::string_view word) {
  const std::string small = in_small_letters(word);
  std::array<std::string_view, unit_words.size()> known{};
  for (std::size_t i = 0; i < unit_words.size(); ++i) {
    if (unit_words[i].word == small)
      return unit_words[i].unit;
    known[i] = unit_words[i].word;
  }
  constexpr std::size_t shortest_misspelt = 4; // letters that differ mean another unit else
  const std::string_view near =
      small.size() < shortest_misspelt ? std::string_view{} : nearest_word(small, known);
  for (const unit_word& each : unit_words)
    if (!near.empty() && each.word == near)
      return each.unit;
  return {};
}

std::string span_meant(std::string_view text) {
  constexpr std::size_t longest = 40;
  if (text.size() > longest)
    return {};
  if (text.find(':') != std::string_view::npos)
    return of_clock(text);
  const bool is_iso = text.starts_with('P') || text.starts_with('p');
  if (is_iso)
    text.remove_prefix(1);
  std::string span;
  while (!text.empty()) {
    if (text.front() == ' ' || (is_iso && (text.front() == 'T' || text.front() == 't'))) {
      text.remove_prefix(1);
      continue;
    }
    const auto word_at = std::find_if_not(text.begin(), text.end(), is_digit);
    const std::string digits(text.begin(), word_at);
    const auto letter = std::find_if_not(word_at, text.end(), [](char c) { return c == ' '; });
    const auto word_end =
        std::find_if(letter, text.end(), [](char c) { return c == ' ' || is_digit(c); });
    const auto end = is_iso && letter != word_end ? letter + 1 : word_end; // units of one letter
    const std::string_view unit =
        unit_meant(std::string_view(letter, static_cast<std::size_t>(end - letter)));
    if (digits.empty() || unit.empty())
      return {};
    span += digits + std::string(unit);
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  }
  return span;
}

} // namespace gantry
