#include "dsl/check/report.hpp"
#include "dsl/syntax/parse/parser.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gantry::dsl {

syntax::workflow parser::workflow() {
  syntax::workflow w;
  w.documentation = cursor_.documentation();
  const source_span start = cursor_.next().at;
  const std::size_t holes = holes_;
  statements_ = 0;
  w.name = name("the name of a workflow");
  w.parameters = parameters();
  if (take_arrow())
    w.returns = type();
  w.at = from(start);
  was_workflow_ = true;
  w.body.at = braces(words::body(), [&] { workflow_part(w); });
  w.whole = from(start);
  w.is_broken =
      holes_ != holes || std::any_of(lost_.begin(), lost_.end(), [&](const source_span& hole) {
        return w.whole.line <= hole.line && hole.line <= w.whole.end_line;
      });
  return w;
}

void parser::workflow_part(syntax::workflow& into) {
  if (cursor_.at_name("on")) {
    into.handlers.push_back(handler());
    return;
  }
  const token& t = cursor_.peek();
  const auto is_whole = [](const syntax::statement& s) {
    return !std::holds_alternative<syntax::broken>(s.is); // others may have been headers
  };
  const auto& statements = into.body.statements;
  const bool begun =
      std::any_of(statements.begin(), statements.end(), is_whole) || !into.handlers.empty();
  const words::list words = begun ? words::statements() : words::body();
  const bool is_header = t.kind == token_kind::name && words::is_in(words::headers(), t.text) &&
                         cursor_.peek(1).text != "=";
  std::string word = t.text;
  if (is_header && begun)
    tell(codes::misplaced, t.at, quoted(word) + " belongs before the first statement",
         "move it up");
  if (!is_header && !words::is_in(words::statements(), word)) {
    const std::string_view near =
        t.kind == token_kind::name ? words::nearest(word, words) : std::string_view{};
    if (words::is_in(words::headers(), near) && cursor_.peek(1).text != "=")
      word = word_of("a header of a workflow", words::headers());
  }
  if (words::is_in(words::headers(), word)) {
    header(into, word);
    return;
  }
  const std::string& behind = cursor_.peek(1).text;
  if (!begun && t.kind == token_kind::name && (behind == "within" || behind == "by") &&
      !words::is_reserved(t.text)) {
    tell(codes::unknown_word, t.at, "a header does not begin with " + quoted(t.text),
         "a service level begins with its word: `sla " + t.text + " " + behind + " …`");
    into.levels.push_back(service_level(t.at));
    return;
  }
  const bool late = !into.handlers.empty();
  syntax::statement s = statement();
  if (late)
    tell(codes::misplaced, s.at, "a statement cannot stand behind a handler",
         "handlers `on EVENT` come last");
  into.body.statements.push_back(std::move(s));
}

void parser::header(syntax::workflow& into, const std::string& word) {
  const source_span at = here();
  const auto once = [&](bool already) {
    if (already)
      given_twice(at, word);
  };
  if (word == "begin") {
    into.begins.push_back(beginning());
  } else if (word == "sla") {
    into.levels.push_back(service_level(cursor_.next().at));
  } else {
    cursor_.next();
    pass_sign_behind(word);
    if (word == "version") {
      once(into.version.has_value());
      into.version = number("a version number");
    } else if (word == "key") {
      once(!into.key.empty());
      key(into);
    } else if (word == "priority") {
      once(into.priority != nullptr);
      into.priority = expression();
    } else if (word == "search") {
      once(!into.search.empty());
      into.search = labels();
    } else {
      once(into.pause_freezes.has_value());
      pause(into);
    }
  }
  into.headers.push_back({word, from(at)});
}

void parser::key(syntax::workflow& into) {
  into.key = {expression()};
  while (cursor_.take_symbol(","))
    into.key.push_back(expression());
}

