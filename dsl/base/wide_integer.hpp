#pragma once

#include <array>
#include <bit>
#include <cstdint>

// Unsigned integers wider than the language has, as far as decimals need them.
namespace gantry::wide {

using u128 = unsigned __int128;

constexpr std::uint64_t low_half(u128 n) {
  return static_cast<std::uint64_t>(n);
}
constexpr std::uint64_t high_half(u128 n) {
  return static_cast<std::uint64_t>(n >> 64);
}
constexpr u128 join(std::uint64_t high, std::uint64_t low) {
  return static_cast<u128>(high) << 64 | low;
}

/// 10^0 … 10^38, all powers of ten that fit.
inline constexpr std::array<u128, 39> powers_of_ten = [] {
  std::array<u128, 39> powers{};
  u128 power = 1;
  for (auto& p : powers) {
    p = power;
    power *= 10;
  }
  return powers;
}();

constexpr u128 power_of_ten(int n) {
  return powers_of_ten[static_cast<std::size_t>(n)];
}

constexpr int bit_length(u128 n) {
  return high_half(n) != 0 ? 128 - std::countl_zero(high_half(n))
                           : 64 - std::countl_zero(low_half(n));
}

/// Decimal digits of a number; 0 for zero. 1233/4096 is log10(2), exact enough for 128 bits.
constexpr int digit_count(u128 n) {
  const int guess = bit_length(n) * 1233 >> 12;
  return guess + (n >= power_of_ten(guess) ? 1 : 0);
}

/// 256 bits, least significant limb first.
struct u256 {
  std::array<std::uint64_t, 4> limbs{};

  static constexpr u256 of(u128 n) { return {{low_half(n), high_half(n), 0, 0}}; }
  [[nodiscard]] constexpr bool fits_u128() const { return limbs[2] == 0 && limbs[3] == 0; }
  [[nodiscard]] constexpr u128 low() const { return join(limbs[1], limbs[0]); }
  [[nodiscard]] constexpr bool is_zero() const { return fits_u128() && low() == 0; }
  [[nodiscard]] constexpr int length_bits() const {
    const u128 high = join(limbs[3], limbs[2]);
    return high != 0 ? 128 + bit_length(high) : bit_length(low());
  }
};

[[nodiscard]] u256 multiply(u128 a, u128 b);
/// Wraps at 256 bits; callers bound their digits.
[[nodiscard]] u256 multiply_small(const u256& a, std::uint64_t b);
/// a times 10^n.
[[nodiscard]] u256 scale_up(const u256& a, int n);
[[nodiscard]] u256 add(const u256& a, const u256& b);
/// Needs a ≥ b.
[[nodiscard]] u256 subtract(const u256& a, const u256& b);
/// -1, 0, 1
[[nodiscard]] int compare(const u256& a, const u256& b);
/// The quotient takes the place of the dividend; returns the remainder.
std::uint64_t divide_small(u256& a, std::uint64_t divisor);
/// As `divide_small` for any divisor but zero.
u128 divide(u256& a, u128 divisor);

} // namespace gantry::wide
