#include "dsl/base/json.hpp"
#include "dsl/expr/function_table.hpp"
#include "dsl/expr/operators.hpp"
#include "dsl/types/builders.hpp"

#include <charconv>
#include <cmath>

namespace gantry::dsl {
namespace {

using kind = argument_kind;

bool to_text(const function_call& c, value& out) {
  const auto& v = c[0];
  if (v.is_string()) {
    out = v;
    return true;
  }
  if (v.is_none() || v.is_list() || v.is_map() || v.is_record() || v.is_optional())
    return c.fail("`string` takes a plain value, not " + show(v));
  auto text = to_json(v);
  if (text.size() >= 2 && text.front() == '"')
    text = text.substr(1, text.size() - 2);
  if (!c.spend(1, text.size()))
    return false;
  out = value(std::move(text));
  return true;
}

template <class N>
bool whole_number(const function_call& c, value& out, const char* name) {
  const auto& v = c[0];
  N n{};
  if (v.is_string()) {
    const auto& text = v.as_string();
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (problem != std::errc{} || end != text.data() + text.size())
      return c.fail(std::string{"\""} + text + "\" is no " + name);
  } else if (v.is_timestamp() && std::is_signed_v<N>) {
    n = static_cast<N>(v.as_timestamp().ns / 1'000'000'000);
  } else if (v.is_double()) {
    const double d = v.as_double();
    if (!(d > static_cast<double>(std::numeric_limits<N>::min()) - 1) ||
        !(d < static_cast<double>(std::numeric_limits<N>::max())))
      return c.fail(show(v) + " does not fit " + name);
    n = static_cast<N>(d);
  } else if (const auto exact = as_exact_decimal(v)) {
    const auto cut = exact->round(0, rounding::down);
    const auto text = cut ? cut->to_string() : std::string{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (problem != std::errc{} || end != text.data() + text.size())
      return c.fail(show(v) + " does not fit " + name);
  } else {
    return c.fail(show(v) + " is no number");
  }
  out = value(n);
  return true;
}

bool to_int(const function_call& c, value& out) {
  return whole_number<std::int64_t>(c, out, "int");
}
bool to_uint(const function_call& c, value& out) {
  return whole_number<std::uint64_t>(c, out, "uint");
}

bool to_decimal(const function_call& c, value& out) {
  const auto& v = c[0];
  if (v.is_string()) {
    const auto parsed = decimal::parse(v.as_string());
    if (!parsed)
      return c.fail(parsed.error().message, parsed.error().help);
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
  if (v.is_double()) {
    out = v;
    return true;
  }
  const auto exact = v.is_string() ? std::nullopt : as_exact_decimal(v);
  const auto text = v.is_string() ? v.as_string() : exact ? exact->to_string() : std::string{};
  double d = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), d);
  if (problem != std::errc{} || end != text.data() + text.size())
    return c.fail(show(v) + " is no double");
  out = value(d);
  return true;
}

bool to_bool(const function_call& c, value& out) {
  const auto& v = c[0];
  if (v.is_bool()) {
    out = v;
    return true;
  }
  const auto& text = v.as_string();
  if (text == "true" || text == "false") {
    out = value(text == "true");
    return true;
  }
  return c.fail("\"" + text + "\" is neither true nor false");
}

bool to_timestamp(const function_call& c, value& out) {
  if (c[0].is_timestamp()) {
    out = c[0];
    return true;
  }
  const auto parsed = parse_timestamp(c[0].as_string());
  if (!parsed)
    return c.fail(parsed.error().message, parsed.error().help);
  out = value(*parsed);
  return true;
}

/// CEL's own units (`5m` are minutes here), a sign, fractions: `-1.5h`, `1h30m`, `10s`.
std::optional<duration> parse_cel_duration(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text.empty())
    return std::nullopt;
  long double total = 0;
  while (!text.empty()) {
    double n = 0;
    const auto [end, problem] =
        std::from_chars(text.data(), text.data() + text.size(), n, std::chars_format::fixed);
    if (problem != std::errc{} || n < 0)
      return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    struct unit {
      std::string_view name;
      double ns;
    };
    constexpr unit units[] = {{"ms", 1e6},   {"us", 1e3}, {"ns", 1},
                              {"h", 3.6e12}, {"m", 6e10}, {"s", 1e9}};
    bool found = false;
    for (const auto& [name, ns] : units)
      if (text.starts_with(name)) {
        total += static_cast<long double>(n) * ns;
        text.remove_prefix(name.size());
        found = true;
        break;
      }
    if (!found)
      return std::nullopt;
  }
  if (total > 9.2e18L)
    return std::nullopt;
  const auto whole = static_cast<std::int64_t>(std::llround(total));
  return duration{negative ? -whole : whole};
}

bool to_duration(const function_call& c, value& out) {
  if (c[0].is_duration()) {
    out = c[0];
    return true;
  }
  const auto parsed = parse_cel_duration(c[0].as_string());
  if (!parsed)
    return c.fail("\"" + c[0].as_string() + "\" is no duration", "such as \"1h30m\" or \"10s\"");
  out = value(*parsed);
  return true;
}

bool kind_of(const function_call& c, value& out) {
  out = value::make_type(c[0].kind_name());
  return true;
}

} // namespace

void add_conversions(function_list& all) {
  const auto function = [&all](std::string_view name, kind takes, auto returns, auto apply) {
    all.push_back({name, false, {takes}, returns, apply, false});
  };
  function("string", kind::any, always<string_type>, to_text);
  for (const auto number :
       {kind::string, kind::integer, kind::unsigned_integer, kind::decimal, kind::floating}) {
    function("int", number, always<int_type>, to_int);
    function("uint", number, always<uint_type>, to_uint);
    function("double", number, always<double_type>, to_double);
  }
  function("int", kind::timestamp, always<int_type>, to_int);
  for (const auto number : {kind::string, kind::integer, kind::unsigned_integer, kind::decimal})
    function("decimal", number, always<decimal_type>, to_decimal);
  function("bool", kind::boolean, always<boolean_type>, to_bool);
  function("bool", kind::string, always<boolean_type>, to_bool);
  function("timestamp", kind::string, always<timestamp_type>, to_timestamp);
  function("timestamp", kind::timestamp, always<timestamp_type>, to_timestamp);
  function("duration", kind::string, always<duration_type>, to_duration);
  function("duration", kind::duration, always<duration_type>, to_duration);
  function("dyn", kind::any, always<dynamic_type>, [](const function_call& c, value& out) {
    out = c[0];
    return true;
  });
  function("type", kind::any, always<dynamic_type>, kind_of);
}

} // namespace gantry::dsl
