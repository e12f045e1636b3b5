#include "dsl/expr/functions/arguments.hpp"
#include "dsl/types/builders.hpp"

namespace gantry::dsl {
namespace {

using taken = argument_kind;

std::uint64_t bits_of(const value& v) {
  return v.is_int() ? static_cast<std::uint64_t>(v.as_int()) : v.as_uint();
}

/// In the kind that the first argument has.
bool give_bits(const function_call& c, std::uint64_t bits, value& out) {
  out = c[0].is_int() ? value(static_cast<std::int64_t>(bits)) : value(bits);
  return true;
}

bool bit_and(const function_call& c, value& out) {
  return give_bits(c, bits_of(c[0]) & bits_of(c[1]), out);
}
bool bit_or(const function_call& c, value& out) {
  return give_bits(c, bits_of(c[0]) | bits_of(c[1]), out);
}
bool bit_xor(const function_call& c, value& out) {
  return give_bits(c, bits_of(c[0]) ^ bits_of(c[1]), out);
}
bool bit_not(const function_call& c, value& out) {
  return give_bits(c, ~bits_of(c[0]), out);
}

/// Zeros come in from the side, also to the right of a negative int.
template <bool Left>
bool bit_shift(const function_call& c, value& out) {
  const auto by = c[1].as_int();
  if (by < 0)
    return c.fail("bits are shifted by 0 or more, not by " + show(c[1]));
  if (by >= 64)
    return give_bits(c, 0, out);
  return give_bits(c, Left ? bits_of(c[0]) << by : bits_of(c[0]) >> by, out);
}

} // namespace

void add_bit_functions(function_list& all) {
  const auto function = [&all](std::string_view name, std::vector<taken> takes, auto apply) {
    all.push_back({name, false, std::move(takes), same_as_first, apply, false});
  };
  for (const auto whole : {taken::integer, taken::unsigned_integer}) {
    function("math.bitAnd", {whole, whole}, bit_and);
    function("math.bitOr", {whole, whole}, bit_or);
    function("math.bitXor", {whole, whole}, bit_xor);
    function("math.bitNot", {whole}, bit_not);
    function("math.bitShiftLeft", {whole, taken::integer}, bit_shift<true>);
    function("math.bitShiftRight", {whole, taken::integer}, bit_shift<false>);
  }
}

} // namespace gantry::dsl
