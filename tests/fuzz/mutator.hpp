#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::fuzz {

/// Changes texts piece by piece (words, numbers, signs, blanks), so that most of what comes out is
/// still nearly a text of its language. The same seed gives the same changes.
class mutator {
public:
  /// `words`: what the language is made of; `others`: texts to take pieces from.
  mutator(std::uint64_t seed, std::vector<std::string> words, std::vector<std::string> others);

  /// One to four changes; at most 64 KiB come out.
  [[nodiscard]] std::string change(std::string_view text);

private:
  using pieces = std::vector<std::string>;

  [[nodiscard]] std::size_t below(std::size_t limit);
  [[nodiscard]] const std::string& any_of(const std::vector<std::string>& from);
  /// A stretch of at most so many pieces, from `first` on.
  [[nodiscard]] std::size_t stretch(const pieces& all, std::size_t first, std::size_t most);
  void change_pieces(pieces& all);
  void put_word(pieces& all);
  void put_number(pieces& all);
  void move(pieces& all);
  void nest(pieces& all);
  void take_from_another(pieces& all);
  void change_byte(std::string& text);

  std::mt19937_64 dice_;
  std::vector<std::string> words_;
  std::vector<std::string> others_;
};

/// The words of a dictionary as libFuzzer reads it: a quoted word a line, `#` before comments.
[[nodiscard]] std::vector<std::string> words_of(std::string_view dictionary);

} // namespace gantry::fuzz
