#pragma once

#include "dsl/base/error.hpp"
#include "dsl/base/text_buffer.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace gantry {

enum class rounding : std::uint8_t { half_even, half_up, half_down, up, down, ceiling, floor };

/// An exact decimal number: sign, up to 34 digits, power of ten.
///
/// Shape:  decimal128 of the General Decimal Arithmetic (IEEE 754-2008): adjusted exponent
///         -6143..6144, results keep their ideal exponent (`1.50 * 2.00` is `3.0000`), zeros keep
///         sign and exponent. No NaN, no infinity: what would make one is an error.
/// Money and quantities are always of this type, never of a binary one.
class decimal {
public:
  static constexpr int digits_max = 34;

  constexpr decimal() = default;
  decimal(std::int64_t integer); // NOLINT(google-explicit-constructor): integers combine exactly
  static decimal from_unsigned(std::uint64_t integer);

  /// ASCII digits, optional sign, point and exponent, nothing else.
  /// Errors: bad_decimal; more than 34 digits are refused, never rounded.
  [[nodiscard]] static result<decimal> parse(std::string_view text);
  /// As `parse`, but rounds what has more than 34 digits (to-number of the specification).
  [[nodiscard]] static result<decimal> parse_rounded(std::string_view text,
                                                     rounding mode = rounding::half_even);

  /// to-scientific-string of the specification: `12.50`, `1E+3`.
  [[nodiscard]] std::string to_string() const;
  /// Never an exponent: `1000`, `0.00012`; what JSON documents carry.
  [[nodiscard]] std::string to_plain_string() const;
  void put_plain(text_buffer& out) const; ///< the same into a text that grows

  [[nodiscard]] bool is_zero() const { return high_ == 0 && low_ == 0; }
  [[nodiscard]] bool is_negative() const { return negative_; }
  [[nodiscard]] int exponent() const { return exponent_; }
  /// Digits after the point: 2 for 12.50, 0 for 1E+3.
  [[nodiscard]] int scale() const { return exponent_ < 0 ? -exponent_ : 0; }
  [[nodiscard]] unsigned __int128 coefficient() const {
    return (static_cast<unsigned __int128>(high_) << 64) | low_;
  }
  /// The integer, if it is one and fits.
  [[nodiscard]] result<std::int64_t> to_integer() const;
  [[nodiscard]] double to_double() const;
  /// Trailing zeros stripped, zero without sign and exponent: equal numbers have equal texts.
  [[nodiscard]] decimal normalised() const;
  /// Trailing zeros stripped, the sign of a zero kept (reduce of the specification).
  [[nodiscard]] decimal reduced() const;

  /// -1, 0, 1 by value: 1.0 equals 1.00.
  [[nodiscard]] int compare(const decimal& other) const;
  friend bool operator==(const decimal& a, const decimal& b) { return a.compare(b) == 0; }
  friend std::strong_ordering operator<=>(const decimal& a, const decimal& b) {
    return a.compare(b) <=> 0;
  }
  [[nodiscard]] decimal negated() const;

  // Errors of all: bad_decimal whose message starts with `division_by_zero`, `invalid_operation`
  // or `overflow`.
  [[nodiscard]] result<decimal> add(const decimal& b, rounding mode = rounding::half_even) const;
  [[nodiscard]] result<decimal> subtract(const decimal& b,
                                         rounding mode = rounding::half_even) const;
  [[nodiscard]] result<decimal> multiply(const decimal& b,
                                         rounding mode = rounding::half_even) const;
  [[nodiscard]] result<decimal> divide(const decimal& b, rounding mode = rounding::half_even) const;
  /// Sign of the dividend, as in the specification.
  [[nodiscard]] result<decimal> remainder(const decimal& b) const;
  /// The same number with the given exponent (`-2`: cents).
  [[nodiscard]] result<decimal> quantize(int exponent, rounding mode = rounding::half_even) const;
  /// To so many digits after the point.
  [[nodiscard]] result<decimal> round(int digits, rounding mode = rounding::half_even) const;

private:
  friend class decimal_builder;
  std::uint64_t high_ = 0;
  std::uint64_t low_ = 0;
  std::int32_t exponent_ = 0;
  bool negative_ = false;
};

} // namespace gantry
