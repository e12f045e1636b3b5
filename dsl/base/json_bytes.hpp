#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

/// JSON texts are looked at by words: most of their bytes stand for themselves.
namespace gantry::json_bytes {

/// Whether none of eight bytes has to be escaped (below 0x20, quote, backslash).
[[nodiscard]] inline bool are_plain(std::uint64_t bytes) {
  constexpr std::uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
  const auto quotes = bytes ^ (ones * '"'), slashes = bytes ^ (ones * '\\');
  const auto low = (bytes - ones * 0x20) & ~bytes;
  return ((low | ((quotes - ones) & ~quotes) | ((slashes - ones) & ~slashes)) & tops) == 0;
}

[[nodiscard]] inline bool are_ascii(std::uint64_t bytes) {
  return (bytes & 0x8080808080808080u) == 0;
}

template <class Word>
[[nodiscard]] std::uint64_t word_at(std::string_view text, std::size_t i) {
  Word word = 0;
  std::memcpy(&word, text.data() + i, sizeof word);
  return word;
}

} // namespace gantry::json_bytes
