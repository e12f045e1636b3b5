#include "dsl/conformance/evaluate_alone.hpp"

#include "dsl/base/json.hpp"
#include "dsl/conformance/named_values.hpp"
#include "dsl/expr/plain_text.hpp"
#include "dsl/syntax/lex/token.hpp"

namespace gantry::dsl {
namespace {

expression_syntax_ptr parse_whole(const std::string& text, std::vector<diagnostic>& mistakes) {
  const auto tokens = lex({"expression", text}, mistakes);
  token_cursor cursor(tokens);
  auto syntax = parse_expression(cursor, mistakes);
  if (mistakes.empty() && cursor.peek().kind != token_kind::end) {
    diagnostic rest;
    rest.code = "GF0110";
    rest.at = cursor.peek().at;
    rest.message = "the expression ends before `" + cursor.peek().text + "`";
    rest.help = "put an operator between the two parts, or take one away";
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

std::string shown_value(const value& v) {
  if (v.is_optional())
    return v.inner() == nullptr ? "absent" : shown_value(*v.inner());
  if (v.is_type())
    return v.type_name();
  const auto text = v.is_record() ? plain_text_of(v) : std::nullopt;
  return to_json(text ? value(*text) : v);
}

} // namespace gantry::dsl
