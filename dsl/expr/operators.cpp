#include "dsl/expr/operators.hpp"

#include <cmath>
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
    return fail_operation(why, op, value(a), value(b), f, at);
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

/// timestamp ± duration, duration ± duration, timestamp - timestamp.
bool apply_times(arithmetic op, const value& a, const value& b, value& out, frame& f,
                 const expression_syntax& at) {
  const auto ns_of = [](const value& v) {
    return v.is_timestamp() ? v.as_timestamp().ns : v.as_duration().ns;
  };
  const bool both_points = a.is_timestamp() && b.is_timestamp();
  const bool adds = op == arithmetic::add;
  if ((!adds && op != arithmetic::subtract) || (both_points && adds) ||
      (!adds && a.is_duration() && b.is_timestamp()))
    return fail_operation("no such operation", op, a, b, f, at);
  std::int64_t ns = 0;
  const bool overflows = adds ? __builtin_add_overflow(ns_of(a), ns_of(b), &ns)
                              : __builtin_sub_overflow(ns_of(a), ns_of(b), &ns);
  if (overflows)
    return fail_operation("the result is out of range", op, a, b, f, at);
  const bool is_point = a.is_timestamp() != b.is_timestamp();
  out = is_point ? value(timestamp{ns}) : value(duration{ns});
  return true;
}

bool is_time(const value& v) {
  return v.is_timestamp() || v.is_duration();
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

long double as_long_double(const value& v) {
  // 64 bits of mantissa hold every int, uint and double exactly.
  static_assert(std::numeric_limits<long double>::digits >= 64);
  if (v.is_int())
    return static_cast<long double>(v.as_int());
  if (v.is_uint())
    return static_cast<long double>(v.as_uint());
  return static_cast<long double>(v.as_double());
}

/// How many values a comparison may have to look at.
std::size_t weight_of(const value& v) {
  if (v.is_list())
    return 1 + v.as_list().size();
  if (v.is_map())
    return 1 + v.as_map().size();
  if (v.is_record())
    return 1 + v.fields().size();
  if (v.is_string())
    return 1 + v.as_string().size() / 64;
  return 1;
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
      return fail_operation(number.error().message.c_str(), op, a, b, f, at);
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
  if (v.is_int() && v.as_int() != std::numeric_limits<std::int64_t>::min()) {
    out = value(-v.as_int());
    return true;
  }
  return f.fail(at,
                (v.is_int() ? "the result is out of range: -" : "no such operation: -") + show(v));
}

std::optional<std::partial_ordering> order_of(const value& a, const value& b) {
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
    return as_long_double(a) <=> as_long_double(b);
  if (a.is_string() && b.is_string())
    return a.as_string() <=> b.as_string();
  if (a.is_bytes() && b.is_bytes())
    return a.as_bytes() <=> b.as_bytes();
  if (a.is_bool() && b.is_bool())
    return a.as_bool() <=> b.as_bool();
  if (a.is_timestamp() && b.is_timestamp())
    return a.as_timestamp().ns <=> b.as_timestamp().ns;
  if (a.is_duration() && b.is_duration())
    return a.as_duration().ns <=> b.as_duration().ns;
  return std::nullopt;
}

bool are_equal(const value& a, const value& b, bool& equal, frame& f, const expression_syntax& at) {
  if (!f.spend_steps(std::min(weight_of(a), weight_of(b)), at))
    return false;
  if (a.is_optional() && b.is_none())
    equal = a.inner() == nullptr;
  else if (b.is_optional() && a.is_none())
    equal = b.inner() == nullptr;
  else
    equal = a == b;
  return true;
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

const value* find_entry(const value& map, const value& key) {
  if (key.is_string())
    return map.find(key.as_string());
  for (const auto& [k, v] : map.as_map())
    if (k == key)
      return &v;
  return nullptr;
}

} // namespace gantry::dsl
