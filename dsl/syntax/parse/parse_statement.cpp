#include "dsl/syntax/parse/parser.hpp"

#include <memory>
#include <utility>

namespace gantry::dsl {

/// A statement that was not understood is `broken`, and the next one is read.
syntax::statement parser::statement() {
  syntax::statement s;
  const source_span start = here();
  const std::size_t first = cursor_.position();
  const int depth = depth_;
  try {
    if (++statements_ > limits::statements)
      lost_in_too_many("a workflow", limits::statements,
                       "let steps call workflows that do a part of it");
    std::string word = word_of("a statement", words::statements());
    if (word == "on")
      unknown_word("a statement", words::statements());
    statement_of(word, s);
  } catch (const mistake&) {
    depth_ = depth;
    if (cursor_.position() == first && !cursor_.at_symbol("}"))
      skip_group();
    skip_until(words::body());
    s.is = passed_over(first);
  }
  s.at = from(start);
  return s;
}

void parser::statement_of(const std::string& word, syntax::statement& into) {
  if (word == "step")
    into.is = step();
  else if (word == "let")
    into.is = let();
  else if (word == "if")
    into.is = if_else();
  else if (word == "match")
    into.is = match();
  else if (word == "parallel") {
    cursor_.next();
    into.is = syntax::parallel{block()};
  } else if (word == "branch") {
    cursor_.next();
    into.is = syntax::branch{block()};
  } else if (word == "each")
    into.is = each();
  else if (word == "repeat")
    into.is = repeat();
  else if (word == "wait")
    wait(into);
  else if (word == "task")
    into.is = task();
  else if (word == "amend")
    into.is = amend();
  else if (word == "back")
    into.is = back();
  else if (word == "emit") {
    cursor_.next();
    into.is = syntax::emit{call()};
  } else if (word == "stage")
    into.is = stage();
  else if (word == "return")
    into.is = give_back();
  else if (word == "retry")
    into.is = retry();
  else if (word == "break") {
    cursor_.next();
    into.is = syntax::break_out{};
  } else
    into.is = exit(word);
}

syntax::block parser::block() {
  syntax::block b;
  b.at = braces(words::statements(), [&] { b.statements.push_back(statement()); });
  return b;
}

syntax::step parser::step() {
  syntax::step s;
  cursor_.next();
  if (cursor_.peek(1).text == "." || cursor_.peek(1).text == "(")
    expected("the name of a step", "a step has a name: `step NAME = " + cursor_.peek().text +
                                       cursor_.peek(1).text + "…`");
  s.name = name("the name of a step");
  expect_binding("step " + s.name.text);
  s.what = call();
  if (take_word("with"))
    s.policy = name("the name of a policy");
  if (cursor_.at_symbol("{") || at_clause_without_brace())
    s.said = clauses();
  return s;
}

syntax::let parser::let() {
  syntax::let l;
  cursor_.next();
  l.name = name("a name");
  if (cursor_.at_symbol(":") && cursor_.peek(1).text != "=")
    expected("`=`", "a `let` has the type of its value: `let " + l.name.text + " = …`");
  expect_binding("let " + l.name.text);
  if (cursor_.at_name("if"))
    l.choice = std::make_unique<syntax::if_else>(if_else());
  else if (cursor_.at_name("match"))
    l.cases = std::make_unique<syntax::match>(match());
  else
    l.value = expression();
  const bool is_choice = cursor_.at_name("as") || cursor_.at_symbol("{");
  if (l.value && is_choice && !is_first_on_line()) {
    ++holes_;
    tell(codes::expected, span_of(*l.value), "`if` or `match` is expected before this",
         "a value by cases: `let " + l.name.text +
             " = if CONDITION { yield … } else { yield … }`, or `= match VALUE { … }`");
    throw mistake{};
  }
  return l;
}

/// `elif`, `elseif`: told, and read as `else if`.
bool parser::at_joined_else_if() {
  const std::string word = cursor_.peek().text;
  if (word != "elif" && word != "elseif" && word != "elsif")
    return false;
  tell(codes::expected, here(), "`else` is expected here, not `" + word + "`", "write `else if`");
  return true;
}

/// `otherwise {`, `default {` behind an `if`: told, and read as `else`.
bool parser::at_else_of_elsewhere() {
  const std::string word = cursor_.peek().text;
  if ((word != "otherwise" && word != "default") || cursor_.peek(1).text != "{" ||
      is_first_on_line())
    return false;
  tell(codes::expected, here(), "`else` is expected here, not `" + word + "`", "write `else`");
  cursor_.next();
  return true;
}

syntax::if_else parser::if_else() {
  syntax::if_else b;
  cursor_.next();
  b.condition = expression();
  if (cursor_.take_name("as"))
    b.as = name("a name for the value");
  b.then = block();
  const bool is_joined = at_joined_else_if();
  if (!is_joined && !at_else_of_elsewhere() && !take_word("else"))
    return b;
  if (!is_joined && !cursor_.at_name("if")) {
    b.otherwise = block();
    return b;
  }
  go_deeper(here(), "more than 64 conditions follow each other as `else if`",
            "a `match` chooses among many values");
  syntax::block rest;
  rest.has_braces = false;
  if (is_joined) {
    syntax::statement s;
    const source_span start = here();
    s.is = if_else();
    s.at = from(start);
    rest.statements.push_back(std::move(s));
  } else {
    rest.statements.push_back(statement());
  }
  --depth_;
  rest.at = rest.statements.back().at;
  b.otherwise = std::move(rest);
  return b;
}

syntax::stage parser::stage() {
  syntax::stage s;
  cursor_.next();
  if (cursor_.at_name("final") && cursor_.peek(1).text != "final")
    expected("the name of a stage", "a stage has a name: `stage NAME final`");
  s.name = name("the name of a stage");
  s.is_final = take_word("final");
  return s;
}

syntax::exit parser::exit(const std::string& word) {
  syntax::exit e;
  cursor_.next();
  e.is = word == "reject"   ? syntax::exit::word::reject
         : word == "cancel" ? syntax::exit::word::cancel
         : word == "hold"   ? syntax::exit::word::hold
                            : syntax::exit::word::yield;
  e.value = expression();
  return e;
}

syntax::give_back parser::give_back() {
  syntax::give_back g;
  cursor_.next();
  const bool is_next_statement =
      is_first_on_line() && words::is_in(words::statements(), cursor_.peek().text);
  if (cursor_.at_symbol("}") || cursor_.at_name("on") || is_next_statement)
    g.is_bare = true;
  else
    g.value = expression();
  return g;
}

syntax::amend parser::amend() {
  syntax::amend a;
  cursor_.next();
  while (true) {
    syntax::change c;
    const source_span start = here();
    c.path.push_back(name("the field of the input that changes"));
    while (cursor_.take_symbol("."))
      c.path.push_back(any_name("a field"));
    expect_symbol("=");
    c.value = expression();
    c.at = from(start);
    a.changes.push_back(std::move(c));
    if (!cursor_.take_symbol(","))
      expected("`, back to STAGE` or `, without redo`",
               "say how the flow goes on: `, back to started` or `, without redo`");
    if (cursor_.at_name("back") && cursor_.peek(1).kind == token_kind::name) {
      a.then = back();
      return a;
    }
    if (cursor_.peek(1).kind == token_kind::name && take_word("without")) {
      expect_word("redo");
      return a;
    }
  }
}

syntax::back parser::back() {
  syntax::back b;
  const source_span start = cursor_.next().at;
  expect_word("to");
  b.stage = stage_name();
  b.at = from(start);
  if (!cursor_.take_symbol(","))
    return b;
  expect_word("at");
  expect_word("most");
  b.at_most = expression();
  b.at = from(start);
  if (!take_else())
    expect_word("else");
  b.otherwise = outcome();
  return b;
}

} // namespace gantry::dsl
