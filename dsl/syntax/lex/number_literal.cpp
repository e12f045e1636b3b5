#include "dsl/syntax/lex/number_literal.hpp"

#include "dsl/base/ascii.hpp"
#include "dsl/base/time.hpp"
#include "dsl/base/unit_words.hpp"

#include <algorithm>
#include <string>

namespace gantry::dsl {

namespace {

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::string_view leading_digits(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

/// What follows the digits of a number: parts of a duration, or a suffix.
std::string_view unit_at(std::string_view text) {
  const auto end = std::find_if(text.begin(), text.end(), is_digit);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

bool is_unit(std::string_view unit) {
  return unit == "ms" || unit == "s" || unit == "min" || unit == "h" || unit == "d";
}

enum class duration_shape : std::uint8_t { none, good, minutes_as_m, unknown_unit };

/// `digits unit digits unit …`; anything that is not made of such pairs is `none`.
duration_shape shape_of_duration(std::string_view text, std::string& wrong_unit) {
  duration_shape shape = duration_shape::good;
  bool has_unit = false;
  while (!text.empty()) {
    const std::string_view digits = leading_digits(text);
    text.remove_prefix(digits.size());
    const std::string_view unit = unit_at(text);
    text.remove_prefix(unit.size());
    if (digits.empty() || unit.empty())
      return duration_shape::none;
    if (is_unit(unit)) {
      has_unit = true;
    } else if (unit == "m") {
      shape = duration_shape::minutes_as_m;
    } else {
      wrong_unit = std::string(unit);
      shape = duration_shape::unknown_unit;
    }
  }
  return has_unit || shape == duration_shape::unknown_unit ? shape : duration_shape::none;
}

class number_reader {
public:
  explicit number_reader(source_reader& in) : in_(in), start_(in.here()) {}

  number_literal read() {
    if (in_.peek() == '0' && (in_.peek(1) == 'x' || in_.peek(1) == 'X'))
      return read_hex();
    take_digits();
    bool has_fraction = false;
    if (in_.peek() == '.' && is_digit(in_.peek(1))) {
      has_fraction = true;
      in_.advance();
      take_digits();
    }
    const bool has_exponent = take_exponent();
    const source_reader::mark suffix_start = in_.here();
    while (is_word(in_.peek()))
      in_.advance();
    const std::string_view suffix = in_.text_from(suffix_start);
    if (suffix.empty())
      return {has_fraction || has_exponent ? token_kind::floating : token_kind::integer};
    if (suffix == "m" && !has_exponent && is_digit(in_.text_from(start_).front()))
      return {token_kind::decimal};
    if (suffix == "m" || (suffix == "M" && (has_fraction || has_exponent)))
      return not_a_decimal(suffix_start, has_exponent);
    if ((suffix == "u" || suffix == "U") && !has_fraction && !has_exponent)
      return {token_kind::unsigned_integer};
    return has_fraction || has_exponent ? wrong_fraction(suffix) : read_duration();
  }

private:
  void take_digits() {
    while (is_digit(in_.peek()))
      in_.advance();
  }

  bool take_exponent() {
    if (in_.peek() != 'e' && in_.peek() != 'E')
      return false;
    const std::size_t sign = in_.peek(1) == '+' || in_.peek(1) == '-' ? 1 : 0;
    if (!is_digit(in_.peek(1 + sign)))
      return false;
    in_.advance(1 + sign);
    take_digits();
    return true;
  }

  number_literal read_hex() {
    in_.advance(2);
    const source_reader::mark digits = in_.here();
    while (is_hex(in_.peek()))
      in_.advance();
    const bool has_digits = !in_.text_from(digits).empty();
    const source_reader::mark suffix = in_.here();
    while (is_word(in_.peek()))
      in_.advance();
    const std::string_view letters = in_.text_from(suffix);
    if (has_digits && letters.empty())
      return {token_kind::integer};
    if (has_digits && (letters == "u" || letters == "U"))
      return {token_kind::unsigned_integer};
    in_.report("GF0104", start_, "`" + written() + "` is not a hexadecimal number",
               "write digits 0-9 and a-f after 0x: 0x1F");
    return {token_kind::integer, false};
  }

  number_literal wrong_fraction(std::string_view suffix) {
    const bool unit = !unit_meant(suffix).empty();
    in_.report(unit ? "GF0105" : "GF0104", start_,
               "`" + written() + "` is not " + (unit ? "a duration" : "a number"),
               unit ? "durations are whole numbers of units: 1h30min instead of 1.5h"
                    : "decimals end with m (12.50m), doubles with nothing (12.5)");
    return {unit ? token_kind::duration : token_kind::floating, false};
  }

  number_literal read_duration() {
    const std::string text = written();
    std::string wrong_unit;
    switch (shape_of_duration(text, wrong_unit)) {
    case duration_shape::good: return check_range(text);
    case duration_shape::minutes_as_m:
      in_.report("GF0105", start_, "`" + text + "` is not a duration: minutes are `min`",
                 "write `" + with_minutes(text) + "`; a number that ends with m is a decimal");
      return {token_kind::duration, false};
    case duration_shape::unknown_unit:
      in_.report("GF0105", start_, "`" + wrong_unit + "` in `" + text + "` is not a unit of time",
                 span_meant(text).empty() ? "the units are ms, s, min, h and d: 1h30min"
                                          : "write `" + span_meant(text) + "`");
      return {token_kind::duration, false};
    case duration_shape::none: break;
    }
    std::string digits = text;
    std::erase(digits, '_');
    const auto suffix = std::find_if_not(digits.begin(), digits.end(), is_digit);
    const bool is_grouped =
        digits.size() < text.size() && suffix != digits.begin() && digits.end() - suffix <= 1;
    in_.report("GF0104", start_, "`" + text + "` is not a number",
               is_grouped ? "write the digits alone: `" + digits + "`"
                          : "put a blank between a number and a word");
    return {token_kind::integer, false};
  }

  /// `.5m`, `1e3m`, `1.5M`
  number_literal not_a_decimal(const source_reader::mark& suffix_start, bool has_exponent) {
    const std::string text = written();
    const std::string digits = text.substr(0, suffix_start.offset - start_.offset);
    in_.report("GF0104", start_, "`" + text + "` is not a decimal",
               has_exponent
                   ? "write it without an exponent, or `decimal(\"" + digits + "\")`"
                   : "write `" + std::string(digits.starts_with('.') ? "0" : "") + digits + "m`");
    return {token_kind::decimal, false};
  }

  number_literal check_range(const std::string& text) {
    if (parse_duration(text))
      return {token_kind::duration};
    in_.report("GF0105", start_, "the duration `" + text + "` is out of range",
               "write units from large to small, each once, in all less than 290 years");
    return {token_kind::duration, false};
  }

  static std::string with_minutes(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      out.push_back(text[i]);
      const bool ends = i + 1 == text.size() || is_digit(text[i + 1]);
      if (text[i] == 'm' && ends && is_digit(text[i - 1]))
        out += "in";
    }
    return out;
  }

  std::string written() const { return std::string(in_.text_from(start_)); }

  source_reader& in_;
  source_reader::mark start_;
};

} // namespace

bool at_number_literal(const source_reader& in) {
  return is_digit(in.peek()) || (in.peek() == '.' && is_digit(in.peek(1)));
}

number_literal read_number_literal(source_reader& in) {
  return number_reader(in).read();
}

} // namespace gantry::dsl
