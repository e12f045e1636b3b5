#include "dsl/conformance/evaluate_alone.hpp"

#include "dsl/base/json.hpp"
#include "dsl/base/unit_words.hpp"
#include "dsl/conformance/named_values.hpp"
#include "dsl/expr/operator_habits.hpp"
#include "dsl/expr/plain_text.hpp"
#include "dsl/syntax/lex/token.hpp"

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

std::string shown_value(const value& v) {
  if (v.is_optional())
    return v.inner() == nullptr ? "absent" : shown_value(*v.inner());
  if (v.is_type())
    return v.type_name();
  const auto text = v.is_record() ? plain_text_of(v) : std::nullopt;
  return to_json(text ? value(*text) : v);
}

} // namespace gantry::dsl
