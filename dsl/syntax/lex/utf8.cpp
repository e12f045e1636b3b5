#include "dsl/syntax/lex/utf8.hpp"

namespace gantry::dsl {

namespace {

unsigned char byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

bool is_continuation(unsigned char byte) {
  return (byte & 0xC0u) == 0x80u;
}

bool is_scalar(char32_t code_point) {
  return code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF);
}

std::size_t length_from_lead(unsigned char lead) {
  if (lead < 0x80)
    return 1;
  if (lead >= 0xC2 && lead <= 0xDF)
    return 2;
  if (lead >= 0xE0 && lead <= 0xEF)
    return 3;
  if (lead >= 0xF0 && lead <= 0xF4)
    return 4;
  return 0;
}

} // namespace

decoded_character decode_utf8(std::string_view text, std::size_t at) {
  if (at >= text.size())
    return {};
  const unsigned char lead = byte_at(text, at);
  const std::size_t length = length_from_lead(lead);
  if (length == 0 || at + length > text.size())
    return {};
  if (length == 1)
    return {lead, 1};
  char32_t code_point = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned char next = byte_at(text, at + i);
    if (!is_continuation(next))
      return {};
    code_point = (code_point << 6u) | (next & 0x3Fu);
  }
  static constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code_point < smallest[length] || !is_scalar(code_point))
    return {};
  return {code_point, length};
}

bool append_utf8(std::string& out, char32_t code_point) {
  if (!is_scalar(code_point))
    return false;
  const auto tail = [&](unsigned shift) {
    out.push_back(static_cast<char>(0x80u | ((code_point >> shift) & 0x3Fu)));
  };
  if (code_point < 0x80) {
    out.push_back(static_cast<char>(code_point));
  } else if (code_point < 0x800) {
    out.push_back(static_cast<char>(0xC0u | (code_point >> 6u)));
    tail(0);
  } else if (code_point < 0x10000) {
    out.push_back(static_cast<char>(0xE0u | (code_point >> 12u)));
    tail(6);
    tail(0);
  } else {
    out.push_back(static_cast<char>(0xF0u | (code_point >> 18u)));
    tail(12);
    tail(6);
    tail(0);
  }
  return true;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const decoded_character c = decode_utf8(text, at);
    if (c.length == 0)
      return false;
    at += c.length;
  }
  return true;
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text)
    if (!is_continuation(static_cast<unsigned char>(c)))
      ++count;
  return count;
}

std::size_t offset_of_character(std::string_view text, std::size_t number) {
  std::size_t seen = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_continuation(byte_at(text, at)))
      continue;
    if (seen == number)
      return at;
    ++seen;
  }
  return text.size();
}

} // namespace gantry::dsl
