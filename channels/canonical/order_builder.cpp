#include "channels/canonical/order_builder.hpp"

#include "dsl/base/utf8.hpp"

#include <algorithm>
#include <limits>

namespace gantry::channels {
namespace {

bool upper_letters(std::string_view text, std::size_t count) {
  return text.size() == count &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

} // namespace

std::string shortened(std::string_view text) {
  constexpr std::size_t most = 100;
  const auto shown = utf8_prefix(text, most);
  return std::string(shown) + (shown.size() < text.size() ? "…" : "");
}

std::string quoted_count(std::string_view stated) {
  const bool number = !stated.empty() && std::all_of(stated.begin(), stated.end(),
                                                     [](char c) { return c >= '0' && c <= '9'; });
  return number ? shortened(stated) : "`" + shortened(stated) + "`";
}

timestamp promise_of(timestamp issued) {
  constexpr duration promise_after = seconds(7 * 86'400);
  constexpr timestamp last{std::numeric_limits<std::int64_t>::max()};
  return last - promise_after < issued ? last : issued + promise_after;
}

bool is_currency_code(std::string_view text) {
  return upper_letters(text, 3);
}
bool is_country_code(std::string_view text) {
  return upper_letters(text, 2);
}

} // namespace gantry::channels
