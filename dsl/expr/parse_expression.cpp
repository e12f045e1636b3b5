#include "dsl/expr/ast.hpp"
#include "dsl/expr/general_help.hpp"
#include "dsl/expr/parse_literal.hpp"

#include <algorithm>
#include <array>
#include <optional>
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

using node = std::shared_ptr<expression_syntax>;

void extend(source_span& span, const source_span& to) {
  span.end_line = to.end_line;
  span.end_column = to.end_column;
}

std::uint32_t depth_of(const expression_syntax_ptr& e) {
  return e == nullptr ? 0 : e->depth;
}

std::uint32_t depth_over(const expression_syntax& e) {
  std::uint32_t depth = depth_of(e.target);
  for (const expression_syntax_ptr& operand : e.operands)
    depth = std::max(depth, depth_of(operand));
  for (const expression_syntax::entry& entry : e.entries)
    depth = std::max({depth, depth_of(entry.key), depth_of(entry.value)});
  return depth + 1;
}

/// Every function returns null after a mistake; the first one is reported, then all unwind.
class expression_parser {
public:
  expression_parser(token_cursor& at, std::vector<diagnostic>& diagnostics)
      : at_(at), diagnostics_(diagnostics) {}

  node parse() {
    node e = parse_conditional();
    if (e == nullptr)
      leave_brackets();
    return e;
  }

private:
  node fail_at(const source_span& where, std::string_view code, std::string message,
               std::string help = {}) {
    if (has_failed_)
      return nullptr;
    has_failed_ = true;
    diagnostic d;
    d.code = std::string(code);
    d.at = where;
    d.message = std::move(message);
    d.help = help.empty() ? general_help(code) : std::move(help);
    diagnostics_.push_back(std::move(d));
    return nullptr;
  }

  static std::string shown(const token& t) {
    if (t.kind == token_kind::end)
      return "the end of the file";
    if (t.kind == token_kind::string)
      return "a text";
    return "`" + t.text + "`";
  }

  node start(syntax_kind is, const token& t) {
    node e = std::make_shared<expression_syntax>();
    e->is = is;
    e->at = t.at;
    e->name_at = t.at;
    return e;
  }

  node finish(node e) {
    e->depth = depth_over(*e);
    if (e->depth > syntax_depth_max)
      return fail_at(e->at, "GF0112", "this expression is too long: more than 250 parts in a chain",
                     "give parts of it names with `let` or `define`");
    return e;
  }

  bool expect_symbol(std::string_view symbol, std::string_view what) {
    const token& t = at_.peek();
    if (at_.at_symbol(symbol)) {
      last_ = t.at;
      at_.next();
      if (!open_.empty() && (symbol == ")" || symbol == "]" || symbol == "}"))
        open_.pop_back();
      return true;
    }
    fail_at(t.at, "GF0111",
            "here `" + std::string(symbol) + "` is expected " + std::string(what) + ", not " +
                shown(t));
    return false;
  }

  const token& take() {
    const token& t = at_.next();
    last_ = t.at;
    return t;
  }

  const token& open() {
    const token& t = take();
    open_.push_back(t.text.front());
    return t;
  }

  /// What stands in brackets that a mistake left open belongs to the mistake. Only to the end of
  /// the line, and never a brace that closes a block of the flow: a bracket that is never closed
  /// must not swallow the rest of it.
  void leave_brackets() {
    const std::uint32_t line = at_.peek().at.line;
    std::string open = open_;
    const bool next_line = line != last_.end_line;
    if (next_line && !open.empty() && open.back() != '{')
      return;
    while (!open.empty() && at_.peek().kind != token_kind::end && at_.peek().at.line == line) {
      if (at_.at_symbol("}") && open.back() != '{')
        return;
      const token& t = at_.next();
      if (t.kind != token_kind::symbol)
        continue;
      if (t.text == "(" || t.text == "[" || t.text == "[?" || t.text == "{")
        open += t.text.front();
      if (t.text == ")" || t.text == "]" || t.text == "}")
        open.pop_back();
    }
  }

  node parse_conditional() {
    if (nesting_ >= nesting_max)
      return fail_at(at_.peek().at, "GF0112", "this expression is nested more than 64 deep",
                     "give parts of it names with `let` or `define`");
    ++nesting_;
    node e = parse_conditional_inside();
    --nesting_;
    return e;
  }

