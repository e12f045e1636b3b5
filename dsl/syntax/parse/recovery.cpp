#include "dsl/check/report.hpp"
#include "dsl/syntax/parse/habits.hpp"
#include "dsl/syntax/parse/parser.hpp"

#include <algorithm>
#include <utility>

/// Mistakes, and where parsing goes on after one.
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

/// What to write instead of a word that begins nothing here.
std::string help_for(const token& t, const token& next, words::list candidates) {
  const bool is_let = words::is_in(candidates, "let");
  if (t.kind == token_kind::name && next.kind == token_kind::symbol && is_let &&
      (next.text == "=" || next.text == ":"))
    return "a value gets its name with `let " + t.text + " = …`, a call with `step " + t.text +
           " = …`";
  if (t.kind == token_kind::symbol && (t.text == "-" || t.text == "/" || t.text == "*"))
    return "comments begin with `//`";
  if (t.kind == token_kind::name || t.kind == token_kind::type_name)
    if (auto help = words::habit(t.text, candidates); !help.empty())
      return help;
  if (words::is_in(candidates, "idempotent") && next.kind == token_kind::symbol && next.text == "(")
    return "an operation begins with its effect: `read " + t.text + "(…)`, `idempotent` or `once`";
  if (t.kind == token_kind::name && words::is_in(candidates, "step")) {
    if (words::is_in(words::clauses(), t.text))
      return quoted(t.text) + " belongs into the braces of a step: `step NAME = … { " + t.text +
             " … }`";
    if (next.kind == token_kind::symbol && (next.text == "." || next.text == "("))
      return "a call gets a name: `step NAME = " + t.text + next.text + "…`";
  }
  std::string help;
  for (const std::string_view word : candidates)
    help += (help.empty() ? "it begins with one of " : ", ") + std::string(word);
  return help;
}

} // namespace

parser::parser(const token_list& tokens, std::vector<diagnostic>& diagnostics)
    : tokens_(tokens), cursor_(tokens), diagnostics_(diagnostics) {
  for (const diagnostic& d : diagnostics)
    if (!tokens.tokens.empty() && d.at.file == tokens.tokens.front().at.file)
      lost_.push_back(d.at);
}

/// Nobody reads more of a file that is not understood; they are counted on, and not kept.
constexpr std::size_t told_max = 2 * limits::mistakes_told;

/// What the lexer did not understand leaves a hole in its line, and one mistake of the parser leads
/// to others on the same line: only the first one is told.
void parser::tell(const diagnostic_code& what, const source_span& at, std::string message,
                  std::string help) {
  ++mistakes_;
  const bool in_hole = std::any_of(lost_.begin(), lost_.end(), [&](const source_span& hole) {
    return hole.line <= at.line && at.line <= hole.end_line;
  });
  if (in_hole || (told_.line == at.line && told_.line != 0))
    return;
  told_ = at;
  if (++told_count_ > told_max)
    return;
  report(diagnostics_, what, at, std::move(message), std::move(help));
}

void parser::given_twice(const source_span& at, std::string_view word) {
  tell(codes::given_twice, at, quoted(std::string(word)) + " is given twice", "keep one of them");
}

void parser::expected(std::string_view what, std::string help) {
  ++holes_;
  if (help.empty())
    help = cursor_.at_symbol(";")
               ? "take the `;` away: line ends and `;` divide nothing"
               : "write it before " + shown(cursor_.peek()) + ", or take that away";
  // What is missing at the end of a line is missed there, not on the next one.
  const bool line_has_ended = is_first_on_line() && cursor_.position() > 0;
  tell(codes::expected, line_has_ended ? before_here() : here(),
       std::string(what) + " is expected " + (line_has_ended ? "behind this" : "here") + ", not " +
           shown(cursor_.peek()),
       std::move(help));
  throw mistake{};
}

/// The last token that is no documentation of what stands here.
const source_span& parser::before_here() const {
  std::size_t last = cursor_.position() - 1;
  while (last > 0 && tokens_.tokens[last].kind == token_kind::documentation)
    --last;
  return tokens_.tokens[last].at;
}

void parser::lacks(std::string_view what, std::string help) {
  try {
    expected(what, std::move(help));
  } catch (const mistake&) { // told; the caller goes on
  }
}

void parser::lacks_bound(const diagnostic_code& what, std::string message, std::string help) {
  ++holes_;
  tell(what, is_first_on_line() ? before_here() : here(), std::move(message), std::move(help));
}

