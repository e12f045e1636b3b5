#include "dsl/check/report.hpp"
#include "dsl/syntax/parse/parser.hpp"

#include <algorithm>
#include <utility>

namespace gantry::dsl {

namespace {

/// Where parsing goes on after a mistake in a workflow's body.
words::list body_beginnings() {
  static const std::vector<std::string_view> all = [] {
    std::vector<std::string_view> both(words::headers().begin(), words::headers().end());
    both.insert(both.end(), words::statements().begin(), words::statements().end());
    return both;
  }();
  return all;
}

} // namespace

syntax::workflow parser::workflow() {
  syntax::workflow w;
  refused_ = false;
  w.documentation = cursor_.documentation();
  const source_span start = cursor_.next().at;
  w.name = name("the name of a workflow");
  w.parameters = parameters();
  if (cursor_.take_symbol("->"))
    w.returns = type();
  w.at = from(start);
  w.body.at = braces(body_beginnings(), [&] {
    const token& word = cursor_.peek();
    if (cursor_.at_name("on")) {
      w.handlers.push_back(handler());
    } else if (words::is_in(words::headers(), word.text) && cursor_.peek(1).text != "=") {
      const bool late = !w.body.statements.empty() || !w.handlers.empty();
      if (late)
        report(diagnostics_, codes::misplaced, word.at,
               quoted(word.text) + " belongs before the first statement", "move it up");
      header(w);
    } else {
      const bool late = !w.handlers.empty();
      syntax::statement s = statement();
      if (late)
        report(diagnostics_, codes::misplaced, s.at, "a statement cannot stand behind a handler",
               "handlers `on EVENT` come last");
      w.body.statements.push_back(std::move(s));
    }
  });
  w.has_unsupported = refused_;
  return w;
}

bool parser::header(syntax::workflow& into) {
  const token& word = cursor_.peek();
  const auto once = [&](bool already) {
    if (already)
      report(diagnostics_, codes::given_twice, word.at, quoted(word.text) + " is given twice",
             "keep one of them");
  };
  if (word.text == "begin" || word.text == "sla") {
    refused_header();
    return false;
  }
  cursor_.next();
  if (word.text == "version") {
    once(into.version.has_value());
    into.version = number("a version number");
  } else if (word.text == "key") {
    once(!into.key.empty());
    into.key = {expression()};
    while (cursor_.take_symbol(","))
      into.key.push_back(expression());
  } else if (word.text == "priority") {
    once(into.priority != nullptr);
    into.priority = expression();
  } else if (word.text == "search") {
    once(!into.search.empty());
    into.search = labels();
  } else {
    once(into.pause_freezes.has_value());
    pause(into);
  }
  return true;
}

void parser::pause(syntax::workflow& into) {
  if (cursor_.take_name("freezes"))
    into.pause_freezes = true;
  else if (cursor_.take_name("keeps"))
    into.pause_freezes = false;
  else
    expected("`freezes` or `keeps`", "write `pause freezes deadlines` or `pause keeps deadlines`");
  expect_word("deadlines");
}

syntax::handler parser::handler() {
  syntax::handler h;
  const source_span start = cursor_.next().at;
  h.event = call();
  if (cursor_.take_name("where"))
    h.where = expression();
  expect_word("as");
  h.as = name("a name for the event");
  h.at = from(start);
  handler_arms(h);
  return h;
}

void parser::handler_arms(syntax::handler& into) {
  const token& inner = cursor_.peek(1);
  const bool by_stage =
      inner.kind == token_kind::name && (inner.text == "before" || inner.text == "otherwise");
  if (!by_stage) {
    into.arms.push_back({std::nullopt, block()});
    return;
  }
  static constexpr std::string_view beginnings[] = {"before", "otherwise"};
  const source_span all = braces(beginnings, [&] {
    syntax::arm a;
    if (cursor_.take_name("before"))
      a.before = name("the name of a stage");
    else if (!cursor_.take_name("otherwise"))
      unknown_word("an arm of a handler", beginnings);
    a.body = block();
    into.arms.push_back(std::move(a));
  });
  const bool complete = !into.arms.empty() && !into.arms.back().before &&
                        std::all_of(into.arms.begin(), into.arms.end() - 1,
                                    [](const syntax::arm& a) { return a.before.has_value(); });
  if (!complete)
    report(diagnostics_, codes::else_missing, all,
           "the last arm of a handler says what is done `otherwise`",
           "end it with `otherwise { }` to refuse the event there");
}

} // namespace gantry::dsl
