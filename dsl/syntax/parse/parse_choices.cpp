#include "dsl/check/report.hpp"
#include "dsl/syntax/parse/parser.hpp"

#include <array>
#include <utility>

/// Choices, repetitions, and tasks for people.
namespace gantry::dsl {

syntax::match parser::match() {
  syntax::match m;
  const source_span start = cursor_.next().at;
  m.subject = expression();
  m.at = from(start);
  const std::size_t holes = holes_;
  braces({}, [&] {
    syntax::match_arm a;
    const source_span first = here();
    if (tokens_.tokens[cursor_.position() - 1].text == ",")
      ++holes_; // a case was left out before it
    if ((cursor_.at_name("case") || cursor_.at_name("when")) &&
        cursor_.peek(1).kind != token_kind::symbol) {
      tell(codes::expected, here(), "a case is expected here, not `" + cursor_.peek().text + "`",
           "a case stands without it: `" + cursor_.peek(1).text + " { … }`");
      cursor_.next();
    }
    a.patterns.push_back(pattern());
    while (cursor_.take_symbol(","))
      a.patterns.push_back(pattern());
    a.at = from(first);
    a.body = block();
    m.arms.push_back(std::move(a));
  });
  m.is_broken = holes_ != holes;
  return m;
}

syntax::pattern parser::pattern() {
  syntax::pattern p;
  const token& t = cursor_.peek();
  p.at = t.at;
  if (t.kind == token_kind::name && t.text != "true" && t.text != "false") {
    p.is = t.text == "else" ? syntax::pattern::shape::otherwise : syntax::pattern::shape::name;
    p.text = t.text;
    cursor_.next();
    return p;
  }
  const bool is_literal = t.kind == token_kind::string || t.kind == token_kind::integer ||
                          t.kind == token_kind::decimal || t.kind == token_kind::name;
  if (!is_literal)
    expected("a case", "a case is a name, a text in quotes, a number, or `else`");
  p.is = syntax::pattern::shape::literal;
  p.text = t.text;
  p.literal = expression();
  return p;
}

syntax::each parser::each() {
  syntax::each e;
  const source_span start = cursor_.next().at;
  const auto head = [&] {
    if (cursor_.at_name("for") && cursor_.peek(1).text != "for")
      expected("a name for the list of results",
               "the results have a name: `each NAME for ITEM in LIST, 8 at once { … }`");
    e.name = name("a name for the list of results");
    const std::string form = "write `each " + e.name.text + " for ITEM in LIST, 8 at once { … }`";
    expect_word("for", form);
    e.item = name("a name for the item");
    expect_word("in", form);
    e.list = expression();
    if (take_word("by"))
      e.by = expression();
    if (cursor_.take_symbol(",")) {
      e.width = expression();
      expect_word("at");
      expect_word("once");
    } else {
      lacks_bound(codes::fan_out_wrong, "nothing says how many iterations go on at once",
                  "say it: `, 8 at once`");
    }
    e.at = from(start);
  };
  headed(head, [&] { e.body = block(); });
  return e;
}

syntax::repeat parser::repeat() {
  syntax::repeat r;
  const source_span start = cursor_.next().at;
  const auto head = [&] {
    r.name = name("a name for the list of results");
    expect_word("until",
                cursor_.at_name("while")
                    ? "say when it ends: `until !(…)` instead of `while …`"
                    : "write `repeat " + r.name.text + " until CONDITION, at most N else … { … }`");
    r.until = expression();
    if (cursor_.take_symbol(",")) {
      expect_word("at");
      expect_word("most");
      r.at_most = expression();
      r.at = from(start);
      if (take_else())
        r.otherwise = outcome();
      else
        lacks("`else`", "say what is done after the last round: `else hold \"…\"`");
    } else {
      lacks_bound(codes::unbounded_repeat, "nothing bounds the rounds, so they may go on for ever",
                  "bound them: `, at most 20 else hold \"…\"`");
      r.at = from(start);
    }
  };
  const auto body = [&] {
    if (!r.otherwise.has_braces || r.otherwise.statements.empty() || cursor_.at_symbol("{")) {
      r.body = block();
      return;
    }
    ++holes_;
    tell(codes::else_missing, r.otherwise.at,
         "nothing stands behind `else` but the block of the `repeat`",
         "say what is done after the last round: `else hold \"…\" {`");
    r.body = std::exchange(r.otherwise, {});
  };
  headed(head, body);
  return r;
}

syntax::task parser::task() {
  static constexpr std::array<std::string_view, 5> beginnings = {"show", "enter", "choose",
                                                                 "within", "by"};
  syntax::task t;
  const source_span start = cursor_.next().at;
  const auto head = [&] {
    if (cursor_.at_name("for") && cursor_.peek(1).text != "for")
      expected("the name of a task", "a task has a name: `task NAME for …`");
    t.name = name("the name of a task");
    expect_word("for", "say whose task it is: `task " + t.name.text + " for \"sales\" { … }`");
    t.whom = expression();
    t.at = from(start);
  };
  headed(head, [&] {
    const std::size_t holes = holes_;
    braces(
        beginnings, [&] { task_part(t); }, words::statements());
    t.is_broken = holes_ != holes;
  });
  return t;
}

void parser::task_part(syntax::task& into) {
  static constexpr std::array<std::string_view, 5> beginnings = {"show", "enter", "choose",
                                                                 "within", "by"};
  const std::string word = word_of("a line of a task", beginnings);
  const source_span at = here();
  if (word == "within" || word == "by") {
    if (!into.stretches.empty())
      given_twice(at, "the time of a task");
    due(into);
    return;
  }
  cursor_.next();
  if (word == "show") {
    if (!into.show.empty())
      given_twice(at, word);
    into.show = labels();
  } else if (word == "choose") {
    if (!into.choose.empty())
      given_twice(at, word);
    into.choose = names("a choice");
    more_names(into.choose, "a choice", "choices are divided by commas: `choose yes, no`",
               beginnings);
  } else {
    syntax::entry_field f;
    syntax::parameter entered;
    if (!tell_parameter_of_elsewhere(entered))
      name_with_type(entered);
    f.name = std::move(entered.name);
    f.of = std::move(entered.of);
    if (cursor_.take_symbol("="))
      f.initial = expression();
    f.at = from(at);
    into.enter.push_back(std::move(f));
  }
}

/// What was begun has ended: the block closes, or a line begins with a word that does not go on.
bool parser::is_another_line(words::list going_on) const {
  if (cursor_.at_symbol("}"))
    return true;
  const token& t = cursor_.peek();
  return is_first_on_line() && t.kind == token_kind::name && !words::is_in(going_on, t.text) &&
         words::nearest(t.text, going_on).empty();
}

void parser::due(syntax::task& into) {
  static constexpr std::array<std::string_view, 2> beginnings = {"within", "by"};
  while (true) {
    syntax::due d;
    const source_span start = here();
    d.until = when(word_of("the time of a task", beginnings));
    if (!at_word("else")) {
      d.at = from(start);
      into.stretches.push_back(std::move(d));
      return;
    }
    expect_word("else");
    const token& t = cursor_.peek();
    const bool escalates =
        cursor_.at_name("escalate") || (cursor_.peek(1).text == "to" && at_word("escalate"));
    if (escalates) {
      expect_word("escalate");
      expect_word("to");
      d.escalate_to = expression();
      d.at = from(start);
      into.stretches.push_back(std::move(d));
      if (is_another_line(beginnings)) {
        ++holes_;
        tell(codes::deadline_missing, into.stretches.back().at,
             "nothing says how long the one asked last has time, and what then",
             "go on with `within 4h else …`: a choice, or `hold \"…\"`");
        return;
      }
      continue;
    }
    if (t.kind == token_kind::name && !words::is_reserved(t.text)) {
      d.choice = syntax::identifier{t.text, t.at};
      cursor_.next();
    } else {
      d.outcome = outcome();
    }
    d.at = from(start);
    into.stretches.push_back(std::move(d));
    return;
  }
}

} // namespace gantry::dsl
