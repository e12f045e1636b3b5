#include "dsl/check/report.hpp"
#include "dsl/syntax/parse/parser.hpp"

#include <utility>

namespace gantry::dsl {

std::variant<syntax::wait, syntax::wait_time, syntax::unsupported> parser::wait() {
  const source_span start = cursor_.peek().at;
  const std::string word = cursor_.peek(1).text;
  if (word == "first")
    return refused_statement();
  cursor_.next();
  if (cursor_.take_name("for"))
    return syntax::wait_time{span(), nullptr};
  if (cursor_.take_name("until")) {
    syntax::wait_time w{nullptr, expression()};
    if (!cursor_.at_symbol("{"))
      return w;
    not_supported("wait until a condition", start);
    skip_group();
    return syntax::unsupported{};
  }
  syntax::wait w;
  w.name = name("a name for the event");
  expect_symbol("=");
  w.event = call();
  if (cursor_.take_name("where"))
    w.where = expression();
  static constexpr std::string_view beginnings[] = {"within", "by"};
  if (cursor_.at_symbol("{")) {
    braces(beginnings, [&] {
      if (!cursor_.at_name("within") && !cursor_.at_name("by"))
        unknown_word("the deadline of a wait", beginnings);
      if (w.until)
        report(diagnostics_, codes::given_twice, cursor_.peek().at, "a wait has one deadline",
               "keep one of them");
      w.until = deadline();
    });
  }
  return w;
}

syntax::clauses parser::clauses() {
  syntax::clauses all;
  braces(words::clauses(), [&] {
    if (!clause(all))
      unknown_word("a clause of a step", words::clauses());
  });
  return all;
}

bool parser::clause(syntax::clauses& into) {
  const token& word = cursor_.peek();
  if (cursor_.take_name("timeout"))
    into.timeouts.push_back({expression(), from(word.at)});
  else if (cursor_.at_name("retry"))
    into.retries.push_back(retry());
  else if (cursor_.at_name("within") || cursor_.at_name("by"))
    into.deadlines.push_back(deadline());
  else if (cursor_.at_name("compensate") && cursor_.peek(1).text == "{")
    refused_clause();
  else if (cursor_.at_name("compensate"))
    into.compensations.push_back(compensation());
  else if (cursor_.at_name("on"))
    into.handlers.push_back(error_clause());
  else if (cursor_.at_name("answer") || cursor_.at_name("revise"))
    refused_clause();
  else
    return false;
  return true;
}

syntax::compensation parser::compensation() {
  syntax::compensation c;
  const source_span start = cursor_.next().at;
  if (cursor_.take_name("none"))
    c.none_because = expression();
  else
    c.undo = call();
  c.at = from(start);
  return c;
}

syntax::error_clause parser::error_clause() {
  syntax::error_clause e;
  const source_span start = cursor_.next().at;
  e.errors = names("the name of an error");
  if (cursor_.take_name("as"))
    e.as = name("a name for the error");
  e.body = block();
  e.at = from(start);
  return e;
}

syntax::retry parser::retry() {
  syntax::retry r;
  const source_span start = cursor_.next().at;
  r.times = expression();
  expect_word("times");
  expect_symbol(",");
  if (cursor_.take_name("every")) {
    r.every = span();
  } else if (cursor_.take_name("from")) {
    r.from = expression();
    expect_word("to");
    r.to = expression();
  } else {
    expected("`every` or `from`", "write `every 6h` or `from 200ms to 30s`");
  }
  r.at = from(start);
  if (cursor_.take_name("else"))
    r.otherwise = outcome();
  return r;
}

syntax::deadline parser::deadline() {
  syntax::deadline d;
  const source_span start = cursor_.peek().at;
  if (cursor_.take_name("by")) {
    d.by = expression();
  } else {
    expect_word("within");
    d.within = span();
    if (cursor_.take_name("of")) {
      const token& t = cursor_.peek(); // `started` is reserved, and a stage
      d.of_stage = cursor_.take_name("started") ? syntax::identifier{t.text, t.at}
                                                : name("the name of a stage");
    }
  }
  d.at = from(start);
  if (cursor_.take_name("else"))
    d.otherwise = outcome();
  return d;
}

syntax::block parser::outcome() {
  if (cursor_.at_symbol("{"))
    return block();
  static constexpr std::string_view outcomes[] = {"reject", "cancel", "hold", "yield",
                                                  "emit",   "back",   "break"};
  if (!words::is_in(outcomes, cursor_.peek().text))
    unknown_word("what is done otherwise", outcomes);
  syntax::block b;
  b.statements.push_back(statement());
  b.at = b.statements.back().at;
  return b;
}

expression_syntax_ptr parser::span() {
  const token& unit = cursor_.peek(1);
  if (unit.kind == token_kind::name && (unit.text == "workdays" || unit.text == "workhours")) {
    not_supported(unit.text, unit.at);
    cursor_.next();
    cursor_.next();
    expect_word("in");
    name("the name of a calendar");
    return nullptr;
  }
  return expression();
}

} // namespace gantry::dsl
