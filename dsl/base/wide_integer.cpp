#include "dsl/base/wide_integer.hpp"

#include <algorithm>
#include <utility>

namespace gantry::wide {
namespace {

constexpr int step_digits = 19; // 10^19 is the largest power of ten in 64 bits

u256 shift_left(const u256& a, int bits) {
  if (bits == 0)
    return a;
  u256 out;
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    out.limbs[i] = a.limbs[i] << bits | carry;
    carry = a.limbs[i] >> (64 - bits);
  }
  return out;
}

/// One digit of Knuth's algorithm D (TAOCP vol. 2, 4.3.1) for a divisor of two limbs whose top bit
/// is set: divides three limbs by two, the quotient fits one.
std::uint64_t divide_three_by_two(std::uint64_t high, std::uint64_t middle, std::uint64_t low,
                                  u128 divisor, u128& remainder) {
  const std::uint64_t top = high_half(divisor);
  const u128 head = join(high, middle);
  u128 quotient = high >= top ? ~std::uint64_t{0} : head / top;
  u128 rest = head - quotient * top;
  // The guess is at most two too large.
  while (high_half(rest) == 0 && quotient * low_half(divisor) > join(low_half(rest), low)) {
    --quotient;
    rest += top;
  }
  remainder = join(middle, low) - divisor * quotient;
  return low_half(quotient);
}

} // namespace

u256 multiply(u128 a, u128 b) {
  const u128 ll = static_cast<u128>(low_half(a)) * low_half(b);
  const u128 lh = static_cast<u128>(low_half(a)) * high_half(b);
  const u128 hl = static_cast<u128>(high_half(a)) * low_half(b);
  const u128 hh = static_cast<u128>(high_half(a)) * high_half(b);
  const u128 middle = static_cast<u128>(high_half(ll)) + low_half(lh) + low_half(hl);
  const u128 high = hh + high_half(lh) + high_half(hl) + high_half(middle);
  return {{low_half(ll), low_half(middle), low_half(high), high_half(high)}};
}

u256 multiply_small(const u256& a, std::uint64_t b) {
  u256 out;
  u128 carry = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    carry += static_cast<u128>(a.limbs[i]) * b;
    out.limbs[i] = low_half(carry);
    carry >>= 64;
  }
  return out;
}

u256 scale_up(const u256& a, int n) {
  u256 out = a;
  for (; n > 0; n -= step_digits)
    out = multiply_small(out, low_half(power_of_ten(std::min(n, step_digits))));
  return out;
}

u256 add(const u256& a, const u256& b) {
  u256 out;
  u128 carry = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    carry += static_cast<u128>(a.limbs[i]) + b.limbs[i];
    out.limbs[i] = low_half(carry);
    carry >>= 64;
  }
  return out;
}

u256 subtract(const u256& a, const u256& b) {
  u256 out;
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const u128 difference = static_cast<u128>(a.limbs[i]) - b.limbs[i] - borrow;
    out.limbs[i] = low_half(difference);
    borrow = high_half(difference) != 0 ? 1 : 0;
  }
  return out;
}

int compare(const u256& a, const u256& b) {
  for (std::size_t i = 4; i-- > 0;)
    if (a.limbs[i] != b.limbs[i])
      return a.limbs[i] < b.limbs[i] ? -1 : 1;
  return 0;
}

std::uint64_t divide_small(u256& a, std::uint64_t divisor) {
  u128 rest = 0;
  for (std::size_t i = 4; i-- > 0;) {
    const u128 head = rest << 64 | a.limbs[i];
    a.limbs[i] = low_half(head / divisor);
    rest = head % divisor;
  }
  return low_half(rest);
}

u128 divide(u256& a, u128 divisor) {
  if (high_half(divisor) == 0)
    return divide_small(a, low_half(divisor));
  if (a.fits_u128()) {
    const u128 rest = a.low() % divisor;
    a = u256::of(a.low() / divisor);
    return rest;
  }
  const int shift = std::countl_zero(high_half(divisor));
  const u128 normal = divisor << shift;
  const u256 shifted = shift_left(a, shift);
  const std::uint64_t top = shift == 0 ? 0 : a.limbs[3] >> (64 - shift);
  u256 quotient;
  u128 rest = join(top, shifted.limbs[3]);
  if (rest >= normal) { // cannot be: top is smaller than the normalised divisor's upper limb
    quotient.limbs[3] = 1;
    rest -= normal;
  }
  for (std::size_t i = 3; i-- > 0;)
    quotient.limbs[i] =
        divide_three_by_two(high_half(rest), low_half(rest), shifted.limbs[i], normal, rest);
  a = quotient;
  return rest >> shift;
}

} // namespace gantry::wide
