#include "dsl/expr/functions/arguments.hpp"
#include "dsl/types/builders.hpp"

namespace gantry::dsl {
namespace {

/// `strings.quote`: the text as a literal that prints on one line.
bool quote(const function_call& c, value& out) {
  constexpr std::string_view specials = "\a\b\f\n\r\t\v\\\"";
  constexpr std::string_view letters = "abfnrtv\\\"";
  const auto& all = text_at(c, 0);
  std::string quoted = "\"";
  for (std::size_t at = 0; at < all.size();) {
    const auto length = decode_utf8(all, at).length;
    if (length == 0) {
      quoted += "\uFFFD"; // no character begins here
      ++at;
      continue;
    }
    const auto special = specials.find(all[at]);
    if (special != std::string_view::npos)
      (quoted += '\\') += letters[special];
    else
      quoted.append(all, at, length);
    at += length;
  }
  return give_text(c, quoted + "\"", out);
}

} // namespace

void add_text_quote(function_list& all) {
  all.push_back(
      {"strings.quote", false, {argument_kind::string}, always<string_type>, quote, false});
}

} // namespace gantry::dsl
