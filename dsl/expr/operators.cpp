#include "dsl/expr/operators.hpp"

#include "dsl/expr/far_time.hpp"

#include <limits>

namespace gantry::dsl {

namespace {

const char* symbol_of(arithmetic op) {
  static constexpr const char* symbols[] = {"+", "-", "*", "/", "%"};
  return symbols[static_cast<std::size_t>(op)];
}

bool fail_operation(const char* why, arithmetic op, const value& a, const value& b, frame& f,
                    const expression_syntax& at, std::string help = {}) {
  return f.fail(at, std::string(why) + ": " + show(a) + " " + symbol_of(op) + " " + show(b),
                std::move(help));
}

std::string help_for_zero(arithmetic op, bool is_zero) {
  const bool divides = op == arithmetic::divide || op == arithmetic::remainder;
  return divides && is_zero ? "say what it is then: `b == 0 ? 0 : a / b`" : "";
}

/// The names of the General Decimal Arithmetic are for programs.
const char* reason_of_decimals(arithmetic op, const decimal& right, const error& e) {
  if (right.is_zero() && (op == arithmetic::divide || op == arithmetic::remainder))
    return "division by zero";
  return e.message.starts_with("overflow") ? "the result is too large for a decimal"
                                           : e.message.c_str();
}

template <class Integer>
bool integer_arithmetic(arithmetic op, Integer a, Integer b, Integer& out, const char*& why) {
  why = "the result is out of range";
  switch (op) {
  case arithmetic::add: return !__builtin_add_overflow(a, b, &out);
  case arithmetic::subtract: return !__builtin_sub_overflow(a, b, &out);
  case arithmetic::multiply: return !__builtin_mul_overflow(a, b, &out);
  case arithmetic::divide:
  case arithmetic::remainder: break;
  }
  if (b == 0) {
    why = "division by zero";
    return false;
  }
  if constexpr (std::is_signed_v<Integer>) {
    if (a == std::numeric_limits<Integer>::min() && b == -1)
      return false;
  }
  out = op == arithmetic::divide ? a / b : a % b;
  return true;
}

template <class Integer>
bool apply_integers(arithmetic op, Integer a, Integer b, value& out, frame& f,
                    const expression_syntax& at) {
  Integer number = 0;
  const char* why = "";
  if (!integer_arithmetic(op, a, b, number, why))
    return fail_operation(why, op, value(a), value(b), f, at, help_for_zero(op, b == 0));
  out = value(number);
  return true;
}

std::optional<double> apply_doubles(arithmetic op, double a, double b) {
  switch (op) {
  case arithmetic::add: return a + b;
  case arithmetic::subtract: return a - b;
  case arithmetic::multiply: return a * b;
  case arithmetic::divide: return a / b;
  case arithmetic::remainder: break;
  }
  return std::nullopt;
}

result<decimal> apply_decimals(arithmetic op, const decimal& a, const decimal& b) {
  switch (op) {
  case arithmetic::add: return a.add(b);
  case arithmetic::subtract: return a.subtract(b);
  case arithmetic::multiply: return a.multiply(b);
  case arithmetic::divide: return a.divide(b);
  case arithmetic::remainder: break;
  }
  return a.remainder(b);
}

bool apply_spans(arithmetic op, duration a, duration b, value& out, frame& f,
                 const expression_syntax& at) {
  duration span;
  const bool overflows = op == arithmetic::add ? __builtin_add_overflow(a.ns, b.ns, &span.ns)
                                               : __builtin_sub_overflow(a.ns, b.ns, &span.ns);
  if (overflows)
    return fail_operation("the result is out of range", op, value(a), value(b), f, at);
  out = value(span);
  return true;
}

/// timestamp ± duration, duration ± duration, timestamp - timestamp.
bool apply_times(arithmetic op, const value& a, const value& b, value& out, frame& f,
                 const expression_syntax& at) {
  const auto from = as_exact_time(a);
  const auto to = as_exact_time(b);
  const bool adds = op == arithmetic::add;
  if ((!adds && op != arithmetic::subtract) || (from && to && adds) || (!adds && !from && to))
    return fail_operation("no such operation", op, a, b, f, at);
  if (!from && !to)
    return apply_spans(op, a.as_duration(), b.as_duration(), out, f, at);
  if (from && to) {
    const auto span = span_between(*to, *from);
    if (span)
      out = value(*span);
    return span || fail_operation("the result is out of range", op, a, b, f, at);
  }
  const auto span = from ? b.as_duration() : a.as_duration();
  const auto turned = duration{adds ? span.ns : span.ns == INT64_MIN ? INT64_MAX : -span.ns};
  const auto moved = add(from ? *from : *to, turned);
  return (moved && give_time(*moved, out, f)) ||
         fail_operation("the result is out of range", op, a, b, f, at);
}

bool is_time(const value& v) {
  return v.is_timestamp() || v.is_duration() || is_far_time(v);
}

/// `+` of texts, bytes and lists.
bool apply_concatenation(const value& a, const value& b, value& out, frame& f,
                         const expression_syntax& at) {
  if (a.is_string() && b.is_string()) {
    if (!f.spend_bytes(a.as_string().size() + b.as_string().size(), at))
      return false;
    std::string joined;
    joined.reserve(a.as_string().size() + b.as_string().size());
    joined += a.as_string();
    joined += b.as_string();
    out = value(std::move(joined));
    return true;
  }
  if (a.is_bytes() && b.is_bytes()) {
    if (!f.spend_bytes(a.as_bytes().size() + b.as_bytes().size(), at))
      return false;
    out = value::make_bytes(a.as_bytes() + b.as_bytes());
    return true;
  }
  if (!a.is_list() || !b.is_list())
    return fail_operation("no such operation", arithmetic::add, a, b, f, at);
  const std::size_t count = a.as_list().size() + b.as_list().size();
  if (!f.spend_steps(count, at) || !f.spend_bytes(count * sizeof(value), at))
    return false;
  value::list_type items = a.as_list();
  items.insert(items.end(), b.as_list().begin(), b.as_list().end());
  out = value::make_list(std::move(items));
  return true;
}

bool is_number(const value& v) {
  return v.is_int() || v.is_uint() || v.is_double() || v.is_decimal();
}

/// A double with an int or uint: as doubles, once the double is known to lie within the range of
/// the other. CEL takes it so; next to 2^63 several ints are one double.
std::partial_ordering order_with_double(double a, const value& whole) {
  const bool is_int = whole.is_int();
  const double least = is_int ? -0x1p63 : 0.0;
  const double most = is_int ? 0x1p63 : 0x1p64;
  if (a < least)
    return std::partial_ordering::less;
  if (a > most)
    return std::partial_ordering::greater;
  return a <=>
         (is_int ? static_cast<double>(whole.as_int()) : static_cast<double>(whole.as_uint()));
}

std::partial_ordering reversed(std::partial_ordering order) {
  return 0 <=> order;
}

std::partial_ordering order_of_numbers(const value& a, const value& b) {
  if (a.is_double() && b.is_double())
    return a.as_double() <=> b.as_double();
  if (a.is_double())
    return order_with_double(a.as_double(), b);
  if (b.is_double())
    return reversed(order_with_double(b.as_double(), a));
  if (a.is_int() == b.is_int())
    return a.is_int() ? a.as_int() <=> b.as_int() : a.as_uint() <=> b.as_uint();
  if (a.is_int())
    return a.as_int() < 0 ? std::strong_ordering::less
                          : static_cast<std::uint64_t>(a.as_int()) <=> b.as_uint();
  return reversed(order_of_numbers(b, a));
}

} // namespace

std::optional<decimal> as_exact_decimal(const value& v) {
  if (v.is_decimal())
    return v.as_decimal();
  if (v.is_int())
    return decimal(v.as_int());
  if (v.is_uint())
    return decimal::from_unsigned(v.as_uint());
  return std::nullopt;
}

bool apply_arithmetic(arithmetic op, const value& a, const value& b, value& out, frame& f,
                      const expression_syntax& at) {
  if (a.is_int() && b.is_int())
    return apply_integers(op, a.as_int(), b.as_int(), out, f, at);
  if (a.is_decimal() || b.is_decimal()) {
    const auto x = as_exact_decimal(a);
    const auto y = as_exact_decimal(b);
    if (!x || !y)
      return fail_operation("no such operation", op, a, b, f, at,
                            a.is_double() || b.is_double() ? "a double is not exact; write "
                                                             "decimal(…) or a number that ends "
                                                             "with m"
                                                           : "");
    const auto number = apply_decimals(op, *x, *y);
    if (!number)
      return fail_operation(reason_of_decimals(op, *y, number.error()), op, a, b, f, at,
                            help_for_zero(op, y->is_zero()));
    out = value(*number);
    return true;
  }
  if (a.is_uint() && b.is_uint())
    return apply_integers(op, a.as_uint(), b.as_uint(), out, f, at);
  if (a.is_double() && b.is_double()) {
    const auto number = apply_doubles(op, a.as_double(), b.as_double());
    if (!number)
      return fail_operation("no such operation", op, a, b, f, at);
    out = value(*number);
    return true;
  }
  if (is_time(a) && is_time(b))
    return apply_times(op, a, b, out, f, at);
  if (op == arithmetic::add)
    return apply_concatenation(a, b, out, f, at);
  return fail_operation("no such operation", op, a, b, f, at);
}

bool apply_negation(const value& v, value& out, frame& f, const expression_syntax& at) {
  if (v.is_decimal()) {
    out = value(v.as_decimal().negated());
    return true;
  }
  if (v.is_double()) {
    out = value(-v.as_double());
    return true;
  }
  if (v.is_duration() && v.as_duration().ns != std::numeric_limits<std::int64_t>::min()) {
    out = value(duration{-v.as_duration().ns});
    return true;
  }
  if (v.is_int() && v.as_int() != std::numeric_limits<std::int64_t>::min()) {
    out = value(-v.as_int());
    return true;
  }
  return f.fail(at, (v.is_int() || v.is_duration() ? "the result is out of range: -"
                                                   : "no such operation: -") +
                        show(v));
}

std::optional<std::partial_ordering> order_of(const value& a, const value& b) {
  if (a.is_decimal() && b.is_decimal())
    return a.as_decimal().compare(b.as_decimal()) <=> 0;
  if (a.is_decimal() || b.is_decimal()) {
    const auto x = as_exact_decimal(a);
    const auto y = as_exact_decimal(b);
    if (!x || !y)
      return std::nullopt;
    return x->compare(*y) <=> 0;
  }
  if (a.is_int() && b.is_int())
    return a.as_int() <=> b.as_int();
  if (is_number(a) && is_number(b))
    return order_of_numbers(a, b);
  if (a.is_string() && b.is_string())
    return a.as_string() <=> b.as_string();
  if (a.is_bytes() && b.is_bytes())
    return a.as_bytes() <=> b.as_bytes();
  if (a.is_bool() && b.is_bool())
    return a.as_bool() <=> b.as_bool();
  if (a.is_timestamp() && b.is_timestamp())
    return a.as_timestamp().ns <=> b.as_timestamp().ns;
  if (is_far_time(a) || is_far_time(b))
    return order_of_times(a, b);
  if (a.is_duration() && b.is_duration())
    return a.as_duration().ns <=> b.as_duration().ns;
  return std::nullopt;
}

std::optional<bool> apply_relation(relation op, const value& a, const value& b, frame& f,
                                   const expression_syntax& at) {
  if (op == relation::equal || op == relation::unequal) {
    bool equal = false;
    if (!are_equal(a, b, equal, f, at))
      return std::nullopt;
    return equal == (op == relation::equal);
  }
  const auto order = order_of(a, b);
  if (!order) {
    f.fail(at, "these have no order: " + show(a) + " and " + show(b));
    return std::nullopt;
  }
  switch (op) {
  case relation::less: return *order < 0;
  case relation::less_equal: return *order <= 0;
  case relation::greater: return *order > 0;
  default: return *order >= 0;
  }
}

} // namespace gantry::dsl
