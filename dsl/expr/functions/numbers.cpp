#include "dsl/expr/function_table.hpp"
#include "dsl/types/builders.hpp"

namespace gantry::dsl {
namespace {

using taken = argument_kind;

bool mode_of(const function_call& c, std::size_t i, rounding& mode) {
  if (c.count() <= i)
    return true;
  struct named {
    std::string_view name;
    rounding mode;
  };
  constexpr named modes[] = {{"half_even", rounding::half_even}, {"half_up", rounding::half_up},
                             {"half_down", rounding::half_down}, {"up", rounding::up},
                             {"down", rounding::down},           {"ceiling", rounding::ceiling},
                             {"floor", rounding::floor}};
  for (const auto& one : modes)
    if (one.name == c[i].as_string()) {
      mode = one.mode;
      return true;
    }
  return c.fail("\"" + c[i].as_string() + "\" is no way to round",
                "half_even, half_up, half_down, up, down, ceiling or floor");
}

bool digits_of(const function_call& c, int& digits) {
  const auto n = c[1].as_int();
  if (n < -34 || n > 34)
    return c.fail("digits are from -34 to 34, not " + show(c[1]));
  digits = static_cast<int>(n);
  return true;
}

bool give_decimal(const function_call& c, const result<decimal>& made, value& out) {
  if (!made)
    return c.fail(made.error().message, made.error().help);
  out = value(*made);
  return true;
}

/// `round(12.345m, 2)`, `round(12.345m, 2, "half_up")`
bool round_to(const function_call& c, value& out) {
  rounding mode = rounding::half_even;
  int digits = 0;
  if (!digits_of(c, digits) || !mode_of(c, 2, mode))
    return false;
  return give_decimal(c, c[0].as_decimal().round(digits, mode), out);
}

/// `quantize(12.3m, 2)` is 12.30: always so many digits after the point.
bool quantize_to(const function_call& c, value& out) {
  rounding mode = rounding::half_even;
  int digits = 0;
  if (!digits_of(c, digits) || !mode_of(c, 2, mode))
    return false;
  return give_decimal(c, c[0].as_decimal().quantize(-digits, mode), out);
}

} // namespace

void add_number_functions(function_list& all) {
  const auto function = [&all](std::string_view name, std::vector<taken> takes, auto returns,
                               auto apply) {
    all.push_back({name, false, std::move(takes), returns, apply, false});
  };
  function("round", {taken::decimal, taken::integer}, always<decimal_type>, round_to);
  function("round", {taken::decimal, taken::integer, taken::string}, always<decimal_type>,
           round_to);
  function("quantize", {taken::decimal, taken::integer}, always<decimal_type>, quantize_to);
  function("quantize", {taken::decimal, taken::integer, taken::string}, always<decimal_type>,
           quantize_to);
}

} // namespace gantry::dsl
