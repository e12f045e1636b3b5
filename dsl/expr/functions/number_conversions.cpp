#include "dsl/expr/far_time.hpp"
#include "dsl/expr/functions/arguments.hpp"
#include "dsl/expr/operators.hpp"
#include "dsl/expr/plain_text.hpp"
#include "dsl/types/builders.hpp"

#include <charconv>
#include <limits>

namespace gantry::dsl {
namespace {

using taken = argument_kind;

template <class N>
std::optional<N> whole_of_text(std::string_view text) {
  if (text.starts_with('+'))
    text.remove_prefix(1);
  N n{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (problem != std::errc{} || end != text.data() + text.size() || text.empty())
    return std::nullopt;
  return n;
}

/// Cut towards zero. The ends of the range are not doubles, so CEL leaves them out.
template <class N>
std::optional<N> whole_of_double(double d) {
  const bool fits = d > static_cast<double>(std::numeric_limits<N>::min()) - 1 &&
                    d < static_cast<double>(std::numeric_limits<N>::max());
  return fits ? std::optional<N>(static_cast<N>(d)) : std::nullopt;
}

template <class N>
std::optional<N> whole_of_decimal(const decimal& exact) {
  const auto cut = exact.round(0, rounding::down);
  // Beyond 40 digits before the point there is no need to write them down.
  if (!cut || cut->exponent() > 40)
    return std::nullopt;
  const auto text = cut->to_plain_string();
  return whole_of_text<N>(text == "-0" ? "0" : text);
}

template <class N>
bool whole_number(const function_call& c, value& out, const char* name) {
  const auto& v = c[0];
  std::optional<N> n;
  if (v.is_string())
    n = whole_of_text<N>(v.as_string());
  else if (v.is_double())
    n = whole_of_double<N>(v.as_double());
  else if (const auto exact = as_exact_decimal(v))
    n = whole_of_decimal<N>(*exact);
  if (!n)
    return c.fail(show(v) + (v.is_string() ? " is no " : " does not fit ") + name);
  out = value(*n);
  return true;
}

bool to_int(const function_call& c, value& out) {
  if (const auto time = as_exact_time(c[0])) {
    out = value(time->seconds);
    return true;
  }
  return whole_number<std::int64_t>(c, out, "int");
}

bool to_uint(const function_call& c, value& out) {
  return whole_number<std::uint64_t>(c, out, "uint");
}

/// A decimal's error begins with the name that the specification gives it, which is for programs.
std::string without_name(const std::string& message) {
  const auto end = message.find(": ");
  return end == std::string::npos ? message : message.substr(end + 2);
}

bool to_decimal(const function_call& c, value& out) {
  const auto& v = c[0];
  if (v.is_string()) {
    const auto parsed = decimal::parse(v.as_string());
    if (!parsed)
      return c.fail(without_name(parsed.error().message), "such as 12.50");
    out = value(*parsed);
    return true;
  }
  const auto exact = as_exact_decimal(v);
  if (!exact)
    return c.fail(show(v) + " has no exact decimal value");
  out = value(*exact);
  return true;
}

bool to_double(const function_call& c, value& out) {
  const auto& v = c[0];
  std::optional<double> d;
  if (v.is_double())
    d = v.as_double();
  else if (v.is_string())
    d = parse_double(v.as_string());
  else if (const auto exact = as_exact_decimal(v))
    d = exact->to_double();
  if (!d)
    return c.fail(show(v) + " is no double");
  out = value(*d);
  return true;
}

} // namespace

void add_number_conversions(function_list& all) {
  const auto function = [&all](std::string_view name, taken takes, auto returns, auto apply) {
    all.push_back({name, false, {takes}, returns, apply, false});
  };
  for (const auto number :
       {taken::string, taken::integer, taken::unsigned_integer, taken::decimal, taken::floating}) {
    function("int", number, always<int_type>, to_int);
    function("uint", number, always<uint_type>, to_uint);
    function("double", number, always<double_type>, to_double);
  }
  function("int", taken::timestamp, always<int_type>, to_int);
  for (const auto number : {taken::string, taken::integer, taken::unsigned_integer, taken::decimal})
    function("decimal", number, always<decimal_type>, to_decimal);
}

} // namespace gantry::dsl
