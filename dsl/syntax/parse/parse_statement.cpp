#include "dsl/syntax/parse/parser.hpp"

#include <memory>
#include <utility>

namespace gantry::dsl {

syntax::statement parser::statement() {
  const token& word = cursor_.peek();
  const source_span start = word.at;
  if (word.kind != token_kind::name || !words::is_in(words::statements(), word.text) ||
      word.text == "on")
    unknown_word("a statement", words::statements());
  syntax::statement s;
  if (word.text == "step")
    s.is = step();
  else if (word.text == "let")
    s.is = let();
  else if (word.text == "if")
    s.is = branch();
  else if (word.text == "wait")
    std::visit([&](auto w) { s.is = std::move(w); }, wait());
  else if (word.text == "stage")
    s.is = stage();
  else if (word.text == "return")
    s.is = give_back();
  else if (word.text == "retry")
    s.is = retry();
  else if (words::is_in(words::unsupported(), word.text))
    s.is = refused_statement();
  else
    s.is = exit();
  s.at = from(start);
  return s;
}

syntax::block parser::block() {
  syntax::block b;
  b.at = braces(words::statements(), [&] { b.statements.push_back(statement()); });
  return b;
}

syntax::step parser::step() {
  syntax::step s;
  cursor_.next();
  s.name = name("the name of a step");
  expect_symbol("=");
  s.what = call();
  if (!s.what.contract)
    not_supported("a step that calls a workflow", s.what.at);
  if (cursor_.take_name("with"))
    s.policy = name("the name of a policy");
  if (cursor_.at_symbol("{"))
    s.said = clauses();
  return s;
}

syntax::let parser::let() {
  syntax::let l;
  cursor_.next();
  l.name = name("a name");
  expect_symbol("=");
  if (cursor_.at_name("if")) {
    l.choice = std::make_unique<syntax::branch>(branch());
  } else if (cursor_.at_name("match")) {
    // The name stays known, so that nothing else is reported because of it.
    refused_statement();
  } else {
    l.value = expression();
  }
  return l;
}

syntax::branch parser::branch() {
  syntax::branch b;
  cursor_.next();
  b.condition = expression();
  if (cursor_.take_name("as"))
    b.as = name("a name for the value");
  b.then = block();
  if (!cursor_.take_name("else"))
    return b;
  if (!cursor_.at_name("if")) {
    b.otherwise = block();
    return b;
  }
  syntax::block rest;
  rest.statements.push_back(statement());
  rest.at = rest.statements.back().at;
  b.otherwise = std::move(rest);
  return b;
}

syntax::stage parser::stage() {
  syntax::stage s;
  cursor_.next();
  s.name = name("the name of a stage");
  s.is_final = cursor_.take_name("final");
  return s;
}

syntax::exit parser::exit() {
  syntax::exit e;
  const std::string word = cursor_.next().text;
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
  if (!cursor_.at_symbol("}") && !cursor_.at_name("on"))
    g.value = expression();
  return g;
}

} // namespace gantry::dsl
