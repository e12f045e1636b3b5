#include "dsl/syntax/parse/parser.hpp"

#include <array>
#include <utility>

/// Tests that stand beside a flow.
namespace gantry::dsl {

namespace {

constexpr std::array<std::string_view, 4> fact_words = {"given", "when", "then", "and"};
constexpr std::array<std::string_view, 7> verbs = {"loses", "refuses", "answers", "fails",
                                                   "after", "takes",   "goes"};

} // namespace

syntax::test parser::test() {
  syntax::test t;
  const source_span start = cursor_.next().at;
  t.name_at = here();
  t.name = text("what the test shows, in quotes");
  expect_word("for");
  t.workflow = name("the name of a workflow");
  const std::size_t holes = holes_;
  in_test_ = true;
  braces(fact_words, [&] { t.facts.push_back(fact()); });
  in_test_ = false;
  t.is_broken = holes_ != holes;
  t.at = from(start);
  return t;
}

syntax::fact parser::fact() {
  syntax::fact f;
  const source_span start = here();
  const std::string word = word_of("a line of a test", fact_words);
  f.begins = word == "given"  ? syntax::fact::word::given
             : word == "when" ? syntax::fact::word::when
             : word == "then" ? syntax::fact::word::then
                              : syntax::fact::word::and_also;
  cursor_.next();
  if (cursor_.peek(1).text == "=" && cursor_.peek().kind == token_kind::name) {
    f.is = syntax::given_values{labels()};
  } else if (take_word("it")) {
    ending(f);
  } else {
    fact_about(qualified("an operation, an event, a step or a task"), f);
  }
  f.at = from(start);
  return f;
}

void parser::ending(syntax::fact& into) {
  static constexpr std::array<std::string_view, 2> choices = {"completes", "is"};
  const std::string word = word_of("how it ends", choices);
  cursor_.next();
  syntax::ends e;
  if (word == "is")
    e.status = any_name("a state, such as `rejected`");
  into.is = std::move(e);
}

void parser::fact_about(const syntax::qualified_name& what, syntax::fact& into) {
  if (cursor_.at_symbol("(")) {
    syntax::delivered d;
    static_cast<syntax::qualified_name&>(d.event) = what;
    const source_span open = here();
    d.event.arguments = arguments();
    d.event.arguments_at = from(open);
    d.event.at = from(what.at);
    into.is = std::move(d);
    return;
  }
  if (take_word("chooses")) {
    syntax::chosen c;
    c.task = what.name;
    c.choice = name("a choice of the task");
    if (cursor_.take_name("with"))
      c.fields = arguments();
    into.is = std::move(c);
    return;
  }
  const std::string word = word_of("what happens", verbs);
  cursor_.next();
  if (word == "takes") {
    expect_word("effect");
    into.is = syntax::effects{what, times()};
  } else if (word == "goes") {
    syntax::goes g;
    g.name = what.name;
    g.states.push_back(any_name("a state"));
    while (cursor_.take_symbol(","))
      g.states.push_back(any_name("a state"));
    into.is = std::move(g);
  } else {
    into.is = fault(what, word);
  }
}

syntax::fault parser::fault(const syntax::qualified_name& what, const std::string& word) {
  using kind = syntax::fault::kind;
  syntax::fault f;
  f.what = what;
  if (word == "loses") {
    f.is = cursor_.take_name("its") ? kind::loses_answer : kind::loses_call;
    if (f.is == kind::loses_answer) {
      expect_word("answer");
    } else {
      expect_word("the");
      expect_word("call");
    }
  } else if (word == "refuses") {
    f.is = kind::refuses;
  } else if (word == "answers") {
    f.is = kind::answers;
    f.answer = expression();
  } else if (word == "fails") {
    f.is = kind::fails;
    expect_word("with");
    f.error = any_name("the name of an error");
    if (cursor_.at_symbol("("))
      f.parameters = arguments();
  } else {
    f.is = kind::after;
    f.delay = span();
  }
  if (at_times())
    f.count = times();
  return f;
}

bool parser::at_times() const {
  const token& t = cursor_.peek();
  return t.kind == token_kind::integer ||
         (t.kind == token_kind::name && (t.text == "once" || t.text == "never"));
}

syntax::times parser::times() {
  syntax::times t;
  const source_span start = here();
  if (cursor_.take_name("never"))
    t.count = 0;
  else if (!cursor_.take_name("once")) {
    t.count = number("`once`, `never` or a number of times");
    expect_word("times");
  }
  t.at = from(start);
  return t;
}

} // namespace gantry::dsl
