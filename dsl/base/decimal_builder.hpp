#pragma once

#include "dsl/base/decimal.hpp"
#include "dsl/base/wide_integer.hpp"

namespace gantry {

/// Limits of decimal128 (IEEE 754-2008): adjusted exponent -6143..6144, and what follows from it.
inline constexpr int exponent_least = -6176; ///< of the last digit of a subnormal number
inline constexpr int exponent_most = 6111;   ///< of a number with 34 digits
inline constexpr int adjusted_most = 6144;

/// A number before it is a decimal: exact so far, or with a remainder that was cut off.
struct raw_decimal {
  wide::u256 coefficient;
  long exponent = 0;
  bool negative = false;
  bool inexact = false; ///< something above zero and below one unit of the coefficient is missing
};

/// Makes decimals out of their parts.
class decimal_builder {
public:
  /// The coefficient fits 34 digits and the exponent its range.
  static decimal make(wide::u128 coefficient, int exponent, bool negative) {
    decimal d;
    d.high_ = wide::high_half(coefficient);
    d.low_ = wide::low_half(coefficient);
    d.exponent_ = exponent;
    d.negative_ = negative;
    return d;
  }
  /// Rounds to 34 digits and to the range of exponents. Errors: overflow.
  static result<decimal> finish(raw_decimal raw, rounding mode);
};

/// Whether a coefficient is raised by one for what was cut off; `to_half` is the cut-off part
/// compared with one half: -1, 0, 1.
[[nodiscard]] bool rounds_up(rounding mode, bool negative, bool odd, int to_half);
/// Decimal digits; 0 for zero.
[[nodiscard]] int digits_of(const wide::u256& n);
/// Cuts digits off the end, rounding what is left; `inexact` says that more was cut off before.
[[nodiscard]] wide::u256 cut(wide::u256 n, long digits, bool negative, bool inexact, rounding mode);

[[nodiscard]] inline auto decimal_error(const char* name, std::string what) {
  return fail(errc::bad_decimal, std::string(name) + ": " + std::move(what));
}

} // namespace gantry
