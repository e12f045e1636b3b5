#include "dsl/conformance/evaluate_alone.hpp"

#include "dsl/base/json.hpp"
#include "dsl/base/unit_words.hpp"
#include "dsl/conformance/named_values.hpp"
#include "dsl/expr/far_time.hpp"
#include "dsl/expr/operator_habits.hpp"
#include "dsl/expr/plain_text.hpp"
#include "dsl/syntax/lex/token.hpp"

#include <cmath>

namespace gantry::dsl {
namespace {

/// What stands behind an expression may be the spelling of another language.
std::string help_for_rest(const token_list& tokens, const token_cursor& cursor) {
  const token& t = cursor.peek();
  if (auto help = operator_habit(t.text); !help.empty())
    return help;
  if (t.text == "=") {
    const auto pair = operator_habit("=" + cursor.peek(1).text);
    return pair.empty() ? "two values are compared with `==`" : pair;
  }
  if (t.text == ";")
    return "take the `;` away";
  const token& before = tokens.tokens[cursor.position() - 1];
  if (before.kind == token_kind::integer && t.kind == token_kind::name &&
      !unit_meant(t.text).empty())
    return "a duration is one word: `" + before.text + std::string(unit_meant(t.text)) + "`";
  if (before.kind == token_kind::name && !prefix_habit(before.text).empty())
    return prefix_habit(before.text);
  return "put an operator between the two parts, or take one away";
}

expression_syntax_ptr parse_whole(const std::string& text, std::vector<diagnostic>& mistakes) {
  const auto tokens = lex({"expression", text}, mistakes);
  token_cursor cursor(tokens);
  auto syntax = parse_expression(cursor, mistakes);
  if (mistakes.empty() && cursor.peek().kind != token_kind::end) {
    diagnostic rest;
    rest.code = "GF0110";
    rest.at = cursor.peek().at;
    rest.message = "the expression ends before `" + cursor.peek().text + "`";
    rest.help = help_for_rest(tokens, cursor);
    mistakes.push_back(std::move(rest));
  }
  return mistakes.empty() ? syntax : nullptr;
}

} // namespace

lone_outcome evaluate_alone(const lone_expression& e) {
  lone_outcome outcome;
  const auto syntax = parse_whole(e.text, outcome.mistakes);
  if (!syntax)
    return outcome;
  outcome.reached = lone_outcome::phase::check;
  const auto rules = e.is_checked ? expression_rules::cel : expression_rules::unchecked_cel;
  const named_values names(e.bindings, e.container, rules);
  const auto compiled = compile_expression(*syntax, names, nullptr, outcome.mistakes);
  if (!compiled)
    return outcome;
  outcome.reached = lone_outcome::phase::evaluate;
  auto found = compiled->evaluate({names.values(), e.now, {}, nullptr, true});
  if (found)
    outcome.is = std::move(*found);
  else
    outcome.failure = std::move(found.error());
  return outcome;
}

namespace {

std::string in_words(const std::string& type_name) {
  return type_name == "google.protobuf.Timestamp"  ? "timestamp"
         : type_name == "google.protobuf.Duration" ? "duration"
                                                   : type_name;
}

std::string double_literal(double d) {
  const auto text = double_text(d);
  if (!std::isfinite(d))
    return "double(\"" + text + "\")";
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string bytes_literal(std::string_view bytes) {
  static constexpr char figures[] = "0123456789abcdef";
  std::string out = "b\"";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7E)
      out += {'\\', 'x', figures[byte >> 4], figures[byte & 15]};
    else
      out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
  }
  return out + "\"";
}

/// As flows write it, in whole milliseconds; finer ones have no literal.
std::string duration_literal(duration d) {
  constexpr std::int64_t ns_a_ms = 1'000'000;
  return d.ns % ns_a_ms == 0 ? format_duration(d) : "duration(\"" + span_text(d) + "\")";
}

/// What stands between brackets, with commas.
template <class Each, class Write>
std::string joined(const Each& all, const Write& write) {
  std::string out;
  for (const auto& one : all)
    out += (out.empty() ? "" : ",") + write(one);
  return out;
}

/// Kinds that a function makes of a text: times, addresses.
std::string made_of_text(const value& v) {
  const auto text = plain_text_of(v);
  return text ? in_words(v.kind_name()) + "(" + to_json(value(*text)) + ")" : std::string{};
}

std::string record_text(const value& v) {
  if (is_far_time(v))
    return made_of_text(v);
  if (v.kind_name() == "net.IP" || v.kind_name() == "net.CIDR")
    return (v.kind_name() == "net.IP" ? "ip(" : "cidr(") +
           to_json(value(plain_text_of(v).value_or(""))) + ")";
  const auto& names = v.shape().fields;
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!v.fields()[i].is_none())
      out += (out.empty() ? "" : ",") + to_json(value(names[i])) + ":" + shown_value(v.fields()[i]);
  return "{" + out + "}";
}

} // namespace

std::string shown_value(const value& v) {
  if (v.is_optional())
    return v.inner() == nullptr ? "optional.none()"
                                : "optional.of(" + shown_value(*v.inner()) + ")";
  if (v.is_type())
    return in_words(v.type_name());
  if (v.is_decimal()) {
    const std::string digits = v.as_decimal().to_string();
    const bool has_exponent = digits.find('E') != std::string::npos;
    return has_exponent ? "decimal(\"" + digits + "\")" : digits + "m";
  }
  if (v.is_uint())
    return std::to_string(v.as_uint()) + "u";
  if (v.is_double())
    return double_literal(v.as_double());
  if (v.is_bytes())
    return bytes_literal(v.as_bytes());
  if (v.is_duration())
    return duration_literal(v.as_duration());
  if (v.is_timestamp())
    return made_of_text(v);
  if (v.is_list())
    return "[" + joined(v.as_list(), [](const value& one) { return shown_value(one); }) + "]";
  if (v.is_map())
    return "{" +
           joined(v.as_map(),
                  [](const auto& entry) {
                    return shown_value(entry.first) + ":" + shown_value(entry.second);
                  }) +
           "}";
  return v.is_record() ? record_text(v) : to_json(v);
}

std::string json_value(const value& v) {
  if (v.is_optional())
    return v.inner() == nullptr ? "null" : json_value(*v.inner());
  if (v.is_type())
    return to_json(value(v.type_name()));
  const auto text = v.is_record() ? plain_text_of(v) : std::nullopt;
  return to_json(text ? value(*text) : v);
}

} // namespace gantry::dsl
