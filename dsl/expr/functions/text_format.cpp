#include "dsl/expr/functions/arguments.hpp"
#include "dsl/expr/plain_text.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

// `text.format(list)`: https://github.com/google/cel-go/tree/master/ext#format
namespace gantry::dsl {
namespace {

constexpr int precision_default = 6;
constexpr int precision_max = 100;
constexpr std::size_t format_depth_max = 100;

std::string upper_of(std::string text) {
  for (char& letter : text)
    if (letter >= 'a' && letter <= 'z')
      letter = static_cast<char>(letter - 32);
  return text;
}

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

template <class N>
std::string whole_text(N n, int base) {
  std::array<char, 72> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), n, base).ptr;
  return {text.data(), end};
}

/// One clause after the other is replaced by the next item of the list.
class formatter {
public:
  explicit formatter(const function_call& call) : call_(call), items_(call[1].as_list()) {}

  bool run(value& out) {
    const auto& pattern = text_at(call_, 0);
    for (std::size_t at = 0; at < pattern.size();) {
      if (pattern[at] != '%') {
        const auto next = std::min(pattern.find('%', at), pattern.size());
        if (!write(std::string_view(pattern).substr(at, next - at)))
          return false;
        at = next;
      } else if (at + 1 < pattern.size() && pattern[at + 1] == '%') {
        if (!write("%"))
          return false;
        at += 2;
      } else if (!write_clause(pattern, ++at)) {
        return false;
      }
    }
    out = value(std::move(text_));
    return true;
  }

private:
  bool write(std::string_view text) {
    if (!call_.spend(1, text.size()))
      return false;
    text_ += text;
    return true;
  }

  bool read_precision(const std::string& pattern, std::size_t& at, int& precision) {
    if (at >= pattern.size() || pattern[at] != '.')
      return true;
    const auto* first = pattern.data() + at + 1;
    const auto* last = pattern.data() + pattern.size();
    const auto [end, problem] = std::from_chars(first, last, precision);
    if (problem != std::errc{} || precision < 0 || precision > precision_max)
      return call_.fail("a precision is a number from 0 to 100, as in `%.2f`");
    at = static_cast<std::size_t>(end - pattern.data());
    return true;
  }

  /// `at` stands behind the `%`, and behind the clause afterwards.
  bool write_clause(const std::string& pattern, std::size_t& at) {
    int precision = precision_default;
    if (!read_precision(pattern, at, precision))
      return false;
    if (at >= pattern.size())
      return call_.fail("the text ends within a clause of `format`");
    const char clause = pattern[at++];
    if (std::string_view("sdfebxXo").find(clause) == std::string_view::npos)
      return call_.fail("`%" + std::string(1, clause) + "` is no clause of `format`",
                        "the clauses are %s %d %f %e %b %o %x %X and %%");
    if (next_ >= items_.size())
      return call_.fail("`format` has " + std::to_string(items_.size()) +
                        " values, and its text asks for more");
    return write_item(clause, precision, items_[next_++]);
  }

  bool write_item(char clause, int precision, const value& v) {
    switch (clause) {
    case 's': return write_text(v, 0);
    case 'd': return write_whole(v);
    case 'f': return write_fraction(v, precision, std::chars_format::fixed);
    case 'e': return write_fraction(v, precision, std::chars_format::scientific);
    case 'b': return v.is_bool() ? write(v.as_bool() ? "1" : "0") : write_digits(v, 2, clause);
    case 'o': return write_digits(v, 8, clause);
    default: return write_hex(v, clause);
    }
  }

  bool wrong(const value& v, char clause) {
    return call_.fail("`%" + std::string(1, clause) + "` does not write " + show(v));
  }

  bool write_text(const value& v, std::size_t depth) {
    if (depth > format_depth_max)
      return call_.fail("`%s` writes values that are nested at most 100 deep");
    if (v.is_none())
      return write("null");
    if (v.is_type())
      return write(v.type_name());
    if (v.is_list())
      return write_list(v, depth);
    if (v.is_map())
      return write_map(v, depth);
    if (const auto text = plain_text_of(v))
      return write(*text);
    return wrong(v, 's');
  }

  bool write_list(const value& v, std::size_t depth) {
    bool is_fine = write("[");
    bool is_first = true;
    for (const auto& item : v.as_list()) {
      is_fine = is_fine && (is_first || write(", ")) && write_text(item, depth + 1);
      is_first = false;
      if (!is_fine)
        return false;
    }
    return write("]");
  }

  /// In the order of the keys' texts, so that equal maps have one text.
  bool write_map(const value& v, std::size_t depth) {
    std::vector<std::pair<std::string, const value*>> entries;
    for (const auto& entry : v.as_map()) {
      auto key = plain_text_of(entry.first).value_or(std::string{});
      if (!call_.spend(2, key.size()))
        return false;
      entries.emplace_back(std::move(key), &entry.second);
    }
    std::sort(entries.begin(), entries.end());
    if (!write("{"))
      return false;
    for (std::size_t i = 0; i < entries.size(); ++i)
      if ((i > 0 && !write(", ")) || !write(entries[i].first) || !write(": ") ||
          !write_text(*entries[i].second, depth + 1))
        return false;
    return write("}");
  }

  bool write_whole(const value& v) {
    const bool is_no_number = v.is_double() && !std::isfinite(v.as_double());
    if (is_no_number)
      return write(double_text(v.as_double()));
    if (v.is_decimal() && v.as_decimal().scale() == 0)
      return write(v.as_decimal().to_plain_string());
    return write_digits(v, 10, 'd');
  }

  bool write_digits(const value& v, int base, char clause) {
    if (v.is_int())
      return write(whole_text(v.as_int(), base));
    return v.is_uint() ? write(whole_text(v.as_uint(), base)) : wrong(v, clause);
  }

  bool write_hex(const value& v, char clause) {
    std::string text;
    if (v.is_string())
      text = hex_of(v.as_string());
    else if (v.is_bytes())
      text = hex_of(v.as_bytes());
    else if (v.is_int())
      text = whole_text(v.as_int(), 16);
    else if (v.is_uint())
      text = whole_text(v.as_uint(), 16);
    else
      return wrong(v, clause);
    return write(clause == 'X' ? upper_of(std::move(text)) : text);
  }

  bool write_fraction(const value& v, int precision, std::chars_format form) {
    const bool is_fixed = form == std::chars_format::fixed;
    if (v.is_decimal() && is_fixed)
      return write_decimal(v.as_decimal(), precision);
    if (!v.is_double() && !v.is_int() && !v.is_uint())
      return wrong(v, is_fixed ? 'f' : 'e');
    const double d = v.is_double() ? v.as_double()
                     : v.is_int()  ? static_cast<double>(v.as_int())
                                   : static_cast<double>(v.as_uint());
    if (!std::isfinite(d))
      return write(double_text(d));
    std::array<char, 512> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), d, form, precision).ptr;
    return write({text.data(), static_cast<std::size_t>(end - text.data())});
  }

  bool write_decimal(const decimal& d, int precision) {
    const auto rounded = d.quantize(-precision);
    return rounded ? write(rounded->to_plain_string()) : call_.fail(rounded.error().message);
  }

  const function_call& call_;
  const value::list_type& items_;
  std::size_t next_ = 0;
  std::string text_;
};

bool format(const function_call& c, value& out) {
  return formatter(c).run(out);
}

} // namespace

void add_text_format(function_list& all) {
  all.push_back({"format",
                 true,
                 {argument_kind::string, argument_kind::list},
                 always<string_type>,
                 format,
                 false});
}

} // namespace gantry::dsl
