#include "dsl/syntax/parse/parser.hpp"

#include <array>
#include <utility>

/// Waits, deadlines, retries and spans of time.
namespace gantry::dsl {

namespace {

constexpr std::array<std::string_view, 2> deadline_words = {"within", "by"};

} // namespace

/// What a wait is for: `for`, `until`, `first`, also misspelt; nothing for an event with a name.
std::string parser::wait_word() const {
  static constexpr std::array<std::string_view, 3> kinds = {"first", "for", "until"};
  const token& second = cursor_.peek(1);
  if (second.kind != token_kind::name || cursor_.peek(2).text == "=")
    return {};
  return std::string(words::is_in(kinds, second.text) ? std::string_view(second.text)
                                                      : words::nearest(second.text, kinds));
}

void parser::wait(syntax::statement& into) {
  const std::string word = wait_word();
  if (word == "first") {
    into.is = wait_first();
    return;
  }
  cursor_.next();
  syntax::wait_time time;
  if (word == "for") {
    expect_word("for");
    time.length = span();
    into.is = std::move(time);
    return;
  }
  if (word == "until") {
    expect_word("until");
    time.until = expression();
    deadline_in_braces(time.at_latest, time);
    into.is = std::move(time);
    return;
  }
  const token_kind kind = cursor_.peek().kind;
  if (kind == token_kind::duration || kind == token_kind::integer) {
    tell(codes::expected, here(), "`for` is expected here", "write `wait for 5min`");
    time.length = span();
    into.is = std::move(time);
    return;
  }
  if (cursor_.peek(1).text != "=" && cursor_.peek(1).text != ":")
    expected("what is waited for",
             "write `wait NAME = CONTRACT.EVENT(…) { within … else … }`, `wait for 5min`, "
             "`wait until TIME` or `wait first { … }`");
  syntax::wait w;
  w.name = name("a name for the event");
  expect_binding("wait " + w.name.text);
  w.event = call();
  if (take_word("where"))
    w.where = expression();
  deadline_in_braces(w.until, w);
  into.is = std::move(w);
}

template <class Wait>
void parser::deadline_in_braces(std::optional<syntax::deadline>& into, Wait& of) {
  const bool is_open = cursor_.at_name("within") || cursor_.at_name("by");
  if (!cursor_.at_symbol("{") && !is_open)
    return;
  const std::size_t holes = holes_;
  braces(
      deadline_words,
      [&] {
        word_of("the deadline of a wait", deadline_words);
        if (into)
          tell(codes::given_twice, here(), "a wait has one deadline", "keep one of them");
        into = deadline();
      },
      words::statements());
  of.is_broken = holes_ != holes;
}

syntax::wait_first parser::wait_first() {
  syntax::wait_first w;
  const source_span start = cursor_.next().at;
  expect_word("first");
  if (!cursor_.at_symbol("{"))
    w.name = name("a name for what the arms yield");
  w.at = from(start);
  const std::size_t holes = holes_;
  braces(deadline_words, [&] {
    if (cursor_.peek(1).text == "=") {
      w.arms.push_back(wait_arm());
      return;
    }
    word_of("an event or the deadline of a `wait first`", deadline_words);
    if (w.until)
      tell(codes::given_twice, here(), "a wait has one deadline", "keep one of them");
    w.until = deadline();
  });
  w.is_broken = holes_ != holes;
  return w;
}

syntax::wait_arm parser::wait_arm() {
  syntax::wait_arm a;
  const source_span start = here();
  a.name = name("a name for the event");
  expect_symbol("=");
  a.event = call();
  if (take_word("where"))
    a.where = expression();
  a.at = from(start);
  a.body = block();
  return a;
}

syntax::retry parser::retry() {
  syntax::retry r;
  const source_span start = cursor_.next().at;
  if (cursor_.at_name("every") || cursor_.at_name("from"))
    lacks_bound(codes::unbounded_retry, "nothing bounds the retries, so they may go on for ever",
                "bound them: `retry 3 times, every 5s else hold \"…\"`");
  else
    r.times = expression();
  if (r.times && !take_word("times"))
    lacks("`times`", "write `retry 3 times, every 5s` or `retry 3 times, from 200ms to 30s`");
  if (r.times && !cursor_.take_symbol(","))
    lacks("`,`", "write `retry 3 times, every 5s` or `retry 3 times, from 200ms to 30s`");
  if (take_word("every")) {
    r.every = span();
  } else if (cursor_.at_name("from") || at_word("from")) {
    expect_word("from");
    r.from = expression();
    expect_word("to");
    r.to = expression();
  } else {
    expected("`every` or `from`", "write `every 6h` or `from 200ms to 30s`");
  }
  r.at = from(start);
  if (take_else())
    r.otherwise = outcome();
  return r;
}

syntax::deadline parser::deadline() {
  syntax::deadline d;
  static_cast<syntax::when&>(d) = when(word_of("a deadline", deadline_words));
  if (take_else())
    d.otherwise = outcome();
  return d;
}

syntax::when parser::when(const std::string& word) {
  syntax::when w;
  const source_span start = cursor_.next().at;
  if (word == "by") {
    w.by = expression();
  } else {
    w.within = span();
    if (cursor_.take_name("of"))
      w.of_stage = stage_name();
  }
  w.at = from(start);
  return w;
}

syntax::block parser::outcome() {
  if (cursor_.at_symbol("{"))
    return block();
  syntax::block b;
  b.has_braces = false;
  const source_span start = here();
  const std::string word = word_of("what is done otherwise", words::outcomes());
  syntax::statement s;
  statement_of(word, s);
  s.at = from(start);
  b.at = s.at;
  b.statements.push_back(std::move(s));
  return b;
}

syntax::span parser::span() {
  syntax::span s;
  const source_span start = here();
  const token& unit = cursor_.peek(1);
  static constexpr std::array<std::string_view, 2> units = {"workdays", "workhours"};
  const std::string_view meant =
      words::is_in(units, unit.text) ? unit.text : words::nearest(unit.text, units);
  const bool counts =
      cursor_.peek().kind == token_kind::integer && unit.kind == token_kind::name && !meant.empty();
  if (!counts) {
    s.length = expression();
  } else {
    s.count = number("a number of working days or hours");
    const bool days = meant == "workdays";
    s.counts = days ? syntax::span::unit::workdays : syntax::span::unit::workhours;
    expect_word(days ? "workdays" : "workhours");
    expect_word("in", "say whose: `" + std::to_string(s.count) +
                          (days ? " workdays" : " workhours") + " in CALENDAR`");
    s.calendar = name("the name of a calendar");
  }
  s.at = from(start);
  return s;
}

} // namespace gantry::dsl
