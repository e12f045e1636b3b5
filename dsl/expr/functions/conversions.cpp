#include "dsl/base/digest.hpp"
#include "dsl/expr/functions/arguments.hpp"
#include "dsl/expr/plain_text.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <array>

namespace gantry::dsl {
namespace {

using taken = argument_kind;

bool to_text(const function_call& c, value& out) {
  if (c[0].is_string()) {
    out = c[0];
    return true;
  }
  if (auto text = plain_text_of(c[0]))
    return give_text(c, std::move(*text), out);
  if (c[0].is_bytes())
    return c.fail("these bytes are no UTF-8 text");
  return c.fail("`string` takes a plain value, not " + show(c[0]));
}

bool to_bool(const function_call& c, value& out) {
  constexpr std::array<std::string_view, 5> yes = {"true", "True", "TRUE", "t", "1"};
  constexpr std::array<std::string_view, 5> no = {"false", "False", "FALSE", "f", "0"};
  const auto is_one_of = [&](const auto& words) {
    return std::find(words.begin(), words.end(), text_at(c, 0)) != words.end();
  };
  if (!is_one_of(yes) && !is_one_of(no))
    return c.fail(show(c[0]) + " is neither true nor false");
  out = value(is_one_of(yes));
  return true;
}

bool to_bytes(const function_call& c, value& out) {
  if (!c.spend(1, text_at(c, 0).size()))
    return false;
  out = value::make_bytes(text_at(c, 0));
  return true;
}

/// bool(true), timestamp(now) …: what is of the type already.
bool unchanged(const function_call& c, value& out) {
  out = c[0];
  return true;
}

bool kind_of(const function_call& c, value& out) {
  out = value::make_type(c[0].kind_name());
  return true;
}

bool encode_base64(const function_call& c, value& out) {
  return give_text(c, to_base64(c[0].as_bytes()), out);
}

/// With or without the padding at the end.
bool decode_base64(const function_call& c, value& out) {
  auto text = text_at(c, 0);
  while (text.size() % 4 != 0 && text.size() % 4 != 1)
    text += '=';
  std::string bytes;
  if (!c.spend(1 + text.size() / 16, text.size()))
    return false;
  if (!from_base64(text, bytes))
    return c.fail(show(c[0]) + " is no base64");
  out = value::make_bytes(std::move(bytes));
  return true;
}

} // namespace

void add_conversions(function_list& all) {
  const auto function = [&all](std::string_view name, taken takes, auto returns, auto apply) {
    all.push_back({name, false, {takes}, returns, apply, false});
  };
  function("string", taken::any, always<string_type>, to_text);
  function("bool", taken::boolean, always<boolean_type>, unchanged);
  function("bool", taken::string, always<boolean_type>, to_bool);
  function("bytes", taken::bytes, always<bytes_type>, unchanged);
  function("bytes", taken::string, always<bytes_type>, to_bytes);
  function("dyn", taken::any, always<dynamic_type>, unchanged);
  function("type", taken::any, always<dynamic_type>, kind_of);
  function("base64.encode", taken::bytes, always<string_type>, encode_base64);
  function("base64.decode", taken::string, always<bytes_type>, decode_base64);
}

} // namespace gantry::dsl
