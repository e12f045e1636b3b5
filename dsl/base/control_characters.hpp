#pragma once

#include "dsl/base/utf8.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace gantry {

/// Whether a UTF-8 character steers who reads it instead of being read: C0, DEL and C1 (which
/// terminals obey), the separators of lines and paragraphs, and the marks that turn the direction
/// of writing and so make a text look like another one.
[[nodiscard]] inline bool is_control_character(std::string_view one) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(one[i]); };
  if (one.size() == 1)
    return byte(0) < 0x20 || byte(0) == 0x7F;
  if (one.size() == 2)
    return byte(0) == 0xC2 && byte(1) < 0xA0; // U+0080 to U+009F
  if (one.size() != 3 || byte(0) != 0xE2)
    return false;
  const bool turns = byte(1) == 0x80 && byte(2) >= 0xA8 && byte(2) <= 0xAE;    // U+2028 to U+202E
  const bool isolates = byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9; // U+2066 to U+2069
  return turns || isolates;
}

[[nodiscard]] inline bool has_control_character(std::string_view utf8) {
  while (!utf8.empty()) {
    const auto length = std::max<std::size_t>(1, utf8_length(utf8));
    if (is_control_character(utf8.substr(0, length)))
      return true;
    utf8.remove_prefix(length);
  }
  return false;
}

/// Nothing, or nothing but blanks.
[[nodiscard]] inline bool is_blank(std::string_view utf8) {
  constexpr std::string_view no_break_space = "\xC2\xA0";
  while (!utf8.empty()) {
    if (utf8.front() == ' ' || utf8.front() == '\t')
      utf8.remove_prefix(1);
    else if (utf8.starts_with(no_break_space))
      utf8.remove_prefix(no_break_space.size());
    else
      return false;
  }
  return true;
}

/// The text for eyes: control characters as `\u001b`, bytes that are no UTF-8 as `\x9b`. `kept` are
/// control characters that stay, such as the ends of lines in a text of several.
[[nodiscard]] inline std::string printable(std::string_view text, std::string_view kept = {}) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto hex = [&](unsigned code, int places) {
    std::string out;
    for (int shift = 4 * (places - 1); shift >= 0; shift -= 4)
      out += digits[code >> shift & 0xF];
    return out;
  };
  std::string out;
  while (!text.empty()) {
    const auto length = utf8_length(text);
    const auto one = text.substr(0, std::max<std::size_t>(1, length));
    const auto byte = [&](std::size_t i) { return static_cast<unsigned>(one[i]) & 0xFF; };
    if (length == 0)
      out += "\\x" + hex(byte(0), 2);
    else if (!is_control_character(one) || kept.find(one) != std::string_view::npos)
      out += one;
    else if (length == 1)
      out += "\\u" + hex(byte(0), 4);
    else if (length == 2)
      out += "\\u" + hex((byte(0) & 0x1F) << 6 | (byte(1) & 0x3F), 4);
    else
      out += "\\u" + hex((byte(0) & 0xF) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 4);
    text.remove_prefix(one.size());
  }
  return out;
}

} // namespace gantry