  node parse_conditional_inside() {
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

  int strength_here() const {
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

  node parse_binary(int strength_min) {
    node left = parse_unary();
    while (left != nullptr) {
      const int strength = strength_here();
      if (strength == 0 || strength < strength_min)
        return left;
      const token& op = take();
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

  node parse_unary() {
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

  bool at_number() const {
    const token_kind kind = at_.peek().kind;
    return kind == token_kind::integer || kind == token_kind::floating ||
           kind == token_kind::decimal;
  }

  node parse_postfix(node e) {
    while (e != nullptr) {
      if (at_.at_symbol(".") || at_.at_symbol(".?"))
        e = parse_member(std::move(e));
      else if (at_.at_symbol("[") || at_.at_symbol("[?"))
        e = parse_index(std::move(e));
      else
        return e;
    }
    return nullptr;
  }

  node parse_member(node target) {
    const bool optional = take().text == ".?";
    const token& name = at_.peek();
    if (name.kind != token_kind::name && name.kind != token_kind::type_name)
      return fail_at(name.at, "GF0114",
                     "after `.` the name of a field is expected, not " + shown(name));
    take();
    if (name.kind == token_kind::type_name && at_.at_symbol("{") && !optional)
      return parse_qualified_record(*target, name);
    node e = start(syntax_kind::field, name);
    e->name = name.text;
    e->is_optional = optional;
    e->at = target->at;
    e->target = target;
    if (at_.at_symbol("(") && !optional) {
      e->is = syntax_kind::call;
      if (!parse_arguments(*e))
        return nullptr;
    }
    extend(e->at, last_);
    return finish(std::move(e));
  }

  node parse_qualified_record(const expression_syntax& target, const token& name) {
    const std::string qualifier = dotted_name(target);
    if (qualifier.empty())
      return fail_at(name.at, "GF0114", "before the name of a type only names can stand");
    node e = start(syntax_kind::record, name);
    e->name = qualifier + "." + name.text;
    e->at = target.at;
    return parse_record_fields(std::move(e));
  }

  node parse_index(node target) {
    const token& bracket = open();
    node e = start(syntax_kind::index, bracket);
    e->is_optional = bracket.text == "[?";
    e->at = target->at;
    e->target = target;
    node key = parse_conditional();
    if (key == nullptr || !expect_symbol("]", "after the index"))
      return nullptr;
    e->operands = {key};
    extend(e->at, last_);
    return finish(std::move(e));
  }

  bool parse_arguments(expression_syntax& call) {
    open();
    while (!at_.at_symbol(")")) {
      node argument = parse_conditional();
      if (argument == nullptr)
        return false;
      call.operands.push_back(argument);
      if (at_.at_symbol(":"))
        return report_label(call, *argument);
      if (!at_.at_symbol(","))
        break;
      take();
    }
    return expect_symbol(")", "after the arguments of `" + call.name + "`");
  }

  bool report_label(const expression_syntax& call, const expression_syntax& label) {
    fail_at(label.at, "GF0115", "the arguments of the function `" + call.name + "` have no labels",
            "write the values only; labels stand in calls of operations, events and workflows");
    return false;
  }

  node parse_primary(const token* sign) {
    const token& t = at_.peek();
    if (is_literal(t))
      return parse_literal_here(sign);
    if (t.kind == token_kind::name)
      return parse_name();
    if (t.kind == token_kind::type_name)
      return parse_type();
    if (at_.at_symbol("."))
      return parse_rooted();
    if (at_.at_symbol("("))
      return parse_parenthesised();
    if (at_.at_symbol("[") || at_.at_symbol("[?"))
      return parse_list();
    if (at_.at_symbol("{"))
      return parse_map();
    return fail_at(t.at, "GF0110", "an expression is expected here, not " + shown(t));
  }

  node parse_literal_here(const token* sign) {
    const token& t = take();
    node e = start(syntax_kind::literal, t);
    auto v = parse_literal(t, sign != nullptr);
    if (!v)
      return fail_at(t.at, "GF0113", v.error().message, v.error().help);
    e->constant = std::move(*v);
    e->name = (sign == nullptr ? "" : "-") + t.text;
    if (sign != nullptr) {
      e->at = sign->at;
      extend(e->at, t.at);
    }
    return e;
  }

  node parse_name() {
    const token& t = take();
    node e = start(syntax_kind::literal, t);
    e->name = t.text;
    if (t.text == "in")
      return fail_at(t.at, "GF0110", "an expression is expected before `in`");
    if (t.text == "true" || t.text == "false") {
      e->constant = value(t.text == "true");
      return e;
    }
    if (t.text == "null" || t.text == "none")
      return e;
    e->is = syntax_kind::name;
    return call_or_name(std::move(e));
  }

  node call_or_name(node e) {
    if (!at_.at_symbol("("))
      return e;
    e->is = syntax_kind::call;
    if (!parse_arguments(*e))
      return nullptr;
    extend(e->at, last_);
    return finish(std::move(e));
  }

  node parse_type() {
    const token& t = take();
    node e = start(syntax_kind::name, t);
    e->name = t.text;
    if (!at_.at_symbol("{"))
      return call_or_name(std::move(e));
    e->is = syntax_kind::record;
    return parse_record_fields(std::move(e));
  }

  node parse_rooted() {
    const token& dot = take();
    const token& t = at_.peek();
    if (t.kind != token_kind::name && t.kind != token_kind::type_name)
      return fail_at(t.at, "GF0110", "after a leading `.` a name is expected, not " + shown(t));
    node e = t.kind == token_kind::name ? parse_name() : parse_type();
    if (e == nullptr)
      return nullptr;
    e->is_rooted = true;
    e->at.line = dot.at.line;
    e->at.column = dot.at.column;
    return e;
  }

  node parse_parenthesised() {
    const token& bracket = open();
    node e = parse_conditional();
    if (e == nullptr || !expect_symbol(")", "to close the bracket"))
      return nullptr;
    e->is_parenthesised = true;
    e->at.line = bracket.at.line;
    e->at.column = bracket.at.column;
    extend(e->at, last_);
    return e;
  }

  node parse_list() {
    const token& bracket = open();
    node e = start(syntax_kind::list, bracket);
    bool optional = bracket.text == "[?";
    while (!at_.at_symbol("]")) {
      expression_syntax::entry item;
      item.is_optional = optional || at_.at_symbol("?");
      if (at_.at_symbol("?"))
        take();
      optional = false;
      item.value = parse_conditional();
      if (item.value == nullptr)
        return nullptr;
      e->entries.push_back(std::move(item));
      if (!at_.at_symbol(","))
        break;
      take();
    }
    if (!expect_symbol("]", "after the items of the list"))
      return nullptr;
    extend(e->at, last_);
    return finish(std::move(e));
  }

  node parse_map() {
    node e = start(syntax_kind::map, open());
    while (!at_.at_symbol("}")) {
      expression_syntax::entry item;
      item.is_optional = at_.at_symbol("?");
      if (item.is_optional)
        take();
      item.key = parse_conditional();
      if (item.key == nullptr || !expect_symbol(":", "after the key of a map"))
        return nullptr;
      item.value = parse_conditional();
      if (item.value == nullptr)
        return nullptr;
      e->entries.push_back(std::move(item));
      if (!at_.at_symbol(","))
        break;
      take();
    }
    if (!expect_symbol("}", "after the entries of the map"))
      return nullptr;
    extend(e->at, last_);
    return finish(std::move(e));
  }

  node parse_record_fields(node e) {
    open();
    while (!at_.at_symbol("}")) {
      expression_syntax::entry item;
      item.is_optional = at_.at_symbol("?");
      if (item.is_optional)
        take();
      const token& name = at_.peek();
      if (name.kind != token_kind::name && name.kind != token_kind::type_name)
        return fail_at(name.at, "GF0114",
                       "the name of a field of " + e->name + " is expected, not " + shown(name));
      take();
      item.name = name.text;
      item.name_at = name.at;
      if (!expect_symbol(":", "after the name of a field"))
        return nullptr;
      item.value = parse_conditional();
      if (item.value == nullptr)
        return nullptr;
      e->entries.push_back(std::move(item));
      if (!at_.at_symbol(","))
        break;
      take();
    }
    if (!expect_symbol("}", "after the fields of " + e->name))
      return nullptr;
    extend(e->at, last_);
    return finish(std::move(e));
  }

  token_cursor& at_;
  std::vector<diagnostic>& diagnostics_;
  source_span last_; ///< of the token that was taken last
  std::string open_; ///< brackets that are open, innermost last
  std::uint32_t nesting_ = 0;
  bool has_failed_ = false;
};

} // namespace

expression_syntax_ptr parse_expression(token_cursor& at, std::vector<diagnostic>& diagnostics) {
  return expression_parser(at, diagnostics).parse();
}

} // namespace gantry::dsl
