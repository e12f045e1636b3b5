#include "dsl/expr/plain_text.hpp"

#include "dsl/base/ascii.hpp"
#include "dsl/expr/far_time.hpp"
#include "dsl/expr/network/network_values.hpp"
#include "dsl/syntax/lex/utf8.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace gantry::dsl {
namespace {

/// Spells that `from_chars` has too, but in any case of letters.
std::optional<double> named_double(std::string_view text) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (text == "NaN")
    return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity" || text == "+Infinity" || text == "Inf" || text == "+Inf")
    return infinity;
  if (text == "-Infinity" || text == "-Inf")
    return -infinity;
  return std::nullopt;
}

struct span_unit {
  std::string_view name;
  std::int64_t ns;
};

// Longest first: the first that fits is meant.
constexpr std::array<span_unit, 8> span_units = {{{"\u00B5s", 1'000},
                                                  {"\u03BCs", 1'000},
                                                  {"us", 1'000},
                                                  {"ms", 1'000'000},
                                                  {"ns", 1},
                                                  {"h", 3'600'000'000'000},
                                                  {"m", 60'000'000'000},
                                                  {"s", 1'000'000'000}}};

class span_reader {
public:
  explicit span_reader(std::string_view text) : rest_(text) {}

  std::optional<duration> read() {
    const bool negative = rest_.starts_with('-');
    if (negative || rest_.starts_with('+'))
      rest_.remove_prefix(1);
    if (rest_ == "0")
      return duration{0};
    if (rest_.empty())
      return std::nullopt;
    while (!rest_.empty())
      if (!read_part())
        return std::nullopt;
    const auto total = negative ? -total_ : total_;
    if (total < std::numeric_limits<std::int64_t>::min() ||
        total > std::numeric_limits<std::int64_t>::max())
      return std::nullopt;
    return duration{static_cast<std::int64_t>(total)};
  }

private:
  /// Digits as a number and the power of ten above them; digits that no nanosecond shows are cut.
  struct digits {
    __int128 number = 0;
    __int128 scale = 1;
    std::size_t count = 0;
  };
  digits read_digits(std::size_t kept_max) {
    digits d;
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), ++d.count) {
      if (d.count >= kept_max)
        continue;
      d.number = d.number * 10 + (rest_.front() - '0');
      d.scale *= 10;
    }
    return d;
  }

  bool read_part() {
    const auto whole = read_digits(20);
    digits fraction;
    if (rest_.starts_with('.')) {
      rest_.remove_prefix(1);
      fraction = read_digits(18);
    }
    if (whole.count + fraction.count == 0 || whole.count > 20)
      return false;
    for (const auto& [name, ns] : span_units) {
      if (!rest_.starts_with(name))
        continue;
      rest_.remove_prefix(name.size());
      total_ += whole.number * ns + fraction.number * ns / fraction.scale;
      return total_ <= static_cast<__int128>(std::numeric_limits<std::int64_t>::max()) + 1;
    }
    return false;
  }

  std::string_view rest_;
  __int128 total_ = 0;
};

constexpr double written_out_min = 1e-6, written_out_max = 1e21; // as ECMAScript has them

/// `-1.25e+03` as `-1250`: zeros stand for what the digits do not reach.
std::string written_out(std::string_view scientific) {
  const std::string sign = scientific.starts_with('-') ? "-" : "";
  const auto mark = scientific.find('e');
  std::string digits(scientific.substr(sign.size(), mark - sign.size()));
  std::erase(digits, '.');
  int exponent = 0;
  const auto from = mark + (scientific[mark + 1] == '+' ? 2 : 1);
  std::from_chars(scientific.data() + from, scientific.data() + scientific.size(), exponent);
  if (exponent < 0)
    return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= whole)
    return sign + digits + std::string(whole - digits.size(), '0');
  return sign + digits.insert(whole, ".");
}

} // namespace

std::string double_text(double d) {
  if (std::isnan(d))
    return "NaN";
  if (std::isinf(d))
    return d > 0 ? "Infinity" : "-Infinity";
  std::array<char, 32> shortest{};
  const auto end = std::to_chars(shortest.data(), shortest.data() + shortest.size(), d,
                                 std::chars_format::scientific)
                       .ptr;
  const std::string_view text(shortest.data(), static_cast<std::size_t>(end - shortest.data()));
  const bool is_written_out =
      d == 0 || (std::abs(d) >= written_out_min && std::abs(d) < written_out_max);
  return is_written_out ? written_out(text) : std::string(text);
}

std::optional<double> parse_double(std::string_view text) {
  if (const auto named = named_double(text))
    return named;
  const bool has_plus = text.starts_with('+');
  if (has_plus)
    text.remove_prefix(1);
  const bool negative = text.starts_with('-');
  const auto digits = negative ? text.substr(1) : text;
  if (digits.empty() || (!is_digit(digits.front()) && digits.front() != '.') ||
      (negative && has_plus))
    return std::nullopt;
  double d = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), d);
  if (problem == std::errc::invalid_argument || end != text.data() + text.size())
    return std::nullopt;
  if (problem != std::errc::result_out_of_range)
    return d;
  const auto exponent = text.find_last_of("eE");
  const bool is_small = exponent != std::string_view::npos
                            ? text.substr(exponent + 1).starts_with('-')
                            : digits.starts_with("0.") || digits.starts_with('.');
  if (!is_small)
    return std::nullopt;
  return negative ? -0.0 : 0.0;
}

std::optional<duration> parse_span(std::string_view text) {
  return span_reader(text).read();
}

std::string span_text(duration d) {
  constexpr std::uint64_t second = 1'000'000'000;
  const auto size =
      d.ns < 0 ? 0 - static_cast<std::uint64_t>(d.ns) : static_cast<std::uint64_t>(d.ns);
  std::string text = (d.ns < 0 ? "-" : "") + std::to_string(size / second);
  if (size % second != 0) {
    text += "." + std::to_string(second + size % second).substr(1);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + "s";
}

std::optional<std::string> plain_text_of(const value& v) {
  if (v.is_string())
    return v.as_string();
  if (v.is_bool())
    return v.as_bool() ? "true" : "false";
  if (v.is_int())
    return std::to_string(v.as_int());
  if (v.is_uint())
    return std::to_string(v.as_uint());
  if (v.is_double())
    return double_text(v.as_double());
  if (v.is_decimal())
    return v.as_decimal().to_plain_string();
  if (v.is_duration())
    return span_text(v.as_duration());
  if (const auto time = as_exact_time(v))
    return format_exact_time(*time);
  if (v.is_bytes() && is_utf8(v.as_bytes()))
    return v.as_bytes();
  return text_of_network_value(v);
}

} // namespace gantry::dsl
