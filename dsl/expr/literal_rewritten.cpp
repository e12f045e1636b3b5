#include "dsl/base/ascii.hpp"
#include "dsl/base/time.hpp"
#include "dsl/base/unit_words.hpp"
#include "dsl/expr/type_help.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <string_view>

/// Literals in the spelling of another type.
namespace gantry::dsl {

namespace {

constexpr std::size_t shown_max = 40;

/// `-12.50`, `3`: digits with at most one point between them.
bool is_plain_number(std::string_view text) {
  if (text.starts_with('-'))
    text.remove_prefix(1);
  const auto point = text.find('.');
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), is_digit);
  };
  return text.size() <= shown_max && digits(text.substr(0, point)) &&
         (point == std::string_view::npos || digits(text.substr(point + 1)));
}

bool is_whole_number(std::string_view text) {
  return is_plain_number(text) && text.find('.') == std::string_view::npos;
}

/// The digits of a number of any kind, or of a text that holds one; empty where there are none.
std::string number_in(const expression_syntax& said) {
  if (said.constant.is_string())
    return is_plain_number(said.constant.as_string()) ? said.constant.as_string() : std::string{};
  std::string text = said.name;
  if (!text.empty() && (text.back() == 'm' || text.back() == 'u' || text.back() == 'U'))
    text.pop_back();
  if (text.starts_with('.') || text.starts_with("-."))
    text.insert(text.find('.'), 1, '0');
  return is_plain_number(text) ? text : std::string{};
}

/// Without the point, where only zeros stand behind it.
std::string whole_number_in(const expression_syntax& said) {
  std::string text = number_in(said);
  const auto point = text.find('.');
  if (point == std::string::npos)
    return text;
  return text.find_first_not_of('0', point + 1) == std::string::npos ? text.substr(0, point)
                                                                     : std::string{};
}

std::optional<std::string> if_any(const std::string& digits, std::string_view suffix) {
  if (digits.empty())
    return std::nullopt;
  return digits + std::string(suffix);
}

std::optional<std::string> as_time(const value& v) {
  if (!v.is_string())
    return std::nullopt;
  const std::string& text = v.as_string();
  if (parse_timestamp(text))
    return "timestamp(\"" + text + "\")";
  if (parse_timestamp(text + "T00:00:00Z"))
    return "timestamp(\"" + text + "T00:00:00Z\")";
  return std::nullopt;
}

std::optional<std::string> as_span(const expression_syntax& said) {
  if (said.constant.is_string()) {
    const std::string& text = said.constant.as_string();
    const std::string span = parse_duration(text) ? text : span_meant(text);
    return parse_duration(span) ? std::optional(span) : std::nullopt;
  }
  if (said.constant.is_decimal() && is_whole_number(number_in(said)))
    return number_in(said) + "min";
  return std::nullopt;
}

std::optional<std::string> as_truth(const value& v) {
  const bool is_text = v.is_string();
  if ((is_text && v.as_string() == "true") || (v.is_int() && v.as_int() == 1))
    return "true";
  if ((is_text && v.as_string() == "false") || (v.is_int() && v.as_int() == 0))
    return "false";
  return std::nullopt;
}

std::optional<std::string> as_text(const expression_syntax& said) {
  const value& v = said.constant;
  if (v.is_bool() || v.is_duration())
    return '"' + said.name + '"';
  const std::string digits = v.is_string() || v.is_bytes() ? std::string{} : number_in(said);
  return digits.empty() ? std::nullopt : std::optional('"' + digits + '"');
}

} // namespace

std::optional<std::string> literal_rewritten(const expression_syntax& said, const type& due) {
  if (said.is != syntax_kind::literal || said.constant.is_none())
    return std::nullopt;
  const std::string digits = said.constant.is_bytes() ? std::string{} : number_in(said);
  const bool has_point = digits.find('.') != std::string::npos;
  switch (without_optional(due).is) {
  case type::kind::decimal: return if_any(digits, "m");
  case type::kind::floating: return if_any(digits, has_point ? "" : ".0");
  case type::kind::integer: return if_any(whole_number_in(said), "");
  case type::kind::unsigned_integer:
    return digits.starts_with('-') ? std::nullopt : if_any(whole_number_in(said), "u");
  case type::kind::boolean: return as_truth(said.constant);
  case type::kind::timestamp: return as_time(said.constant);
  case type::kind::duration: return as_span(said);
  case type::kind::string: return as_text(said);
  default: return std::nullopt;
  }
}

std::string said_again(const expression_syntax& said, bool before_a_call) {
  std::string text = text_of(said);
  if (text.size() > shown_max || text.find('\n') != std::string::npos)
    return "…";
  const bool is_operation = said.is == syntax_kind::binary || said.is == syntax_kind::unary ||
                            said.is == syntax_kind::conditional;
  return before_a_call && is_operation && !said.is_parenthesised ? "(" + text + ")" : text;
}

std::string day_as_time(const expression_syntax& said) {
  const auto is_minus = [](const expression_syntax& e) {
    return e.is == syntax_kind::binary && e.name == "-" && e.operands.size() == 2;
  };
  if (!is_minus(said) || !is_minus(*said.operands[0]))
    return {};
  const expression_syntax& year = *said.operands[0]->operands[0];
  const expression_syntax& month = *said.operands[0]->operands[1];
  const expression_syntax& day = *said.operands[1];
  const auto has_digits = [](const expression_syntax& e, std::size_t count) {
    return e.is == syntax_kind::literal && e.constant.is_int() && e.name.size() == count;
  };
  if (!has_digits(year, 4) || !has_digits(month, 2) || !has_digits(day, 2))
    return {};
  return "timestamp(\"" + year.name + "-" + month.name + "-" + day.name + "T00:00:00Z\")";
}

} // namespace gantry::dsl
