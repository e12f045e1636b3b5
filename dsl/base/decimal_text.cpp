#include "dsl/base/ascii.hpp"
#include "dsl/base/decimal_builder.hpp"
#include "dsl/base/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

namespace gantry {

using wide::u128;
using wide::u256;

namespace {

constexpr int kept_digits_max = 70; ///< of a long text; what follows only counts as "more"
constexpr long exponent_text_max = 100'000;

/// Reads the numeric string of the specification from left to right.
class decimal_reader {
public:
  explicit decimal_reader(std::string_view text) : text_(text) {}

  /// False when the text is no number; `raw` and `digits` say what was read.
  bool read() {
    if (take('-'))
      raw.negative = true;
    else
      take('+');
    read_digits(false);
    if (take('.'))
      read_digits(true);
    if (digits <= word_digits)
      raw.coefficient = u256::of(word_);
    return seen_ && read_exponent() && at_ == text_.size();
  }

  raw_decimal raw;
  long digits = 0; ///< significant ones

private:
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c)
      return false;
    ++at_;
    return true;
  }

  void read_digits(bool fraction) {
    for (; at_ < text_.size() && is_digit(text_[at_]); ++at_) {
      seen_ = true;
      const auto digit = static_cast<std::uint64_t>(text_[at_] - '0');
      if (digits > 0 || digit != 0)
        ++digits;
      if (digits <= word_digits) {
        word_ = word_ * 10 + digit;
        raw.exponent -= fraction ? 1 : 0;
      } else if (digits <= kept_digits_max) {
        if (digits == word_digits + 1)
          raw.coefficient = u256::of(word_);
        raw.coefficient = wide::add(wide::multiply_small(raw.coefficient, 10), u256::of(digit));
        raw.exponent -= fraction ? 1 : 0;
      } else {
        raw.inexact = raw.inexact || digit != 0;
        raw.exponent += fraction ? 0 : 1;
      }
    }
  }

  bool read_exponent() {
    if (!take('e') && !take('E'))
      return true;
    const bool negative = take('-');
    if (!negative)
      take('+');
    long power = 0;
    bool any = false;
    for (; at_ < text_.size() && is_digit(text_[at_]); ++at_) {
      any = true;
      power = std::min(power * 10 + (text_[at_] - '0'), exponent_text_max);
    }
    raw.exponent += negative ? -power : power;
    return any;
  }

  static constexpr long word_digits = 18; ///< most numbers have fewer, and fit one machine word

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint64_t word_ = 0; ///< of the first digits
  bool seen_ = false;
};

auto no_number(std::string_view text) {
  return decimal_error(
      "conversion_syntax",
      (text.empty() ? "an empty text" : "`" + std::string(utf8_prefix(text, 80)) + "`") +
          " is not a decimal number");
}

/// Digits of a coefficient, most significant first.
std::string digits_text(u128 number) {
  std::array<char, 40> buffer;
  auto at = buffer.size();
  // Most numbers fit 64 bits, whose division is several times cheaper.
  for (; wide::high_half(number) != 0; number /= 10)
    buffer[--at] = static_cast<char>('0' + static_cast<int>(number % 10));
  auto low = wide::low_half(number);
  do {
    buffer[--at] = static_cast<char>('0' + static_cast<int>(low % 10));
    low /= 10;
  } while (low != 0);
  return {buffer.data() + at, buffer.size() - at};
}

std::string with_point(std::string digits, int scale) {
  const auto places = static_cast<std::size_t>(scale);
  if (digits.size() <= places)
    digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0)
    digits.insert(digits.size() - places, 1, '.');
  return digits;
}

} // namespace

decimal::decimal(std::int64_t integer)
    : low_(integer < 0 ? 0 - static_cast<std::uint64_t>(integer)
                       : static_cast<std::uint64_t>(integer)),
      negative_(integer < 0) {}

decimal decimal::from_unsigned(std::uint64_t integer) {
  return decimal_builder::make(integer, 0, false);
}

result<decimal> decimal::parse(std::string_view text) {
  decimal_reader reader(text);
  if (!reader.read())
    return no_number(text);
  if (reader.digits > digits_max)
    return decimal_error("conversion_syntax", "`" + std::string(utf8_prefix(text, 80)) + "` has " +
                                                  std::to_string(reader.digits) +
                                                  " digits, the most is 34");
  if (!reader.raw.coefficient.is_zero() && reader.raw.exponent < exponent_least)
    return decimal_error("conversion_syntax", "the number is too small to be kept exactly");
  return decimal_builder::finish(reader.raw, rounding::half_even);
}

result<decimal> decimal::parse_rounded(std::string_view text, rounding mode) {
  decimal_reader reader(text);
  if (!reader.read())
    return no_number(text);
  return decimal_builder::finish(reader.raw, mode);
}

std::string decimal::to_string() const {
  auto digits = digits_text(coefficient());
  const auto adjusted = exponent_ + static_cast<int>(digits.size()) - 1;
  std::string out = negative_ ? "-" : "";
  if (exponent_ <= 0 && adjusted >= -6)
    return out + with_point(std::move(digits), -exponent_);
  if (digits.size() > 1)
    digits.insert(1, 1, '.');
  return out + digits + "E" + (adjusted < 0 ? "" : "+") + std::to_string(adjusted);
}

std::string decimal::to_plain_string() const {
  auto digits = digits_text(coefficient());
  if (exponent_ > 0 && !is_zero())
    digits.append(static_cast<std::size_t>(exponent_), '0');
  return (negative_ ? "-" : "") + with_point(std::move(digits), scale());
}

void decimal::put_plain(text_buffer& out) const {
  constexpr std::size_t digits_most = 20, places_most = 40;
  const auto places = static_cast<std::size_t>(scale());
  if (high_ != 0 || exponent_ > 0 || places > places_most)
    return out.put(to_plain_string());
  std::array<char, digits_most> digits;
  const auto count = static_cast<std::size_t>(
      std::to_chars(digits.data(), digits.data() + digits.size(), low_).ptr - digits.data());
  const auto whole = count > places ? count - places : 0;
  char* const start = out.room(digits_most + places_most + 3);
  char* at = start;
  if (negative_)
    *at++ = '-';
  at = whole == 0 ? std::fill_n(at, 1, '0') : std::copy_n(digits.data(), whole, at);
  if (places > 0) {
    *at++ = '.';
    at = std::fill_n(at, places - (count - whole), '0');
    at = std::copy_n(digits.data() + whole, count - whole, at);
  }
  out.took(static_cast<std::size_t>(at - start));
}

result<std::int64_t> decimal::to_integer() const {
  const auto plain = normalised();
  if (plain.exponent_ < 0)
    return fail(errc::bad_argument, to_string() + " is no whole number");
  auto number = wide::scale_up(u256::of(plain.coefficient()), std::min(plain.exponent_, 40));
  const auto limit = static_cast<u128>(INT64_MAX) + (negative_ ? 1 : 0);
  if (plain.exponent_ > 40 || !number.fits_u128() || number.low() > limit)
    return fail(errc::bad_argument, to_string() + " does not fit a 64-bit integer");
  const auto magnitude = wide::low_half(number.low());
  return static_cast<std::int64_t>(negative_ ? 0 - magnitude : magnitude);
}

double decimal::to_double() const {
  return std::strtod(to_string().c_str(), nullptr);
}

} // namespace gantry
