#include "dsl/syntax/parse/parser.hpp"

#include "dsl/base/unit_words.hpp"
#include "dsl/check/report.hpp"
#include "dsl/expr/ast.hpp"

#include <array>
#include <utility>

namespace gantry::dsl {

namespace {

std::string with_capital(std::string text) {
  if (!text.empty() && 'a' <= text.front() && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

std::string with_small_letter(std::string text) {
  if (!text.empty() && 'A' <= text.front() && text.front() <= 'Z')
    text.front() = static_cast<char>(text.front() - 'A' + 'a');
  return text;
}

/// What to write where a name is due.
std::string help_for_name(const token& t) {
  if (t.kind == token_kind::type_name)
    return "names begin with a small letter: `" + with_small_letter(t.text) + "`";
  if (t.kind == token_kind::string)
    return "names stand without quotes";
  return {};
}

} // namespace

void parser::expect_symbol(std::string_view symbol) {
  if (!cursor_.take_symbol(symbol))
    expected("`" + std::string(symbol) + "`");
}

/// A misspelt word is told, and taken for the one that is due.
void parser::expect_word(std::string_view word, std::string help) {
  if (cursor_.take_name(word))
    return;
  const bool misspelt = cursor_.peek().kind == token_kind::name &&
                        !words::nearest(cursor_.peek().text, words::list(&word, 1)).empty();
  if (!misspelt)
    expected("`" + std::string(word) + "`", std::move(help));
  tell(codes::expected, here(),
       "`" + std::string(word) + "` is expected here, not `" + cursor_.peek().text + "`",
       "did you mean `" + std::string(word) + "`?");
  cursor_.next();
}

/// Whether the word stands here, or one that is none of the language and was meant for it.
bool parser::at_word(std::string_view word) const {
  const token& t = cursor_.peek();
  return t.kind == token_kind::name &&
         (t.text == word ||
          (!words::is_known(t.text) && !words::nearest(t.text, words::list(&word, 1)).empty()));
}

/// As `cursor_.take_name`, for a misspelt word too, which is told.
bool parser::take_word(std::string_view word) {
  const bool is_there = at_word(word);
  if (is_there)
    expect_word(word);
  return is_there;
}

syntax::identifier parser::name(std::string_view what) {
  const token& t = cursor_.peek();
  static constexpr std::array<std::string_view, 4> going_on = {"else", "as", "in", "until"};
  const bool is_left_out = words::is_in(going_on, t.text) && cursor_.peek(1).text != "=";
  const bool is_next_member =
      words::is_in(words::members(), t.text) && cursor_.peek(1).kind == token_kind::name;
  const bool is_next_statement =
      is_left_out || (is_first_on_line() && (words::is_reserved(t.text) || is_next_member));
  if (t.kind == token_kind::type_name && !is_first_on_line()) {
    // Read as the name that was meant, so that what uses it is not told as well.
    lacks(what, help_for_name(t));
    cursor_.next();
    return {with_small_letter(t.text), t.at};
  }
  if (t.kind != token_kind::name || is_next_statement)
    expected(what, help_for_name(t));
  if (words::is_reserved(t.text))
    tell(codes::reserved_word, t.at,
         quoted(t.text) + " is a word of the language and cannot be a name",
         "choose another name, such as `the_" + t.text + "`");
  cursor_.next();
  return {t.text, t.at};
}

/// Where no statement can begin any word is a name, so that a document's own names can be kept.
syntax::identifier parser::any_name(std::string_view what) {
  const token& t = cursor_.peek();
  if (t.kind != token_kind::name)
    expected(what, help_for_name(t));
  cursor_.next();
  return {t.text, t.at};
}

/// `started` is reserved, and a stage.
syntax::identifier parser::stage_name() {
  const token& t = cursor_.peek();
  if (cursor_.take_name("started"))
    return {t.text, t.at};
  return name("the name of a stage");
}

syntax::identifier parser::type_identifier() {
  const token& t = cursor_.peek();
  if (t.kind != token_kind::type_name)
    expected("the name of a type",
             t.kind == token_kind::name
                 ? "names of types begin with a capital letter: `" + with_capital(t.text) + "`"
                 : "");
  cursor_.next();
  return {t.text, t.at};
}

/// What is written from here on without a blank: `contracts/erp.flow`.
std::string parser::touching_text() const {
  std::string all = cursor_.peek().text;
  constexpr std::size_t most = 12;
  for (std::size_t i = 1; i < most; ++i) {
    const token& before = cursor_.peek(i - 1);
    const token& t = cursor_.peek(i);
    if (before.offset + before.length != t.offset)
      break;
    all += t.text;
  }
  return all;
}

std::string parser::text(std::string_view what) {
  const token& t = cursor_.peek();
  if (t.kind != token_kind::string)
    expected(what, t.kind == token_kind::name || t.kind == token_kind::type_name
                       ? "put it into quotes: `\"" + touching_text() + "\"`"
                       : "");
  cursor_.next();
  return t.text;
}

int parser::number(std::string_view what) {
  const token& t = cursor_.peek();
  constexpr std::size_t digits_max = 9;
  if (t.kind != token_kind::integer || t.text.size() > digits_max ||
      t.text.find_first_not_of("0123456789") != std::string::npos)
    expected(what, t.kind == token_kind::string ? "write it without quotes: `" + t.text + "`"
                   : t.kind == token_kind::floating || t.kind == token_kind::decimal
                       ? "write a whole number: `" + t.text.substr(0, t.text.find('.')) + "`"
                       : "write a whole number of at most 9 digits");
  cursor_.next();
  return std::stoi(t.text);
}

/// `30 minutes`, `1h 30min`: a duration is one token, and what stands behind this number belongs
/// to it.
void parser::tell_unit_apart(const expression_syntax& before) {
  const token& t = cursor_.peek();
  const expression_syntax& number = last_operand(before);
  if (number.is != syntax_kind::literal || is_first_on_line())
    return;
  const bool is_span = number.constant.is_duration() && t.kind == token_kind::duration;
  const bool is_unit = number.constant.is_int() && t.kind == token_kind::name &&
                       !words::is_known(t.text) && !unit_meant(t.text).empty();
  if (!is_span && !is_unit)
    return;
  source_span all = number.at;
  all.end_line = t.at.end_line;
  all.end_column = t.at.end_column;
  tell({"GF0105", ""}, all,
       quoted(number.name + " " + t.text) + " is not a duration, which is one word",
       "write `" + number.name + (is_span ? t.text : std::string(unit_meant(t.text))) + "`" +
           (cursor_.peek(1).text == "in" ? ", or `" + number.name + " workdays in CALENDAR`" : ""));
  ++holes_;
  cursor_.next();
}

expression_syntax_ptr parser::expression() {
  const token& t = cursor_.peek();
  const token& behind = cursor_.peek(1);
  if (is_first_on_line() && t.kind == token_kind::name && words::is_in(words::body(), t.text) &&
      behind.kind == token_kind::name && behind.text != "in") {
    ++holes_;
    tell({"GF0110", ""}, before_here(), "an expression is expected behind this",
         "write a name, a value such as 12.50m, \"text\" or 5min, or brackets");
    return nullptr;
  }
  const std::size_t before = diagnostics_.size();
  const token_cursor begin = cursor_;
  expression_syntax_ptr e = parse_expression(cursor_, diagnostics_);
  if (e && tell_point_without_field(*e, begin))
    return nullptr;
  if (e) {
    const std::size_t holes = holes_;
    tell_unit_apart(*e);
    if (holes_ != holes || tell_comma_in_number(*e) || tell_word_before_value(*e) ||
        tell_operator_of_elsewhere())
      return nullptr;
  }
  const bool is_arrow = cursor_.peek(1).text == ">"; // begins a block elsewhere
  if (e && cursor_.at_symbol("=") && !is_arrow &&
      !is_first_on_line()) { // a name is given nowhere behind one
    ++holes_;
    tell(codes::expected, here(), "`==` is expected here, not `=`",
         "`=` gives a name to a value, `==` compares two");
    cursor_.next();
    (void)parse_expression(cursor_, diagnostics_);
    return nullptr;
  }
  if (e)
    return e;
  if (diagnostics_.size() > before) {
    diagnostic told = std::move(diagnostics_.back());
    diagnostics_.resize(before);
    tell({told.code, ""}, told.at, std::move(told.message), std::move(told.help));
  }
  ++holes_;
  skip_expression();
  return nullptr;
}

std::vector<syntax::identifier> parser::names(std::string_view what) {
  std::vector<syntax::identifier> all{name(what)};
  while (cursor_.take_symbol(",")) {
    within_list(all.size() + 1);
    all.push_back(name(what));
  }
  return all;
}

source_span parser::from(const source_span& start) const {
  source_span s = start;
  std::size_t last = cursor_.position();
  while (last > 0) {
    const token& t = tokens_.tokens[--last];
    if (t.kind == token_kind::documentation || t.kind == token_kind::invalid)
      continue;
    s.end_line = t.at.end_line;
    s.end_column = t.at.end_column;
    break;
  }
  return s;
}

} // namespace gantry::dsl