void parser::pause(syntax::workflow& into) {
  static constexpr std::array<std::string_view, 2> choices = {"freezes", "keeps"};
  if (cursor_.peek().kind != token_kind::name)
    expected("`freezes` or `keeps`", "write `pause freezes deadlines` or `pause keeps deadlines`");
  into.pause_freezes = word_of("what a pause does to deadlines", choices) == "freezes";
  cursor_.next();
  expect_word("deadlines");
}

syntax::beginning parser::beginning() {
  syntax::beginning b;
  const source_span start = cursor_.next().at;
  if (cursor_.take_name("on")) {
    syntax::begin_on on;
    on.event = qualified("the event that begins the flow");
    expect_word("as");
    on.as = name("a name for the event");
    if (take_word("where"))
      on.where = expression();
    b.is = std::move(on);
  } else if (cursor_.take_name("at")) {
    syntax::begin_at at;
    at.time_at = here();
    at.time = text("a time of the day in quotes, such as \"08:30\"");
    expect_word("in");
    at.calendar = name("the name of a calendar");
    b.is = std::move(at);
  } else {
    expected("`on` or `at`", "write `begin on CONTRACT.EVENT as NAME (…)` or "
                             "`begin at \"08:30\" in CALENDAR (…)`");
  }
  const source_span open = here();
  b.arguments = arguments();
  b.arguments_at = from(open);
  b.at = from(start);
  return b;
}

syntax::service_level parser::service_level(const source_span& start) {
  static constexpr std::array<std::string_view, 2> beginnings = {"within", "by"};
  syntax::service_level s;
  s.name = stage_name();
  s.until = when(word_of("the time of a service level", beginnings));
  if (cursor_.take_symbol(",")) {
    expect_word("warn");
    s.warn = span();
    expect_word("before");
  }
  s.at = from(start);
  if (take_else())
    s.otherwise = outcome();
  return s;
}

syntax::handler parser::handler() {
  syntax::handler h;
  const source_span start = cursor_.next().at;
  const auto head = [&] {
    h.event = call();
    if (take_word("where"))
      h.where = expression();
    expect_word("as");
    h.as = name("a name for the event");
    if (cursor_.at_name("where")) {
      tell(codes::expected, here(), "`{` is expected here, not `where`",
           "the condition stands before `as`: `… where CONDITION as " + h.as.text + " {`");
      cursor_.next();
      h.where = expression();
    }
    h.at = from(start);
  };
  headed(head, [&] { handler_arms(h); });
  h.whole = from(start);
  return h;
}

void parser::handler_arms(syntax::handler& into) {
  static constexpr std::array<std::string_view, 2> beginnings = {"before", "otherwise"};
  const token& inner = cursor_.peek(1);
  const bool by_stage =
      inner.kind == token_kind::name && !words::is_in(words::statements(), inner.text) &&
      (words::is_in(beginnings, inner.text) || !words::nearest(inner.text, beginnings).empty());
  if (!by_stage) {
    syntax::arm only;
    only.at = here();
    only.body = block();
    only.at = only.body.at;
    into.arms.push_back(std::move(only));
    return;
  }
  into.has_arms = true;
  const std::size_t holes = holes_;
  const source_span all = braces(beginnings, [&] {
    syntax::arm a;
    const source_span start = here();
    const std::string word = word_of("an arm of a handler", beginnings);
    cursor_.next();
    if (word == "before")
      a.before = name("the name of a stage");
    a.body = block();
    a.at = from(start);
    into.arms.push_back(std::move(a));
  });
  const bool complete = !into.arms.empty() && !into.arms.back().before &&
                        std::all_of(into.arms.begin(), into.arms.end() - 1,
                                    [](const syntax::arm& a) { return a.before.has_value(); });
  if (!complete && holes_ == holes)
    tell(codes::else_missing, all, "the last arm of a handler says what is done `otherwise`",
         "end it with `otherwise { }` to refuse the event there");
}

} // namespace gantry::dsl
