#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// UTF-8 as RFC 3629 has it: no surrogates, nothing overlong, nothing above U+10FFFF.
namespace gantry::dsl {

struct decoded_character {
  char32_t code_point = 0;
  std::size_t length = 0; ///< bytes; 0: at the end of the text, or no character begins here
};

[[nodiscard]] decoded_character decode_utf8(std::string_view text, std::size_t at);
/// Appends one character; false for what is none (a surrogate, above U+10FFFF).
bool append_utf8(std::string& out, char32_t code_point);
[[nodiscard]] bool is_utf8(std::string_view text);
/// Characters of a text that is UTF-8.
[[nodiscard]] std::size_t count_characters(std::string_view text);
/// Byte offset of the character with the given number; the size of the text when it has fewer.
[[nodiscard]] std::size_t offset_of_character(std::string_view text, std::size_t number);

} // namespace gantry::dsl
