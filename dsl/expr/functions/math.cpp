#include "dsl/expr/functions/arguments.hpp"
#include "dsl/expr/operators.hpp"
#include "dsl/types/builders.hpp"

#include <cmath>

// https://github.com/google/cel-go/tree/master/ext#math, with decimals
namespace gantry::dsl {
namespace {

using taken = argument_kind;

bool is_ordered_kind(const value& v) {
  return v.is_int() || v.is_uint() || v.is_double() || v.is_decimal() || v.is_timestamp() ||
         v.is_duration();
}

/// Of several values, or of the items of one list.
template <bool Greatest>
bool extreme(const function_call& c, value& out) {
  const bool is_list = c.count() == 1 && c[0].is_list();
  const std::size_t count = is_list ? c[0].as_list().size() : c.count();
  const auto item = [&](std::size_t i) -> const value& {
    return is_list ? c[0].as_list()[i] : c[i];
  };
  if (count == 0)
    return c.fail("an empty list has no greatest and no least number");
  if (!c.spend(count, 0))
    return false;
  const value* best = nullptr;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& candidate = item(i);
    if (!is_ordered_kind(candidate))
      return c.fail(show(candidate) + " is no number");
    const auto order = best == nullptr ? std::nullopt : order_of(candidate, *best);
    if (best != nullptr && (!order || *order == std::partial_ordering::unordered))
      return c.fail(show(candidate) + " and " + show(*best) + " have no order");
    if (best == nullptr || (Greatest ? *order > 0 : *order < 0))
      best = &candidate;
  }
  out = *best;
  return true;
}

/// Numbers of one kind give that kind; decimals swallow ints; of other mixtures nothing is known.
type_ref joined(std::span<const type_ref> arguments) {
  const bool is_list = arguments.size() == 1 && arguments[0]->is == type::kind::list;
  auto of = is_list ? arguments[0]->element : arguments[0];
  for (const auto& t : arguments.subspan(1)) {
    const bool same = t->is == of->is;
    const bool has_decimal = t->is == type::kind::decimal || of->is == type::kind::decimal;
    if (!same)
      of = has_decimal ? decimal_type() : dynamic_type();
  }
  return of;
}

/// `ceil`, `floor`, `round` (halves away from zero) and `trunc`.
template <double (*Double)(double), rounding Decimal>
bool to_whole(const function_call& c, value& out) {
  if (c[0].is_double()) {
    out = value(Double(c[0].as_double()));
    return true;
  }
  const auto whole = c[0].as_decimal().round(0, Decimal);
  if (!whole)
    return c.fail(whole.error().message, whole.error().help);
  out = value(*whole);
  return true;
}

bool absolute(const function_call& c, value& out) {
  const auto& v = c[0];
  if (v.is_double()) {
    out = value(std::fabs(v.as_double()));
    return true;
  }
  if (v.is_decimal() ? v.as_decimal().is_negative() : v.is_int() && v.as_int() < 0)
    return apply_negation(v, out, c.in, c.at);
  out = v;
  return true;
}

bool sign(const function_call& c, value& out) {
  const auto& v = c[0];
  const auto sign_of = [](auto n) { return (n > 0 ? 1 : 0) - (n < 0 ? 1 : 0); };
  if (v.is_int())
    out = value(sign_of(v.as_int()));
  else if (v.is_uint())
    out = value(std::uint64_t{v.as_uint() == 0 ? 0U : 1U});
  else if (v.is_double())
    out = std::isnan(v.as_double()) ? v : value(static_cast<double>(sign_of(v.as_double())));
  else
    out = value(decimal(static_cast<std::int64_t>(v.as_decimal().compare(decimal{}))));
  return true;
}

bool square_root(const function_call& c, value& out) {
  const auto& v = c[0];
  out = value(std::sqrt(v.is_double() ? v.as_double()
                        : v.is_int()  ? static_cast<double>(v.as_int())
                                      : static_cast<double>(v.as_uint())));
  return true;
}

template <bool (*Is)(double)>
bool classify(const function_call& c, value& out) {
  out = value(Is(c[0].as_double()));
  return true;
}
bool is_nan(double d) {
  return std::isnan(d);
}
bool is_infinite(double d) {
  return std::isinf(d);
}
bool is_finite(double d) {
  return std::isfinite(d);
}

} // namespace

void add_math_functions(function_list& all) {
  const auto function = [&all](std::string_view name, std::vector<taken> takes, auto returns,
                               auto apply, bool variadic = false) {
    all.push_back({name, false, std::move(takes), returns, apply, variadic});
  };
  function("math.greatest", {taken::any, taken::any}, joined, extreme<true>, true);
  function("math.least", {taken::any, taken::any}, joined, extreme<false>, true);
  for (const auto number : {taken::floating, taken::decimal}) {
    function("math.ceil", {number}, same_as_first, to_whole<std::ceil, rounding::ceiling>);
    function("math.floor", {number}, same_as_first, to_whole<std::floor, rounding::floor>);
    function("math.round", {number}, same_as_first, to_whole<std::round, rounding::half_up>);
    function("math.trunc", {number}, same_as_first, to_whole<std::trunc, rounding::down>);
  }
  for (const auto number :
       {taken::integer, taken::unsigned_integer, taken::floating, taken::decimal}) {
    function("math.abs", {number}, same_as_first, absolute);
    function("math.sign", {number}, same_as_first, sign);
  }
  for (const auto number : {taken::integer, taken::unsigned_integer, taken::floating})
    function("math.sqrt", {number}, always<double_type>, square_root);
  function("math.isNaN", {taken::floating}, always<boolean_type>, classify<is_nan>);
  function("math.isInf", {taken::floating}, always<boolean_type>, classify<is_infinite>);
  function("math.isFinite", {taken::floating}, always<boolean_type>, classify<is_finite>);
}

} // namespace gantry::dsl
