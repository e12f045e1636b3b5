#include "dsl/expr/parse_literal.hpp"

#include "dsl/expr/plain_text.hpp"

#include <charconv>

namespace gantry::dsl {

namespace {

tl::unexpected<error> out_of_range(const token& t, const char* range) {
  return fail(errc::expression, "the number " + t.text + " is out of range", range);
}

template <class Integer>
bool parse_integer(std::string text, bool negative, Integer& number) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.erase(0, 2);
  }
  if (negative)
    text.insert(0, 1, '-');
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return failure == std::errc() && end == text.data() + text.size();
}

result<value> parse_floating(const token& t, bool negative) {
  const auto number = parse_double(t.text);
  if (!number)
    return out_of_range(t, "a double lies between -1.8e308 and 1.8e308");
  return value(negative ? -*number : *number);
}

result<value> parse_decimal(const token& t, bool negative) {
  std::string text = t.text;
  if (text.ends_with("m"))
    text.pop_back();
  if (negative)
    text.insert(0, 1, '-');
  const auto number = decimal::parse(text);
  if (!number)
    return out_of_range(t, "a decimal has at most 34 digits");
  return value(*number);
}

} // namespace

bool is_literal(const token& t) {
  switch (t.kind) {
  case token_kind::integer:
  case token_kind::unsigned_integer:
  case token_kind::floating:
  case token_kind::decimal:
  case token_kind::duration:
  case token_kind::string:
  case token_kind::bytes: return true;
  default: return false;
  }
}

result<value> parse_literal(const token& t, bool negative) {
  switch (t.kind) {
  case token_kind::integer: {
    std::int64_t number = 0;
    if (!parse_integer(t.text, negative, number))
      return out_of_range(t, "an int lies between -9223372036854775808 and 9223372036854775807");
    return value(number);
  }
  case token_kind::unsigned_integer: {
    std::uint64_t number = 0;
    std::string digits = t.text;
    if (digits.ends_with("u") || digits.ends_with("U"))
      digits.pop_back();
    if (!parse_integer(digits, false, number))
      return out_of_range(t, "an uint lies between 0 and 18446744073709551615");
    return value(number);
  }
  case token_kind::floating: return parse_floating(t, negative);
  case token_kind::decimal: return parse_decimal(t, negative);
  case token_kind::duration: {
    const auto span = parse_duration(t.text);
    if (!span)
      return tl::unexpected(span.error());
    return value(*span);
  }
  case token_kind::bytes: return value::make_bytes(t.text);
  default: return value(t.text);
  }
}

} // namespace gantry::dsl
