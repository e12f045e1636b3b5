#include "dsl/base/decimal_builder.hpp"

#include <algorithm>

namespace gantry {

using wide::u128;
using wide::u256;

namespace {

constexpr u128 coefficient_limit = wide::power_of_ten(decimal::digits_max);

/// As many digits as alignment needs so that what is cut off cannot change a rounded sum.
constexpr int guard_digits = decimal::digits_max + 2;

raw_decimal raw_of(const decimal& d) {
  return {u256::of(d.coefficient()), d.exponent(), d.is_negative(), false};
}

/// A sum in which one part is zero: the other, with the exponent of the smaller if digits allow.
raw_decimal widened(const decimal& d, int exponent) {
  auto raw = raw_of(d);
  if (d.is_zero()) {
    raw.exponent = exponent;
    return raw;
  }
  const int room = decimal::digits_max - wide::digit_count(d.coefficient());
  const int by = std::clamp(d.exponent() - exponent, 0, room);
  raw.coefficient = wide::scale_up(raw.coefficient, by);
  raw.exponent -= by;
  return raw;
}

raw_decimal sum_of_aligned(const u256& a, bool a_negative, const u256& b, bool b_negative,
                           long exponent, rounding mode) {
  if (a_negative == b_negative)
    return {wide::add(a, b), exponent, a_negative, false};
  const int order = wide::compare(a, b);
  if (order == 0) // an exact zero is negative only when rounding towards the floor
    return {{}, exponent, mode == rounding::floor, false};
  return order > 0 ? raw_decimal{wide::subtract(a, b), exponent, a_negative, false}
                   : raw_decimal{wide::subtract(b, a), exponent, b_negative, false};
}

/// Needs a.exponent() >= b.exponent(), neither zero.
raw_decimal sum_of(const decimal& a, const decimal& b, rounding mode) {
  const int apart = a.exponent() - b.exponent();
  const int spread = guard_digits - wide::digit_count(a.coefficient());
  if (apart <= spread + 40)
    return sum_of_aligned(wide::scale_up(u256::of(a.coefficient()), apart), a.is_negative(),
                          u256::of(b.coefficient()), b.is_negative(), b.exponent(), mode);
  // b is less than a unit of a's last guard digit: a one behind it stands for all of b.
  return sum_of_aligned(wide::scale_up(u256::of(a.coefficient()), spread + 1), a.is_negative(),
                        u256::of(1), b.is_negative(), a.exponent() - spread - 1, mode);
}

} // namespace

result<decimal> decimal::add(const decimal& b, rounding mode) const {
  const auto& a = *this;
  if (a.exponent_ == b.exponent_ && a.negative_ == b.negative_) { // money of one currency
    const auto sum = a.coefficient() + b.coefficient();
    if (sum < coefficient_limit)
      return decimal_builder::make(sum, a.exponent_, a.negative_);
  }
  if (a.is_zero() && b.is_zero()) {
    const bool negative = a.negative_ == b.negative_ ? a.negative_ : mode == rounding::floor;
    return decimal_builder::make(0, std::min(a.exponent_, b.exponent_), negative);
  }
  if (a.is_zero())
    return decimal_builder::finish(widened(b, a.exponent_), mode);
  if (b.is_zero())
    return decimal_builder::finish(widened(a, b.exponent_), mode);
  return decimal_builder::finish(
      a.exponent_ >= b.exponent_ ? sum_of(a, b, mode) : sum_of(b, a, mode), mode);
}

result<decimal> decimal::subtract(const decimal& b, rounding mode) const {
  return add(b.negated(), mode);
}

result<decimal> decimal::multiply(const decimal& b, rounding mode) const {
  const bool sign = negative_ != b.negative_;
  const long power = static_cast<long>(exponent_) + b.exponent_;
  if (high_ == 0 && b.high_ == 0) {
    const auto product = static_cast<u128>(low_) * b.low_;
    if (product < coefficient_limit && power >= exponent_least && power <= exponent_most)
      return decimal_builder::make(product, static_cast<int>(power), sign);
  }
  return decimal_builder::finish(
      {wide::multiply(coefficient(), b.coefficient()), power, sign, false}, mode);
}

result<decimal> decimal::divide(const decimal& b, rounding mode) const {
  if (b.is_zero())
    return is_zero() ? decimal_error("invalid_operation", "0 / 0")
                     : decimal_error("division_by_zero", to_string() + " / 0");
  const bool sign = negative_ != b.negative_;
  const long ideal = static_cast<long>(exponent_) - b.exponent_;
  if (is_zero())
    return decimal_builder::finish({{}, ideal, sign, false}, mode);
  const int shift = std::max(0, guard_digits + wide::digit_count(b.coefficient()) -
                                    wide::digit_count(coefficient()));
  auto quotient = wide::scale_up(u256::of(coefficient()), shift);
  const bool inexact = wide::divide(quotient, b.coefficient()) != 0;
  long power = ideal - shift;
  while (!inexact && power < ideal) { // an exact quotient keeps its ideal exponent
    auto shorter = quotient;
    if (wide::divide_small(shorter, 10) != 0)
      break;
    quotient = shorter;
    ++power;
  }
  return decimal_builder::finish({quotient, power, sign, inexact}, mode);
}

result<decimal> decimal::remainder(const decimal& b) const {
  if (b.is_zero())
    return decimal_error("invalid_operation", to_string() + " remainder 0");
  const int ideal = std::min(exponent_, b.exponent_);
  const int apart = exponent_ + wide::digit_count(coefficient()) - b.exponent_ -
                    wide::digit_count(b.coefficient());
  if (is_zero() || apart <= -2)
    return decimal_builder::finish(widened(*this, ideal), rounding::half_even);
  if (apart > digits_max)
    return decimal_error("invalid_operation", "the quotient has more than 34 digits");
  auto dividend = wide::scale_up(u256::of(coefficient()), exponent_ - ideal);
  const auto divisor = wide::scale_up(u256::of(b.coefficient()), b.exponent_ - ideal).low();
  const auto rest = wide::divide(dividend, divisor);
  if (wide::compare(dividend, u256::of(coefficient_limit)) >= 0)
    return decimal_error("invalid_operation", "the quotient has more than 34 digits");
  return decimal_builder::finish({u256::of(rest), ideal, negative_, false}, rounding::half_even);
}

result<decimal> decimal::quantize(int exponent, rounding mode) const {
  const auto impossible = [&] {
    return decimal_error("invalid_operation", to_string() + " has no form with the exponent " +
                                                  std::to_string(exponent) + " in 34 digits");
  };
  if (exponent < exponent_least || exponent > adjusted_most)
    return impossible();
  if (is_zero())
    return decimal_builder::finish({{}, exponent, negative_, false}, mode);
  const int length = wide::digit_count(coefficient());
  const int adjusted = exponent_ + length - 1;
  if (adjusted - exponent + 1 > digits_max)
    return impossible();
  auto number = u256::of(coefficient());
  if (exponent <= exponent_)
    number = wide::scale_up(number, exponent_ - exponent);
  else
    number = cut(number, exponent - exponent_, negative_, false, mode);
  const int digits = digits_of(number);
  if (digits > digits_max || (digits > 0 && exponent + digits - 1 > adjusted_most))
    return impossible();
  return decimal_builder::finish({number, exponent, negative_, false}, mode);
}

result<decimal> decimal::round(int digits, rounding mode) const {
  if (digits < -digits_max || digits > 6'000)
    return decimal_error("invalid_operation", "a number is rounded to -34 to 6000 digits");
  // A number that has fewer digits stays as it is: rounding never pads.
  return -digits <= exponent_ ? result<decimal>(*this) : quantize(-digits, mode);
}

int decimal::compare(const decimal& other) const {
  if (is_zero() || other.is_zero())
    return is_zero() ? (other.is_zero() ? 0 : other.negative_ ? 1 : -1) : negative_ ? -1 : 1;
  if (negative_ != other.negative_)
    return negative_ ? -1 : 1;
  const int sign = negative_ ? -1 : 1;
  if (exponent_ == other.exponent_)
    return coefficient() == other.coefficient()  ? 0
           : coefficient() < other.coefficient() ? -sign
                                                 : sign;
  const int mine = exponent_ + wide::digit_count(coefficient());
  const int theirs = other.exponent_ + wide::digit_count(other.coefficient());
  if (mine != theirs)
    return mine < theirs ? -sign : sign;
  const int least = std::min(exponent_, other.exponent_);
  return sign *
         wide::compare(wide::scale_up(u256::of(coefficient()), exponent_ - least),
                       wide::scale_up(u256::of(other.coefficient()), other.exponent_ - least));
}

decimal decimal::negated() const {
  auto other = *this;
  other.negative_ = !negative_;
  return other;
}

decimal decimal::reduced() const {
  if (is_zero())
    return decimal_builder::make(0, 0, negative_);
  auto number = coefficient();
  int power = exponent_;
  for (; power < exponent_most && wide::high_half(number) != 0 && number % 10 == 0; ++power)
    number /= 10;
  if (wide::high_half(number) != 0)
    return decimal_builder::make(number, power, negative_);
  auto low = wide::low_half(number); // 64 bits are divided several times faster
  for (; power < exponent_most && low % 10 == 0; ++power)
    low /= 10;
  return decimal_builder::make(low, power, negative_);
}

decimal decimal::normalised() const {
  return is_zero() ? decimal{} : reduced();
}

} // namespace gantry
