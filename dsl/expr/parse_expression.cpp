#include "dsl/expr/expression_parser.hpp"
#include "dsl/expr/general_help.hpp"
#include "dsl/expr/operator_habits.hpp"

#include <algorithm>
#include <utility>

namespace gantry::dsl {
namespace {

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

} // namespace

void extend(source_span& span, const source_span& to) {
  span.end_line = to.end_line;
  span.end_column = to.end_column;
}

expression_syntax_ptr expression_parser::parse() {
  node e = parse_conditional();
  if (e == nullptr)
    leave_brackets();
  return e;
}

expression_parser::node expression_parser::fail_at(const source_span& where, std::string_view code,
                                                   std::string message, std::string help) {
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

std::string expression_parser::shown(const token& t) {
  if (t.kind == token_kind::end)
    return "the end of the text";
  if (t.kind == token_kind::string)
    return "a text";
  return "`" + t.text + "`";
}

expression_parser::node expression_parser::start(syntax_kind is, const token& t) {
  node e = std::make_shared<expression_syntax>();
  e->is = is;
  e->at = t.at;
  e->name_at = t.at;
  return e;
}

expression_parser::node expression_parser::finish(node e) {
  e->depth = depth_over(*e);
  if (e->depth > syntax_depth_max)
    return fail_at(e->at, "GF0112", "this expression is too long: more than 250 parts in a chain",
                   "give parts of it names with `let` or `define`");
  return e;
}

bool expression_parser::expect_symbol(std::string_view symbol, std::string_view what) {
  const token& t = at_.peek();
  if (at_.at_symbol(symbol)) {
    last_ = t.at;
    last_text_.clear(); // a bracket is no part of an operator
    at_.next();
    if (!open_.empty() && (symbol == ")" || symbol == "]" || symbol == "}"))
      open_.pop_back();
    return true;
  }
  // What is missing at the end of a line is missed there, not on the next one.
  const bool line_has_ended = t.at.line != last_.end_line;
  fail_at(line_has_ended ? last_ : t.at, "GF0111",
          (line_has_ended ? "behind this `" : "here `") + std::string(symbol) + "` is expected " +
              std::string(what) + ", not " + shown(t),
          help_instead_of(symbol, what));
  return false;
}

/// What stands where a sign is missing may be the spelling of another language.
std::string expression_parser::help_instead_of(std::string_view symbol,
                                               std::string_view what) const {
  const token& t = at_.peek();
  const bool is_arrow = (at_.at_symbol("=") && at_.peek(1).text == ">") || at_.at_symbol("->");
  if (symbol == ")" && is_arrow)
    return "a macro takes a name and then the expression: `list.map(x, x.field)`";
  if (symbol == ")" && at_.at_symbol(",") && what.starts_with("to close"))
    return "a list stands in square brackets: `[1, 2]`";
  if (symbol == ":" && at_.at_symbol("=") && what.starts_with("after the name of a field"))
    return "a field is written `name: value`";
  if (symbol == ":" && what.starts_with("between the two"))
    return "a choice is `condition ? value : other`; what may be absent is read with `.?`, as in "
           "`order.?note`";
  if (at_.at_symbol("=") && symbol == ")")
    return "two values are compared with `==`";
  return t.kind == token_kind::name ? operator_habit(t.text) : std::string{};
}

const token& expression_parser::take() {
  const token& t = at_.next();
  last_ = t.at;
  last_text_ = t.kind == token_kind::symbol ? t.text : std::string{};
  return t;
}

const token& expression_parser::open() {
  const token& t = take();
  open_.push_back(t.text.front());
  return t;
}

void expression_parser::leave_brackets() {
  const std::uint32_t line = at_.peek().at.line;
  std::string open = open_;
  const bool next_line = line != last_.end_line;
  if (next_line && !open.empty() && open.back() != '{')
    return;
  if (!open.empty() && open.back() != '{' && at_.at_symbol("{"))
    return; // a block begins, and what was not closed stands before it
  if ((!next_line || open_.ends_with('{')) && leave_brackets_of_lines())
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

/// Brackets that are closed further down, with nothing between that an expression cannot hold, such
/// as a line that begins with two words.
bool expression_parser::leave_brackets_of_lines() {
  constexpr std::size_t tokens_max = 2'000; // a mistake is told in constant time
  token_cursor ahead = at_;
  std::string open = open_;
  std::uint32_t line = ahead.peek().at.line;
  for (std::size_t passed = 0; !open.empty(); ++passed) {
    const token& t = ahead.peek();
    const token& behind = ahead.peek(1);
    const bool is_first = t.at.line != line;
    const bool is_word = t.kind == token_kind::name &&
                         (behind.kind == token_kind::name || behind.kind == token_kind::type_name ||
                          behind.kind == token_kind::string);
    if (t.kind == token_kind::end || passed > tokens_max ||
        (is_first && is_word && behind.text != "in"))
      return false;
    line = t.at.end_line;
    ahead.next();
    if (t.kind != token_kind::symbol)
      continue;
    if (t.text == "(" || t.text == "[" || t.text == "[?" || t.text == "{")
      open += t.text.front();
    if (t.text != ")" && t.text != "]" && t.text != "}")
      continue;
    const char closed = open.back();
    if (t.text.front() != (closed == '(' ? ')' : closed == '[' ? ']' : '}'))
      return false;
    open.pop_back();
  }
  at_ = ahead;
  return true;
}

expression_syntax_ptr parse_expression(token_cursor& at, std::vector<diagnostic>& diagnostics) {
  return expression_parser(at, diagnostics).parse();
}

} // namespace gantry::dsl
