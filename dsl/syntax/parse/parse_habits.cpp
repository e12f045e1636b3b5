#include "dsl/check/report.hpp"
#include "dsl/expr/ast.hpp"
#include "dsl/expr/operator_habits.hpp"
#include "dsl/syntax/parse/parser.hpp"
#include "dsl/types/builders.hpp"

#include <array>
#include <string_view>

/// What people bring from other languages: it is told in the spelling of this one, and read on as
/// what was meant.
namespace gantry::dsl {

namespace {

/// Whether one token stands right behind the other.
bool touch(const token& first, const token& second) {
  return first.offset + first.length == second.offset;
}

bool is_sign(const token& t, std::string_view sign) {
  return t.kind == token_kind::symbol && t.text == sign;
}

bool begins_a_value(const token& t) {
  switch (t.kind) {
  case token_kind::name:
  case token_kind::type_name:
  case token_kind::integer:
  case token_kind::decimal:
  case token_kind::string: return true;
  default: return is_sign(t, "(");
  }
}

} // namespace

/// `;` and `,` between statements, clauses, members and declarations are told once in a file.
void parser::pass_separators() {
  const std::size_t first = cursor_.position();
  while (cursor_.at_symbol(";") || cursor_.at_symbol(",")) {
    const std::string sign = cursor_.peek().text;
    if (!was_separator_told_)
      tell(codes::expected, here(), "nothing is expected here, and `" + sign + "` stands here",
           "take the `" + sign + "` away, and all others like it: line ends and `" + sign +
               "` divide nothing");
    was_separator_told_ = true;
    ++mistakes_;
    cursor_.next();
  }
  const bool is_doubled =
      first > 0 && cursor_.position() != first &&
      (tokens_.tokens[first - 1].text == "," || tokens_.tokens[first - 1].text == "{");
  holes_ += is_doubled ? 1 : 0; // something was left out before it
}

/// `version: 1`, `timeout = 5s`, `type Kept = {`: nothing stands between them.
void parser::pass_sign_behind(std::string_view word) {
  const token& t = cursor_.peek();
  if (!is_sign(t, ":") && !is_sign(t, "="))
    return;
  const token& next = cursor_.peek(1);
  const bool is_short =
      next.kind == token_kind::integer || next.kind == token_kind::duration || is_sign(next, "{");
  tell(codes::expected, t.at, "no `" + t.text + "` is expected behind `" + std::string(word) + "`",
       "write `" + std::string(word) + " " + (is_short ? next.text : "…") + "`");
  cursor_.next();
}

/// `->` before a result; `:` and `=>` are told.
bool parser::take_arrow() {
  if (cursor_.take_symbol("->"))
    return true;
  const token& t = cursor_.peek();
  const bool is_fat = is_sign(t, "=") && is_sign(cursor_.peek(1), ">") && touch(t, cursor_.peek(1));
  const bool is_word = t.kind == token_kind::name && t.text == "returns";
  if (t.kind == token_kind::type_name && !is_first_on_line()) {
    tell(codes::expected, t.at, "`->` is expected here, not `" + t.text + "`",
         "the type of the result stands behind `->`");
    return true;
  }
  if (!is_sign(t, ":") && !is_fat && !is_word)
    return false;
  tell(codes::expected, t.at,
       "`->` is expected here, not `" + std::string(is_fat ? "=>" : t.text) + "`",
       "the type of the result stands behind `->`");
  cursor_.next();
  if (is_fat)
    cursor_.next();
  return true;
}

/// `=` before a value; `:`, `:=` and `=>` are told.
void parser::expect_binding(std::string_view for_example) {
  const token& t = cursor_.peek();
  const token& next = cursor_.peek(1);
  const bool is_pair = (is_sign(t, ":") && is_sign(next, "=")) ||
                       (is_sign(t, "=") && is_sign(next, ">") && touch(t, next));
  if (!is_pair && !is_sign(t, ":")) {
    expect_symbol("=");
    return;
  }
  source_span both = t.at;
  if (is_pair)
    both.end_column = next.at.end_column;
  tell(codes::expected, both,
       "`=` is expected here, not `" + t.text + (is_pair ? next.text : "") + "`",
       "write `" + std::string(for_example) + " = …`");
  cursor_.next();
  if (is_pair)
    cursor_.next();
}

/// `then {`, `do {`, `: {`, `-> {` where a block begins.
void parser::pass_word_before_block() {
  const token& t = cursor_.peek();
  const bool is_fat = is_sign(t, "=") && is_sign(cursor_.peek(1), ">");
  const bool is_brought = (t.kind == token_kind::name && (t.text == "then" || t.text == "do")) ||
                          is_sign(t, ":") || is_sign(t, "->") || is_fat;
  if (!is_brought)
    return;
  const std::string shown = is_fat ? "=>" : t.text;
  if (!is_sign(cursor_.peek(is_fat ? 2 : 1), "{"))
    expected("`{`", "what is done stands in braces, without `" + shown + "`: `{ … }`");
  tell(codes::expected, t.at, "`{` is expected here, not `" + shown + "`",
       "take `" + shown + "` away: a block begins with `{`");
  cursor_.next();
  if (is_fat)
    cursor_.next();
}

/// `not x`, `new Kept { … }`, `f"…"`: the name that was read is no name.
bool parser::tell_word_before_value(const expression_syntax& expression) {
  const expression_syntax& before = last_operand(expression);
  const token& t = cursor_.peek();
  if (before.is != syntax_kind::name || is_first_on_line() || !begins_a_value(t))
    return false;
  const std::string help = prefix_habit(before.name);
  const bool is_formatted = before.name == "f";
  if (help.empty() || is_formatted != (t.kind == token_kind::string))
    return false;
  ++holes_;
  tell(codes::expected, before.at, quoted(before.name) + " means nothing here", help);
  cursor_.next();
  skip_expression();
  const bool is_choice = before.name == "if" || before.name == "match" || before.name == "case";
  while (is_choice && cursor_.at_symbol("{") && !is_first_on_line()) {
    skip_group();
    (void)cursor_.take_name("else");
  }
  return true;
}

/// `order.` at the end of a line takes the word that begins the next one for a field; it is given
/// back. Some of these words are fields of documents too, so they have to have their name behind
/// them.
bool parser::tell_point_without_field(const expression_syntax& expression,
                                      const token_cursor& begin) {
  static constexpr std::array<std::string_view, 12> beginnings = {
      "search", "sla",  "priority", "pause", "step",  "let",
      "wait",   "task", "stage",    "show",  "enter", "choose"};
  const std::size_t last = cursor_.position() - 1;
  const token& word = tokens_.tokens[last];
  if (last == 0 || last_operand(expression).is != syntax_kind::field ||
      !words::is_in(beginnings, word.text) || cursor_.peek().kind != token_kind::name ||
      is_first_on_line() || tokens_.tokens[last - 1].at.line == word.at.line)
    return false;
  ++holes_;
  tell({"GF0114", ""}, tokens_.tokens[last - 1].at, "behind this the name of a field is expected",
       "name it, or take the `.` away");
  for (cursor_ = begin; cursor_.position() < last;)
    cursor_.next();
  return true;
}

/// `else` before an outcome; where it was left out that is told, and the outcome read.
bool parser::take_else() {
  if (take_word("else"))
    return true;
  const token& t = cursor_.peek();
  const bool is_outcome =
      is_sign(t, "{") || (t.kind == token_kind::name && words::is_in(words::outcomes(), t.text));
  if (!is_outcome || is_first_on_line())
    return false;
  tell(codes::expected, t.at, "`else` is expected here, not `" + t.text + "`",
       "what is done then stands behind `else`: `else " + t.text + " …`");
  return true;
}

/// Names that are divided by commas; one that is missing is told.
void parser::more_names(std::vector<syntax::identifier>& into, std::string_view what,
                        const std::string& form, words::list behind) {
  while (cursor_.peek().kind == token_kind::name && !is_first_on_line() &&
         !words::is_in(behind, cursor_.peek().text) && !words::is_reserved(cursor_.peek().text)) {
    lacks("`,`", form);
    into.push_back(name(what));
  }
}

/// What stands behind an expression and belongs to it elsewhere: `and`, `like`, `=<`. Told, and
/// the rest passed over.
bool parser::tell_operator_of_elsewhere() {
  const token& t = cursor_.peek();
  const token& next = cursor_.peek(1);
  const bool is_word = t.kind == token_kind::name || t.kind == token_kind::type_name;
  const bool is_pair = is_sign(t, "=") && next.kind == token_kind::symbol && touch(t, next) &&
                       !is_sign(cursor_.peek(2), "{"); // `"rush" => {` begins a block
  const bool is_of_test = in_test_ && (t.text == "and" || t.text == "then");
  if (is_first_on_line() || is_of_test || (!is_word && !is_pair))
    return false;
  const std::string written = t.text + (is_pair ? next.text : "");
  const std::string help = operator_habit(written);
  if (help.empty())
    return false;
  source_span at = t.at;
  if (is_pair)
    at.end_column = next.at.end_column;
  ++holes_;
  tell(codes::expected, at, quoted(written) + " means nothing here", help);
  cursor_.next();
  skip_expression();
  return true;
}

/// `1,000` and `12,50m`: a comma within a number.
bool parser::tell_comma_in_number(const expression_syntax& expression) {
  const expression_syntax& before = last_operand(expression);
  const token& comma = cursor_.peek();
  const token& next = cursor_.peek(1);
  const bool is_number = before.is == syntax_kind::literal && before.constant.is_int() &&
                         is_sign(comma, ",") && touch(comma, next) &&
                         (next.kind == token_kind::integer || next.kind == token_kind::decimal);
  const std::size_t digits = next.text.size();
  constexpr std::size_t group = 3;
  if (!is_number || comma.at.column != before.at.end_column ||
      (next.kind == token_kind::integer && digits != group))
    return false;
  source_span all = before.at;
  all.end_column = next.at.end_column;
  tell(codes::expected, all, quoted(before.name + "," + next.text) + " is not one number",
       "write `" + before.name + (next.kind == token_kind::decimal ? "." : "") + next.text + "`");
  ++holes_;
  cursor_.next();
  cursor_.next();
  return true;
}

/// `Job job`, `string id`, `job Job`: the name, `:` and the type.
bool parser::tell_parameter_of_elsewhere(syntax::parameter& into) {
  const token& first = cursor_.peek();
  const token& second = cursor_.peek(1);
  const auto is_word = [](const token& t) {
    return t.kind == token_kind::name || t.kind == token_kind::type_name;
  };
  if (!is_word(first) || !is_word(second) || second.at.line != first.at.line ||
      words::is_known(second.text))
    return false;
  const bool type_first =
      first.kind == token_kind::type_name || primitive_named(first.text) != nullptr;
  const token& name = type_first ? second : first;
  const token& type = type_first ? first : second;
  if (name.kind != token_kind::name)
    return false;
  source_span both = first.at;
  both.end_column = second.at.end_column;
  tell(codes::expected, both, "a name with its type is expected here",
       "write `" + name.text + ": " + type.text + "`");
  into.name = {name.text, name.at};
  cursor_.next();
  if (!type_first) {
    into.of = this->type(); // with the marks behind it
    return true;
  }
  into.of.name = type.text;
  into.of.at = type.at;
  cursor_.next();
  return true;
}

} // namespace gantry::dsl
