#include "dsl/syntax/parse/parser.hpp"

#include "dsl/check/report.hpp"

#include <utility>

namespace gantry::dsl {

namespace {

std::string shown(const token& t) {
  switch (t.kind) {
  case token_kind::end: return "the end of the file";
  case token_kind::string: return "a text";
  case token_kind::bytes: return "bytes";
  case token_kind::integer:
  case token_kind::unsigned_integer:
  case token_kind::floating:
  case token_kind::decimal: return "the number `" + t.text + "`";
  default: return "`" + t.text + "`";
  }
}

} // namespace

void parser::expected(std::string_view what, std::string help) {
  if (help.empty())
    help = "write it before " + shown(cursor_.peek()) + ", or take that away";
  report(diagnostics_, codes::expected, cursor_.peek().at,
         std::string(what) + " is expected here, not " + shown(cursor_.peek()), std::move(help));
  throw mistake{};
}

void parser::unknown_word(std::string_view where, words::list candidates) {
  const token& t = cursor_.peek();
  const std::string_view near = words::nearest(t.text, candidates);
  std::string help;
  if (t.kind == token_kind::name && !near.empty()) {
    help = "did you mean `" + std::string(near) + "`?";
  } else {
    for (const std::string_view word : candidates)
      help += (help.empty() ? "it begins with one of " : ", ") + std::string(word);
  }
  report(diagnostics_, codes::unknown_word, t.at,
         std::string(where) + " does not begin with " + shown(t), std::move(help));
  throw mistake{};
}

void parser::not_supported(const std::string& word, const source_span& at) {
  refused_ = true;
  report(diagnostics_, codes::not_supported, at, quoted(word) + " is not supported by this version",
         "it is part of the language; this version of Gantry does not build it yet");
}

void parser::expect_symbol(std::string_view symbol) {
  if (!cursor_.take_symbol(symbol))
    expected("`" + std::string(symbol) + "`");
}

void parser::expect_word(std::string_view word) {
  if (cursor_.take_name(word))
    return;
  const bool misspelt = cursor_.peek().kind == token_kind::name &&
                        !words::nearest(cursor_.peek().text, words::list(&word, 1)).empty();
  expected("`" + std::string(word) + "`",
           misspelt ? "did you mean `" + std::string(word) + "`?" : "");
}

syntax::identifier parser::name(std::string_view what) {
  const token& t = cursor_.peek();
  if (t.kind != token_kind::name)
    expected(what, t.kind == token_kind::type_name ? "names begin with a small letter" : "");
  if (words::is_reserved(t.text)) {
    report(diagnostics_, codes::reserved_word, t.at,
           quoted(t.text) + " is a word of the language and cannot be a name",
           "choose another name, such as `the_" + t.text + "`");
  }
  cursor_.next();
  return {t.text, t.at};
}

syntax::identifier parser::type_identifier() {
  const token& t = cursor_.peek();
  if (t.kind != token_kind::type_name)
    expected("the name of a type",
             t.kind == token_kind::name ? "names of types begin with a capital letter" : "");
  cursor_.next();
  return {t.text, t.at};
}

std::string parser::text(std::string_view what) {
  const token& t = cursor_.peek();
  if (t.kind != token_kind::string)
    expected(what);
  cursor_.next();
  return t.text;
}

int parser::number(std::string_view what) {
  const token& t = cursor_.peek();
  constexpr std::size_t digits_max = 9;
  if (t.kind != token_kind::integer || t.text.size() > digits_max ||
      t.text.find_first_not_of("0123456789") != std::string::npos)
    expected(what);
  cursor_.next();
  return std::stoi(t.text);
}

expression_syntax_ptr parser::expression() {
  expression_syntax_ptr e = parse_expression(cursor_, diagnostics_);
  if (!e)
    throw mistake{};
  return e;
}

std::vector<syntax::identifier> parser::names(std::string_view what) {
  std::vector<syntax::identifier> all{name(what)};
  while (cursor_.take_symbol(","))
    all.push_back(name(what));
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

bool parser::is_first_on_line() const {
  const std::size_t here = cursor_.position();
  return here == 0 || tokens_.tokens[here - 1].at.end_line < tokens_.tokens[here].at.line;
}

bool parser::at_declaration() const {
  const token& t = cursor_.peek();
  return t.kind == token_kind::name && t.at.column == 1 && is_first_on_line() &&
         words::is_in(words::declarations(), t.text);
}

/// One token, or all that a bracket holds.
void parser::skip_group() {
  int open = 0;
  do {
    if (at_end() || (open > 0 && at_declaration()))
      return;
    const token& t = cursor_.next();
    if (t.kind != token_kind::symbol)
      continue;
    if (t.text == "(" || t.text == "[" || t.text == "{" || t.text == "[?")
      ++open;
    if (t.text == ")" || t.text == "]" || t.text == "}")
      --open;
  } while (open > 0);
}

void parser::skip_until(words::list beginnings) {
  while (!at_end() && !cursor_.at_symbol("}") && !at_declaration()) {
    const token& t = cursor_.peek();
    if (t.kind == token_kind::name && is_first_on_line() && words::is_in(beginnings, t.text))
      return;
    skip_group();
  }
}

} // namespace gantry::dsl
