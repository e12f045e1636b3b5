#include "channels/canonical/order_builder.hpp"

#include <algorithm>

namespace gantry::channels {
namespace {

bool upper_letters(std::string_view text, std::size_t count) {
  return text.size() == count &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

} // namespace

std::string shortened(std::string_view text) {
  constexpr std::size_t most = 100;
  if (text.size() <= most)
    return std::string(text);
  auto end = most;
  while (end > 0 && (text[end] & 0xC0) == 0x80) // not in the middle of a UTF-8 character
    --end;
  return std::string(text.substr(0, end)) + "…";
}

bool is_currency_code(std::string_view text) {
  return upper_letters(text, 3);
}
bool is_country_code(std::string_view text) {
  return upper_letters(text, 2);
}

} // namespace gantry::channels