void parser::unknown_word(std::string_view where, words::list candidates) {
  ++holes_;
  const token& t = cursor_.peek();
  tell(codes::unknown_word, t.at, std::string(where) + " does not begin with " + shown(t),
       help_for(t, cursor_.peek(1), candidates));
  throw mistake{};
}

std::string parser::word_of(std::string_view where, words::list candidates) {
  const token& t = cursor_.peek();
  if (t.kind == token_kind::name && words::is_in(candidates, t.text))
    return t.text;
  const bool is_value = cursor_.peek(1).text == "=" && words::is_in(candidates, "step");
  const bool is_misspelt =
      t.kind == token_kind::name && !is_value && words::habit(t.text, candidates).empty();
  const std::string_view near =
      is_misspelt ? words::nearest(t.text, candidates) : std::string_view{};
  if (near.empty())
    unknown_word(where, candidates);
  tell(codes::unknown_word, t.at, std::string(where) + " does not begin with " + shown(t),
       "did you mean `" + std::string(near) + "`?");
  const source_span& behind = cursor_.peek(1).at;
  if (behind.line != t.at.line) // it may have been a name whose first word was left out
    lost_.push_back({t.at.file, t.at.line, t.at.column, behind.line, behind.end_column});
  return std::string(near);
}

bool parser::is_first_on_line() const {
  const std::size_t at = cursor_.position();
  return at == 0 || tokens_.tokens[at - 1].at.end_line < tokens_.tokens[at].at.line;
}

bool parser::at_declaration() const {
  const token& t = cursor_.peek();
  return t.kind == token_kind::name && t.at.column == 1 && is_first_on_line() &&
         words::is_in(words::declarations(), t.text);
}

/// One token, or all that a bracket holds; a bracket that another one closes holds nothing.
void parser::skip_group() {
  std::string open;
  do {
    if (at_end() || (!open.empty() && at_declaration()))
      return;
    const token& t = cursor_.peek();
    const char sign = t.kind == token_kind::symbol ? t.text.front() : ' ';
    const bool closes = sign == ')' || sign == ']' || sign == '}';
    if (closes && !open.empty() && open.back() != (sign == ')' ? '(' : sign == ']' ? '[' : '{'))
      return;
    if (closes && !open.empty())
      open.pop_back();
    if (sign == '(' || sign == '[' || sign == '{')
      open += sign;
    cursor_.next();
  } while (!open.empty());
}

void parser::skip_until(words::list beginnings) {
  while (!at_end() && !cursor_.at_symbol("}") && !at_declaration()) {
    const token& t = cursor_.peek();
    if (t.kind == token_kind::name && is_first_on_line() && words::is_in(beginnings, t.text))
      return;
    skip_group();
  }
}

/// What is left of an expression that was not understood: at most to the end of its line, and not
/// into what stands behind it.
void parser::skip_expression() {
  static constexpr std::array<std::string_view, 11> going_on = {"?", ":",  "&&", "||", "+", "*",
                                                                "/", "==", "!=", ".",  ".?"};
  const auto goes_on = [&] {
    return cursor_.peek().kind == token_kind::symbol && words::is_in(going_on, cursor_.peek().text);
  };
  while (!at_end() && (!is_first_on_line() || goes_on())) {
    const token& t = cursor_.peek();
    const bool is_stop = t.kind == token_kind::symbol &&
                         (t.text == "{" || t.text == "}" || t.text == "," || t.text == ")");
    if (is_stop || (t.kind == token_kind::name && (t.text == "else" || t.text == "at")))
      return;
    skip_group();
  }
}

/// The names and stages that seem to be declared in what was passed over.
syntax::broken parser::passed_over(std::size_t first) const {
  syntax::broken seen;
  static constexpr std::string_view binding[] = {"step", "wait",   "let", "task",
                                                 "each", "repeat", "as",  "first"};
  const token& begins = tokens_.tokens[first];
  const token& behind = tokens_.tokens[std::min(first + 1, tokens_.tokens.size() - 1)];
  const token& third = tokens_.tokens[std::min(first + 2, tokens_.tokens.size() - 1)];
  const bool is_named = behind.kind == token_kind::name && !words::is_known(behind.text) &&
                        third.text != "." && third.text != "(";
  if (begins.kind == token_kind::name && !words::is_reserved(begins.text))
    seen.binds.push_back({begins.text, begins.at}); // its first word was left out
  seen.lacks_name = !is_named && begins.text != "as" && words::is_in(binding, begins.text);
  for (std::size_t i = first; i + 1 < cursor_.position(); ++i) {
    const token& word = tokens_.tokens[i];
    const token& named = tokens_.tokens[i + 1];
    if (word.kind != token_kind::name || named.kind != token_kind::name)
      continue;
    if (word.text == "stage")
      seen.stages.push_back({{named.text, named.at}, tokens_.tokens[i + 2].text == "final"});
    else if (words::is_in(binding, word.text) && !words::is_reserved(named.text))
      seen.binds.push_back({named.text, named.at});
  }
  return seen;
}

