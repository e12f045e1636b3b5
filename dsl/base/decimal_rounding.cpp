#include "dsl/base/decimal_builder.hpp"

#include <algorithm>

namespace gantry {

using wide::u128;
using wide::u256;

bool rounds_up(rounding mode, bool negative, bool odd, int to_half) {
  switch (mode) {
  case rounding::half_even: return to_half > 0 || (to_half == 0 && odd);
  case rounding::half_up: return to_half >= 0;
  case rounding::half_down: return to_half > 0;
  case rounding::up: return true;
  case rounding::down: return false;
  case rounding::ceiling: return !negative;
  case rounding::floor: return negative;
  }
  return false;
}

int digits_of(const u256& n) {
  if (n.fits_u128())
    return wide::digit_count(n.low());
  auto rest = n;
  const auto low = wide::divide(rest, wide::power_of_ten(38));
  static_cast<void>(low);
  return 38 + digits_of(rest);
}

u256 cut(u256 n, long digits, bool negative, bool inexact, rounding mode) {
  if (digits <= 0)
    return n;
  const auto length = digits_of(n);
  if (digits > length) { // all of it is below one half of the new unit
    const bool something = inexact || !n.is_zero();
    const bool up = something && rounds_up(mode, negative, false, -1);
    return u256::of(up ? 1 : 0);
  }
  u128 lost = 0;
  bool below = inexact;
  for (long left = digits; left > 0;) {
    const int step = static_cast<int>(std::min<long>(left, 38));
    below = below || lost != 0;
    lost = wide::divide(n, wide::power_of_ten(step));
    left -= step;
    if (left > 0)
      continue;
    if (lost == 0 && !below)
      return n;
    const u128 half = wide::power_of_ten(step) / 2;
    const int to_half = lost > half ? 1 : lost < half ? -1 : below ? 1 : 0;
    if (rounds_up(mode, negative, (n.limbs[0] & 1) != 0, to_half))
      n = wide::add(n, u256::of(1));
  }
  return n;
}

result<decimal> decimal_builder::finish(raw_decimal raw, rounding mode) {
  const long too_many = digits_of(raw.coefficient) - decimal::digits_max;
  const long drop = std::max({too_many, static_cast<long>(exponent_least) - raw.exponent, 0L});
  if (drop > 0) {
    raw.coefficient = cut(raw.coefficient, drop, raw.negative, raw.inexact, mode);
    raw.exponent += drop;
    if (digits_of(raw.coefficient) > decimal::digits_max) { // 9…9 became 10…0
      wide::divide_small(raw.coefficient, 10);
      ++raw.exponent;
    }
  } else if (raw.inexact &&
             rounds_up(mode, raw.negative, (raw.coefficient.limbs[0] & 1) != 0, -1)) {
    raw.coefficient = wide::add(raw.coefficient, u256::of(1));
  }
  auto coefficient = raw.coefficient.low();
  if (coefficient == 0)
    return make(0,
                static_cast<int>(std::clamp(raw.exponent, static_cast<long>(exponent_least),
                                            static_cast<long>(exponent_most))),
                raw.negative);
  const int length = wide::digit_count(coefficient);
  if (raw.exponent + length - 1 > adjusted_most)
    return decimal_error("overflow", "the result is beyond 1E+6145");
  if (raw.exponent > exponent_most) { // clamped: zeros take the place of the exponent
    coefficient *= wide::power_of_ten(static_cast<int>(raw.exponent - exponent_most));
    raw.exponent = exponent_most;
  }
  return make(coefficient, static_cast<int>(raw.exponent), raw.negative);
}

} // namespace gantry
