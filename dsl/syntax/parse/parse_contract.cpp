#include "dsl/syntax/parse/parser.hpp"

#include <array>
#include <utility>

namespace gantry::dsl {

syntax::contract parser::contract() {
  syntax::contract c;
  c.documentation = cursor_.documentation();
  const source_span start = cursor_.next().at;
  c.name = name("the name of a contract");
  if (take_word("version"))
    c.version = number("a version number");
  if (take_word("with"))
    c.policy = name("the name of a policy");
  const std::size_t holes = holes_;
  braces(words::members(), [&] {
    const std::string word = word_of("a member of a contract", words::members());
    if (word == "event")
      c.events.push_back(event());
    else if (word == "batch")
      c.batches.push_back(batch());
    else
      c.operations.push_back(operation(word == "read"         ? effect_class::read
                                       : word == "idempotent" ? effect_class::idempotent
                                                              : effect_class::once));
  });
  c.is_broken = holes_ != holes;
  c.at = from(start);
  return c;
}

syntax::operation parser::operation(effect_class effect) {
  syntax::operation o;
  o.documentation = cursor_.documentation();
  const source_span start = cursor_.next().at;
  o.effect = effect;
  o.name = name("the name of an operation");
  o.parameters = parameters();
  if (take_arrow())
    o.returns = type();
  while (operation_clause(o)) {
  }
  o.at = from(start);
  return o;
}

bool parser::operation_clause(syntax::operation& into) {
  const token& t = cursor_.peek();
  const source_span at = t.at;
  if (t.kind != token_kind::name)
    return false;
  static constexpr std::array<std::string_view, 6> clause_words = {"errors", "verify", "settle",
                                                                   "answer", "lane",   "newest"};
  std::string word = t.text;
  if (!words::is_in(clause_words, word)) {
    const std::string_view near = words::is_in(words::members(), word)
                                      ? std::string_view{}
                                      : words::nearest(word, clause_words);
    if (near.empty())
      return false;
    word = word_of("a clause of an operation", clause_words);
  }
  const auto once = [&](bool is_given) {
    if (is_given)
      given_twice(at, word);
  };
  if (word == "verify") {
    once(into.finder.has_value());
    into.finder = verify();
    return true;
  }
  cursor_.next();
  if (word == "errors") {
    once(!into.errors.empty());
    into.errors = errors();
  } else if (word == "settle") {
    once(into.settle.has_value());
    into.settle = span();
  } else if (word == "answer") {
    once(into.answer.has_value());
    syntax::awaited_answer a;
    a.event.name = name("the name of the event that answers");
    const source_span open = here();
    a.event.arguments = arguments();
    a.event.arguments_at = from(open);
    a.event.at = from(a.event.name.at);
    a.at = from(at);
    into.answer = std::move(a);
  } else if (word == "lane") {
    once(into.lane.has_value());
    into.lane = name("the parameter that tells the lanes apart");
  } else {
    once(into.newest.has_value());
    syntax::newest_wins n;
    n.order = name("the parameter that tells which call is newer");
    expect_word("per");
    n.per = names("a parameter");
    n.at = from(at);
    into.newest = std::move(n);
  }
  return true;
}

syntax::event parser::event() {
  syntax::event e;
  e.documentation = cursor_.documentation();
  const source_span start = cursor_.next().at;
  e.name = name("the name of an event");
  e.parameters = parameters();
  while (true) {
    const source_span at = here();
    const bool is_next = cursor_.peek().kind == token_kind::name &&
                         words::is_in(words::members(), cursor_.peek().text);
    if (!is_next && take_word("errors")) {
      if (!e.errors.empty())
        given_twice(at, "errors");
      e.errors = errors();
    } else if (!is_next && take_word("keep")) {
      if (e.keep)
        given_twice(at, "keep");
      e.keep = span();
    } else {
      e.at = from(start);
      return e;
    }
  }
}

syntax::batch parser::batch() {
  static constexpr std::array<std::string_view, 3> beginnings = {"closes", "send", "answer"};
  syntax::batch b;
  b.documentation = cursor_.documentation();
  const source_span start = cursor_.next().at;
  b.name = name("the name of a batch");
  expect_word("of");
  b.members = names("the name of an operation");
  const std::size_t holes = holes_;
  braces(beginnings, [&] { batch_clause(b); });
  b.is_broken = holes_ != holes;
  b.at = from(start);
  return b;
}

void parser::batch_clause(syntax::batch& into) {
  static constexpr std::array<std::string_view, 3> beginnings = {"closes", "send", "answer"};
  const std::string word = word_of("a clause of a batch", beginnings);
  const source_span at = cursor_.next().at;
  if (word == "closes") {
    if (into.closes_at.line != 0)
      given_twice(at, word);
    into.closes_at = here();
    into.closes = text("the time of closing in quotes, such as \"22:00\"");
    expect_word("in");
    into.calendar = name("the name of a calendar");
    expect_symbol(",");
    expect_word("at");
    expect_word("most");
    into.at_most = expression();
  } else if (word == "send") {
    if (into.send)
      given_twice(at, word);
    into.send = name("the operation that sends the batch");
  } else {
    if (into.answer)
      given_twice(at, word);
    into.answer = name("the event that answers");
    into.until = deadline();
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
    within_list(all.size());
  } while (cursor_.take_symbol(","));
  return all;
}

syntax::verify parser::verify() {
  syntax::verify v;
  const source_span start = cursor_.next().at;
  v.finder = name("the operation that finds the document");
  expect_symbol("(");
  v.parameter = any_name("the parameter that takes the key");
  expect_symbol(":");
  expect_word("key");
  expect_symbol(")");
  if (take_word("match"))
    v.match = expression();
  if (take_word("settle")) {
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
