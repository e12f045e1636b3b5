#include "dsl/syntax/parse/parser.hpp"

#include <array>
#include <utility>

/// What a step or a policy says.
namespace gantry::dsl {

syntax::clauses parser::clauses() {
  /// Statements that no clause begins with: after a brace that was forgotten.
  static constexpr std::array<std::string_view, 18> outside = {
      "step",  "let",  "if",    "match", "parallel", "each",  "repeat", "wait",   "task",
      "amend", "back", "stage", "emit",  "return",   "yield", "reject", "cancel", "hold"};
  syntax::clauses all;
  const std::size_t holes = holes_;
  all.at = braces(
      words::clauses(), [&] { clause(all); }, outside);
  all.is_broken = holes_ != holes;
  return all;
}

void parser::clause(syntax::clauses& into) {
  const std::string word = word_of("a clause of a step", words::clauses());
  const source_span start = here();
  if (word == "timeout") {
    cursor_.next();
    pass_sign_behind(word);
    syntax::timeout t{expression(), {}};
    t.at = from(start);
    into.timeouts.push_back(std::move(t));
  } else if (word == "retry") {
    into.retries.push_back(retry());
  } else if (word == "within" || word == "by") {
    into.deadlines.push_back(deadline());
  } else if (word == "answer") {
    into.answers.push_back(answer());
  } else if (word == "revise") {
    cursor_.next();
    syntax::revision r{call(), {}};
    r.at = from(start);
    into.revisions.push_back(std::move(r));
  } else if (word == "compensate") {
    into.compensations.push_back(compensation());
  } else {
    into.handlers.push_back(error_clause());
  }
}

syntax::answer parser::answer() {
  syntax::answer a;
  const source_span start = cursor_.next().at;
  a.is_later = take_word("later");
  a.until = deadline();
  a.at = from(start);
  return a;
}

/// `nothing "…"`, `nil "…"`: some word and a text instead of `none "…"`; it is told.
bool parser::at_reason_of_none() {
  if (cursor_.peek().kind != token_kind::name || cursor_.peek(1).kind != token_kind::string)
    return false;
  tell(codes::expected, here(), "`none` is expected here, not `" + cursor_.peek().text + "`",
       "a step that is never taken back says why: `compensate none \"…\"`");
  cursor_.next();
  return true;
}

syntax::compensation parser::compensation() {
  syntax::compensation c;
  const source_span start = cursor_.next().at;
  if (cursor_.take_name("none") || at_reason_of_none()) {
    const bool is_next_clause = is_first_on_line() && cursor_.peek().kind == token_kind::name &&
                                words::is_in(words::clauses(), cursor_.peek().text);
    if (is_next_clause || cursor_.at_symbol("}"))
      lacks("why nothing is taken back", "say it: `compensate none \"…\"`");
    else
      c.none_because = expression();
  } else if (cursor_.at_symbol("{") || (words::is_in(words::statements(), cursor_.peek().text) &&
                                        cursor_.peek(1).text != ".")) {
    c.steps = block();
  } else {
    c.undo = call();
  }
  c.at = from(start);
  return c;
}

syntax::error_clause parser::error_clause() {
  syntax::error_clause e;
  const source_span start = cursor_.next().at;
  static constexpr std::array<std::string_view, 1> behind = {"as"};
  e.errors = names("the name of an error");
  const std::size_t divided = e.errors.size();
  more_names(e.errors, "the name of an error",
             "errors are divided by commas, `on missing, closed`; a name for what they say stands "
             "behind `as`",
             behind);
  if (e.errors.size() == divided + 1 && cursor_.at_symbol("{"))
    e.as = e.errors.back(); // which of the two was meant is not known
  if (cursor_.take_name("as"))
    e.as = name("a name for the error");
  e.body = block();
  e.at = from(start);
  return e;
}

} // namespace gantry::dsl
