#include "dsl/check/report.hpp"
#include "dsl/syntax/parse/parser.hpp"

#include <utility>

namespace gantry::dsl {

syntax::contract parser::contract() {
  syntax::contract c;
  c.documentation = cursor_.documentation();
  cursor_.next();
  c.name = name("the name of a contract");
  if (cursor_.take_name("version"))
    c.version = number("a version number");
  if (cursor_.take_name("with"))
    c.policy = name("the name of a policy");
  braces(words::members(), [&] {
    if (cursor_.at_name("event")) {
      c.events.push_back(event());
    } else if (cursor_.at_name("batch")) {
      not_supported("batch", cursor_.peek().at);
      cursor_.next();
      skip_until(words::members());
    } else if (cursor_.at_name("read") || cursor_.at_name("idempotent") ||
               cursor_.at_name("once")) {
      c.operations.push_back(operation());
    } else {
      unknown_word("a member of a contract", words::members());
    }
  });
  return c;
}

syntax::operation parser::operation() {
  syntax::operation o;
  o.documentation = cursor_.documentation();
  const std::string word = cursor_.next().text;
  o.effect = word == "read"         ? effect_class::read
             : word == "idempotent" ? effect_class::idempotent
                                    : effect_class::once;
  o.name = name("the name of an operation");
  o.parameters = parameters();
  if (cursor_.take_symbol("->"))
    o.returns = type();
  const auto once = [&](bool is_given, const source_span& at, const char* clause) {
    if (is_given)
      report(diagnostics_, codes::given_twice, at, quoted(clause) + " is given twice",
             "keep one of them");
  };
  while (true) {
    const source_span at = cursor_.peek().at;
    if (cursor_.take_name("errors")) {
      once(!o.errors.empty(), at, "errors");
      o.errors = errors();
    } else if (cursor_.at_name("verify")) {
      once(o.finder.has_value(), at, "verify");
      o.finder = verify();
    } else if (cursor_.take_name("settle")) {
      once(o.settle != nullptr, at, "settle");
      o.settle = span();
    } else if (cursor_.at_name("answer") || cursor_.at_name("lane") || cursor_.at_name("newest")) {
      o.has_answer = o.has_answer || cursor_.at_name("answer");
      refused_member_clause();
    } else {
      return o;
    }
  }
}

void parser::refused_member_clause() {
  const token& word = cursor_.next();
  not_supported(word.text, word.at);
  name("a name");
  if (word.text == "answer") {
    arguments();
  } else if (word.text == "newest") {
    expect_word("per");
    names("a parameter");
  }
}

syntax::event parser::event() {
  syntax::event e;
  e.documentation = cursor_.documentation();
  cursor_.next();
  e.name = name("the name of an event");
  e.parameters = parameters();
  while (true) {
    const source_span at = cursor_.peek().at;
    if (cursor_.take_name("errors")) {
      e.errors = errors();
      not_supported("errors of an event", at);
    } else if (cursor_.take_name("keep")) {
      e.keep = span();
    } else {
      return e;
    }
  }
}

std::vector<syntax::declared_error> parser::errors() {
  std::vector<syntax::declared_error> all;
  do {
    syntax::declared_error e;
    e.name = name("the name of an error");
    if (cursor_.at_symbol("("))
      e.parameters = parameters();
    all.push_back(std::move(e));
  } while (cursor_.take_symbol(","));
  return all;
}

syntax::verify parser::verify() {
  syntax::verify v;
  const source_span start = cursor_.next().at;
  v.finder = name("the operation that finds the document");
  expect_symbol("(");
  v.parameter = name("the parameter that takes the key");
  expect_symbol(":");
  expect_word("key");
  expect_symbol(")");
  if (cursor_.take_name("match"))
    v.match = expression();
  if (cursor_.take_name("settle")) {
    v.settle = span();
    expect_word("within");
    v.within = span();
  } else if (cursor_.take_name("within")) {
    v.within = span();
  }
  v.at = from(start);
  return v;
}

} // namespace gantry::dsl
