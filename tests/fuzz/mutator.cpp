#include "tests/fuzz/mutator.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <sstream>
#include <utility>

namespace gantry::fuzz {
namespace {

constexpr std::size_t text_max = 64u << 10;

// Where counting goes wrong: the edges of the numbers that there are.
constexpr std::array<std::string_view, 14> numbers = {"0",
                                                      "-1",
                                                      "1",
                                                      "64",
                                                      "65",
                                                      "100001",
                                                      "2147483648",
                                                      "9223372036854775807",
                                                      "9223372036854775808",
                                                      "18446744073709551616",
                                                      "1e308",
                                                      "0.1",
                                                      "99999999999999999999999999999999999999",
                                                      "00"};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80u) != 0;
}

bool is_number(const std::string& piece) {
  return !piece.empty() && piece.front() >= '0' && piece.front() <= '9';
}

/// Words and numbers whole, every other character alone.
std::vector<std::string> pieces_of(std::string_view text) {
  std::vector<std::string> all;
  for (const char c : text) {
    if (is_word(c) && !all.empty() && is_word(all.back().back()))
      all.back() += c;
    else
      all.emplace_back(1, c);
  }
  return all;
}

auto at(std::vector<std::string>& all, std::size_t index) {
  return all.begin() + static_cast<std::ptrdiff_t>(index);
}

} // namespace

mutator::mutator(std::uint64_t seed, std::vector<std::string> words,
                 std::vector<std::string> others)
    : dice_(seed), words_(std::move(words)), others_(std::move(others)) {}

std::size_t mutator::below(std::size_t limit) {
  return limit == 0 ? 0 : dice_() % limit;
}

const std::string& mutator::any_of(const std::vector<std::string>& from) {
  return from[below(from.size())];
}

std::string mutator::change(std::string_view text) {
  auto all = pieces_of(text);
  for (auto times = below(4) + 1; times > 0; --times)
    change_pieces(all);
  std::string changed;
  for (const auto& piece : all)
    changed += piece;
  if (below(4) == 0)
    change_byte(changed);
  changed.resize(std::min(changed.size(), text_max));
  return changed;
}

void mutator::change_pieces(pieces& all) {
  switch (below(8)) {
  case 0:
  case 1: put_word(all); break;
  case 2: put_number(all); break;
  case 3: move(all); break;
  case 4: nest(all); break;
  case 5: take_from_another(all); break;
  case 6:
    if (const auto from = below(all.size()); from < all.size())
      all.erase(at(all, from), at(all, from + stretch(all, from, 12)));
    break;
  default:
    if (below(8) == 0)
      all.resize(below(all.size()));
    else
      put_word(all);
    break;
  }
}

std::size_t mutator::stretch(const pieces& all, std::size_t first, std::size_t most) {
  return std::min(below(most) + 1, all.size() - first);
}

/// In place of another one, or between two.
void mutator::put_word(pieces& all) {
  const auto& word = words_.empty() ? any_of(all) : any_of(words_);
  const auto where = below(all.size() + 1);
  if (where < all.size() && below(2) == 0)
    all[where] = word;
  else
    all.insert(at(all, where), word);
}

void mutator::put_number(pieces& all) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (is_number(all[i]))
      places.push_back(i);
  if (!places.empty())
    all[places[below(places.size())]] = numbers[below(numbers.size())];
}

/// Cuts a stretch out, or copies it, to another place.
void mutator::move(pieces& all) {
  if (all.empty())
    return;
  const auto from = below(all.size());
  const auto length = stretch(all, from, 40);
  pieces taken(at(all, from), at(all, from + length));
  if (below(2) == 0)
    all.erase(at(all, from), at(all, from + length));
  all.insert(at(all, below(all.size() + 1)), taken.begin(), taken.end());
}

/// The same sign or word many times over: depth and length are where recursion ends.
void mutator::nest(pieces& all) {
  if (all.empty())
    return;
  const auto from = below(all.size());
  const pieces taken(at(all, from), at(all, from + stretch(all, from, 5)));
  const auto where = below(all.size() + 1);
  pieces many;
  for (auto times = below(300); times > 0; --times)
    many.insert(many.end(), taken.begin(), taken.end());
  all.insert(at(all, where), many.begin(), many.end());
}

void mutator::take_from_another(pieces& all) {
  if (others_.empty())
    return;
  const auto other = pieces_of(any_of(others_));
  if (other.empty())
    return;
  const auto from = below(other.size());
  const auto first = other.begin() + static_cast<std::ptrdiff_t>(from);
  const auto length = static_cast<std::ptrdiff_t>(stretch(other, from, 60));
  all.insert(at(all, below(all.size() + 1)), first, first + length);
}

void mutator::change_byte(std::string& text) {
  const auto where = below(text.size() + 1);
  const auto byte = static_cast<char>(below(256));
  if (where == text.size() || below(2) == 0)
    text.insert(where, 1, byte);
  else
    text[where] = byte;
}

std::vector<std::string> words_of(std::string_view dictionary) {
  std::vector<std::string> words;
  std::istringstream lines{std::string(dictionary)};
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('"') || !line.ends_with('"') || line.size() < 3)
      continue;
    std::string word;
    for (std::size_t i = 1; i + 1 < line.size(); ++i) {
      if (line[i] == '\\' && i + 2 < line.size())
        ++i;
      word += line[i];
    }
    words.push_back(std::move(word));
  }
  return words;
}

} // namespace gantry::fuzz
