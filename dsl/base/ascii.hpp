#pragma once

/// Classes of ASCII characters. The ones of <cctype> depend on the locale.
namespace gantry {

[[nodiscard]] constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// What a name is made of after its first character.
[[nodiscard]] constexpr bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

} // namespace gantry
