#include "dsl/expr/expression_parser.hpp"

#include <array>
#include <utility>

namespace gantry::dsl {
namespace {

struct binary_operator {
  std::string_view symbol;
  int strength;
};

constexpr int strength_of_in = 3;
constexpr std::array<binary_operator, 13> binary_operators = {{
    {"||", 1},
    {"&&", 2},
    {"<", 3},
    {"<=", 3},
    {"==", 3},
    {"!=", 3},
    {">=", 3},
    {">", 3},
    {"+", 4},
    {"-", 4},
    {"*", 5},
    {"/", 5},
    {"%", 5},
}};

} // namespace

expression_parser::node expression_parser::parse_conditional() {
  if (nesting_ >= nesting_max)
    return fail_at(at_.peek().at, "GF0112", "this expression is nested more than 64 deep",
                   "give parts of it names with `let` or `define`");
  ++nesting_;
  node e = parse_conditional_inside();
  --nesting_;
  return e;
}

expression_parser::node expression_parser::parse_conditional_inside() {
  node condition = parse_binary(1);
  if (condition == nullptr || !at_.at_symbol("?"))
    return condition;
  node e = start(syntax_kind::conditional, take());
  e->name = "?";
  node then = parse_binary(1);
  if (then == nullptr || !expect_symbol(":", "between the two values of `?`"))
    return nullptr;
  node otherwise = parse_conditional();
  if (otherwise == nullptr)
    return nullptr;
  e->at = condition->at;
  extend(e->at, otherwise->at);
  e->operands = {condition, then, otherwise};
  return finish(std::move(e));
}

int expression_parser::strength_here() const {
  const token& t = at_.peek();
  if (t.kind == token_kind::name)
    return t.text == "in" ? strength_of_in : 0;
  if (t.kind != token_kind::symbol)
    return 0;
  for (const binary_operator& op : binary_operators)
    if (op.symbol == t.text)
      return op.strength;
  return 0;
}

expression_parser::node expression_parser::parse_binary(int strength_min) {
  node left = parse_unary();
  while (left != nullptr) {
    const int strength = strength_here();
    if (strength == 0 || strength < strength_min)
      return left;
    const token& op = take();
    if (op.text == "%" && is_percentage(*left))
      return fail_at(op.at, "GF0111", "`%` is the remainder of a division, and no percentage",
                     "a share of a value is a product: `value * 0.80m`");
    node e = start(syntax_kind::binary, op);
    e->name = op.text;
    node right = parse_binary(strength + 1);
    if (right == nullptr)
      return nullptr;
    e->at = left->at;
    extend(e->at, right->at);
    e->operands = {left, right};
    left = finish(std::move(e));
  }
  return nullptr;
}

expression_parser::node expression_parser::parse_unary() {
  std::vector<const token*> signs;
  while (at_.at_symbol("!") || at_.at_symbol("-")) {
    signs.push_back(&take());
    if (signs.size() > syntax_depth_max)
      return fail_at(signs.back()->at, "GF0112", "this expression has too many signs in a row");
  }
  const bool negative = !signs.empty() && signs.back()->text == "-" && at_number();
  const token* sign = negative ? signs.back() : nullptr;
  if (negative)
    signs.pop_back();
  node e = parse_postfix(parse_primary(sign));
  for (auto it = signs.rbegin(); it != signs.rend() && e != nullptr; ++it) {
    node outer = start(syntax_kind::unary, **it);
    outer->name = (*it)->text;
    extend(outer->at, e->at);
    outer->operands = {e};
    e = finish(std::move(outer));
  }
  return e;
}

/// `80%`: nothing follows that could be divided by.
bool expression_parser::is_percentage(const expression_syntax& left) const {
  const token& next = at_.peek();
  const bool ends = next.kind == token_kind::end || next.at.line != last_.end_line ||
                    (next.kind == token_kind::symbol &&
                     (next.text == "{" || next.text == ")" || next.text == "," ||
                      next.text == "&&" || next.text == "||" || next.text == "*"));
  return ends && last_operand(left).is == syntax_kind::literal;
}

bool expression_parser::at_number() const {
  const token_kind kind = at_.peek().kind;
  return kind == token_kind::integer || kind == token_kind::floating || kind == token_kind::decimal;
}

} // namespace gantry::dsl
