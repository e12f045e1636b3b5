#include "dsl/syntax/parse/parser.hpp"

#include <array>
#include <utility>

/// Mappings, settings, tables and calendars: what flows refer to.
namespace gantry::dsl {

syntax::mapping parser::mapping() {
  syntax::mapping m;
  m.documentation = cursor_.documentation();
  const source_span start = cursor_.next().at;
  m.name = name("the name of a mapping");
  m.parameters = parameters();
  if (!take_arrow())
    expected("`->`", "say what it makes: `mapping NAME(doc: json) -> TYPE { … }`");
  m.returns = type();
  const std::size_t holes = holes_;
  braces({}, [&] {
    if (at_mapping_rule()) {
      m.rules.push_back(mapping_rule());
      return;
    }
    syntax::label field;
    field.name = any_name("a field of the result");
    expect_binding(field.name.text);
    field.value = expression();
    m.fields.push_back(std::move(field));
    cursor_.take_symbol(",");
  });
  m.is_broken = holes_ != holes;
  m.at = from(start);
  return m;
}

namespace {

constexpr std::array<std::string_view, 2> rule_words = {"refuse", "warn"};

} // namespace

/// `refuse` and `warn` are fields like any other where `=` follows.
bool parser::at_mapping_rule() const {
  const token& t = cursor_.peek();
  return t.kind == token_kind::name && cursor_.peek(1).kind == token_kind::string &&
         (words::is_in(rule_words, t.text) || !words::nearest(t.text, rule_words).empty());
}

syntax::mapping_rule parser::mapping_rule() {
  syntax::mapping_rule r;
  const source_span start = here();
  r.refuses = word_of("a rule of a mapping", rule_words) == "refuse";
  cursor_.next();
  r.code_at = here();
  r.code = text("the code of the finding in quotes");
  if (cursor_.at_name("for")) {
    (void)cursor_.next();
    r.each = name("a name for each item");
    expect_word("in");
    r.items = expression();
  }
  if (cursor_.at_name("at")) {
    (void)cursor_.next();
    r.place = expression();
  }
  expect_word("when");
  r.condition = expression();
  expect_word("because");
  r.because = expression();
  r.at = from(start);
  return r;
}

syntax::setting parser::setting() {
  syntax::setting s;
  s.documentation = cursor_.documentation();
  const source_span start = cursor_.next().at;
  s.name = name("the name of a setting");
  if (!cursor_.take_symbol(":"))
    expected("`:`",
             "say its type: `setting " + s.name.text + ": " +
                 (cursor_.peek().kind == token_kind::name ? cursor_.peek().text : "decimal") +
                 " = …`");
  s.of = type();
  expect_binding("setting " + s.name.text + ": TYPE");
  s.initial = expression();
  s.at = from(start);
  return s;
}

syntax::table parser::table() {
  syntax::table t;
  t.documentation = cursor_.documentation();
  const source_span start = cursor_.next().at;
  t.name = name("the name of a table");
  t.parameters = parameters();
  if (!take_arrow())
    expected("`->`", "say what it gives: `table NAME(…) -> TYPE`");
  t.returns = type();
  t.has_rows = cursor_.at_symbol("{");
  const std::size_t holes = holes_;
  if (t.has_rows)
    braces({}, [&] { t.rows.push_back(table_row()); });
  else if (at_table_file())
    t.file = table_file();
  t.is_broken = holes_ != holes;
  t.at = from(start);
  return t;
}

bool parser::at_table_file() const {
  static constexpr std::array<std::string_view, 1> from_word = {"from"};
  const token& t = cursor_.peek();
  return t.kind == token_kind::name && cursor_.peek(1).kind == token_kind::string &&
         (t.text == "from" || !words::nearest(t.text, from_word).empty());
}

syntax::table_file parser::table_file() {
  syntax::table_file f;
  expect_word("from");
  const source_span start = here();
  f.path = text("the path of a CSV file in quotes, such as \"units.csv\"");
  f.at = from(start);
  return f;
}

syntax::table_row parser::table_row() {
  syntax::table_row r;
  const source_span start = here();
  r.keys.push_back(pattern());
  while (cursor_.take_symbol(",")) {
    within_list(r.keys.size() + 1);
    r.keys.push_back(pattern());
  }
  expect_symbol("->");
  r.is = expression();
  r.at = from(start);
  return r;
}

syntax::calendar parser::calendar() {
  static constexpr std::array<std::string_view, 3> beginnings = {"zone", "open", "holidays"};
  syntax::calendar c;
  c.documentation = cursor_.documentation();
  const source_span start = cursor_.next().at;
  c.name = name("the name of a calendar");
  const std::size_t holes = holes_;
  braces(beginnings, [&] {
    const std::string word = word_of("a line of a calendar", beginnings);
    const source_span at = here();
    if (word == "open") {
      c.open.push_back(opening_hours());
      return;
    }
    cursor_.next();
    if (word == "zone") {
      if (c.zone_at.line != 0)
        given_twice(at, word);
      c.zone_at = here();
      c.zone = text("the name of a time zone in quotes, such as \"Europe/Berlin\"");
    } else {
      if (c.holidays)
        given_twice(at, word);
      c.holidays = name("the name of a table of dates");
    }
  });
  c.is_broken = holes_ != holes;
  c.at = from(start);
  return c;
}

syntax::opening_hours parser::opening_hours() {
  syntax::opening_hours o;
  const source_span start = cursor_.next().at;
  o.first_day = name("a day of the week, such as `mon`");
  if (cursor_.take_symbol(".."))
    o.last_day = name("a day of the week, such as `fri`");
  else if (cursor_.at_symbol("-"))
    expected("`..`", "days from one to another are written `mon..fri`");
  const source_span hours = here();
  o.from = text("the time of opening in quotes, such as \"08:00\"");
  expect_symbol("..");
  o.to = text("the time of closing in quotes, such as \"17:00\"");
  o.hours_at = from(hours);
  o.at = from(start);
  return o;
}

} // namespace gantry::dsl