void parser::go_deeper(const source_span& at, std::string message, std::string help) {
  if (++depth_ <= limits::block_depth)
    return;
  tell(codes::too_deep, at, std::move(message), std::move(help));
  throw lost{};
}

void parser::lost_in_too_many(std::string_view what, std::size_t most, std::string help) {
  ++holes_;
  tell(codes::too_many, here(),
       std::string(what) + " holds at most " + with_thousands(most) +
           " parts, and this is one more",
       std::move(help));
  throw lost{};
}

void parser::within_list(std::size_t count) {
  if (count > limits::list)
    lost_in_too_many("a list", limits::list, "nobody reads a list of this length: make it a type");
}

void parser::open_brace(words::list beginnings) {
  pass_word_before_block();
  if (cursor_.take_symbol("{"))
    return;
  const token& t = cursor_.peek();
  const bool goes_on =
      t.kind == token_kind::name && !at_declaration() &&
      (words::is_in(beginnings, t.text) || (beginnings.empty() && cursor_.peek(1).text == "{") ||
       (cursor_.peek(1).kind == token_kind::symbol && cursor_.peek(1).text == ":"));
  if (!goes_on)
    expected("`{`");
  const bool line_has_ended = is_first_on_line() && cursor_.position() > 0;
  tell(codes::expected, line_has_ended ? before_here() : t.at,
       std::string("`{` is expected ") + (line_has_ended ? "behind this" : "here"),
       "open the block with `{`");
}

bool parser::at_handler() const {
  return cursor_.at_name("on") && is_first_on_line() &&
         cursor_.peek(2).kind == token_kind::symbol && cursor_.peek(2).text == ".";
}

bool parser::at_arm(words::list beginnings) const {
  return (cursor_.at_name("before") || cursor_.at_name("otherwise")) && is_first_on_line() &&
         !words::is_in(beginnings, cursor_.peek().text);
}

/// What can only be a clause stands on the line behind a step whose brace was forgotten.
bool parser::at_clause_without_brace() const {
  const token& t = cursor_.peek();
  if (t.kind != token_kind::name || (!is_first_on_line() && t.text != "on"))
    return false;
  if (t.text == "on")
    return cursor_.peek(1).kind == token_kind::name && cursor_.peek(2).text != ".";
  return t.text != "retry" && words::is_in(words::clauses(), t.text);
}

/// The brace that was forgotten most likely belongs to the block that a brace further left closed.
void parser::not_closed(const source_span& open) {
  ++holes_;
  const source_span& where = suspect_.line != 0 ? suspect_ : open;
  tell(codes::not_closed, where, "this block is never closed", "write `}` where it ends");
}

/// The first token of the line on which what a brace belongs to begins: its brackets may have gone
/// over several lines.
std::size_t parser::beginning_of(const source_span& brace) const {
  std::size_t first = cursor_.position();
  while (first > 0 && tokens_.tokens[first].at.line != brace.line)
    --first;
  while (first > 0 && tokens_.tokens[first].at.column > brace.column)
    --first;
  int closed = 0;
  while (first > 0) {
    const token& before = tokens_.tokens[first - 1];
    if (closed == 0 && before.at.end_line < tokens_.tokens[first].at.line)
      return first;
    if (before.kind == token_kind::symbol && (before.text == ")" || before.text == "]"))
      ++closed;
    if (before.kind == token_kind::symbol && closed > 0 &&
        (before.text == "(" || before.text == "[" || before.text == "[?"))
      --closed;
    --first;
  }
  return first;
}

void parser::close(const source_span& open) {
  closed_ = here();
  if (is_first_on_line() && suspect_.line == 0 && open.line != closed_.line) {
    if (closed_.column < tokens_.tokens[beginning_of(open)].at.column)
      suspect_ = open;
  }
  cursor_.next();
}

} // namespace gantry::dsl
