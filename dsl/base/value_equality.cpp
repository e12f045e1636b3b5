#include "dsl/base/value.hpp"

#include <array>
#include <charconv>
#include <cmath>

// CEL equality: https://github.com/google/cel-spec/blob/master/doc/langdef.md#equality
namespace gantry {
namespace {

bool is_number(const value& v) {
  return v.is_int() || v.is_uint() || v.is_double() || v.is_decimal();
}

decimal exact_integer(const value& v) {
  return v.is_int() ? decimal(v.as_int()) : decimal::from_unsigned(v.as_uint());
}

/// Every finite double is a decimal fraction, mostly of more than 34 digits: those equal no
/// decimal.
bool equal_exactly(const decimal& exact, double binary) {
  if (!std::isfinite(binary) || exact.to_double() != binary)
    return false;
  std::array<char, 1100> text{};
  const auto written = std::to_chars(text.data(), text.data() + text.size(), binary,
                                     std::chars_format::scientific, 800);
  std::string_view digits(text.data(), static_cast<std::size_t>(written.ptr - text.data()));
  const auto mark = digits.find('e');
  const auto last = digits.find_last_not_of('0', mark - 1);
  const auto same =
      decimal::parse(std::string(digits.substr(0, last + 1)) + std::string(digits.substr(mark)));
  return same.has_value() && *same == exact;
}

bool equal_numbers(const value& a, const value& b) {
  if (a.is_int() && b.is_int())
    return a.as_int() == b.as_int();
  if (a.is_decimal() && b.is_decimal())
    return a.as_decimal() == b.as_decimal();
  if (a.is_double() && b.is_double())
    return a.as_double() == b.as_double();
  if (b.is_double())
    return equal_numbers(b, a);
  if (a.is_double())
    return equal_exactly(b.is_decimal() ? b.as_decimal() : exact_integer(b), a.as_double());
  const decimal left = a.is_decimal() ? a.as_decimal() : exact_integer(a);
  return left == (b.is_decimal() ? b.as_decimal() : exact_integer(b));
}

/// Records are structural: an absent field equals one that the other shape does not have.
bool covers(const value& a, const value& b) {
  for (std::size_t i = 0; i < a.fields().size(); ++i) {
    const value* other = b.find(a.shape().fields[i]);
    if (other != nullptr ? !(a.fields()[i] == *other) : !a.fields()[i].is_none())
      return false;
  }
  return true;
}

bool equal_records(const value& a, const value& b) {
  if (&a.fields() == &b.fields())
    return true;
  if (a.shape_ptr() == b.shape_ptr())
    return a.fields() == b.fields();
  return covers(a, b) && covers(b, a);
}

bool equal_maps(const value& a, const value& b) {
  if (a.as_map().size() != b.as_map().size())
    return false;
  for (const auto& entry : a.as_map()) {
    const value* other = b.find_key(entry.first);
    if (other == nullptr || !(entry.second == *other))
      return false;
  }
  return true;
}

bool equal_optionals(const value& a, const value& b) {
  const value* left = a.inner();
  const value* right = b.inner();
  return left == nullptr || right == nullptr ? left == right : *left == *right;
}

} // namespace

bool operator==(const value& a, const value& b) {
  if (a.is_string() && b.is_string())
    return a.as_string() == b.as_string();
  if (is_number(a) && is_number(b))
    return equal_numbers(a, b);
  if (a.data_.index() != b.data_.index())
    return false;
  if (a.is_record())
    return equal_records(a, b);
  if (a.is_list())
    return a.as_list() == b.as_list();
  if (a.is_map())
    return equal_maps(a, b);
  if (a.is_optional())
    return equal_optionals(a, b);
  if (a.is_bytes())
    return a.as_bytes() == b.as_bytes();
  if (a.is_type())
    return a.type_name() == b.type_name();
  return a.data_ == b.data_; // none, bool, timestamp, duration
}

} // namespace gantry
