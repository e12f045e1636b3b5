#include "dsl/syntax/parse/parser.hpp"

#include <memory>
#include <utility>

namespace gantry::dsl {

namespace {

syntax::type_name wrapped(syntax::type_name inner, syntax::type_name::shape as,
                          const source_span& at) {
  syntax::type_name outer;
  outer.is = as;
  outer.at = at;
  outer.element = std::make_shared<syntax::type_name>(std::move(inner));
  return outer;
}

} // namespace

syntax::type_name parser::type() {
  const token& first = cursor_.peek();
  const source_span start = first.at;
  syntax::type_name found;
  if (first.kind != token_kind::name && first.kind != token_kind::type_name)
    expected("a type");
  cursor_.next();
  found.name = first.text;
  if (first.text == "map" && cursor_.take_symbol("[")) {
    found = wrapped(type(), syntax::type_name::shape::map, start);
    expect_symbol("]");
  } else if (first.kind == token_kind::name && cursor_.take_symbol(".")) {
    found.name = type_identifier().text;
  }
  found.at = from(start);
  while (true) {
    if (cursor_.take_symbol("?")) {
      found = wrapped(std::move(found), syntax::type_name::shape::optional, from(start));
    } else if (cursor_.at_symbol("[") && cursor_.peek(1).text == "]") {
      cursor_.next();
      cursor_.next();
      found = wrapped(std::move(found), syntax::type_name::shape::list, from(start));
    } else {
      return found;
    }
  }
}

syntax::parameter parser::parameter() {
  syntax::parameter p;
  // Before `:` any word is a name, so that a document's own names can be kept.
  const token& t = cursor_.peek();
  if (t.kind != token_kind::name)
    expected("a name");
  cursor_.next();
  p.name = {t.text, t.at};
  expect_symbol(":");
  p.of = type();
  while (cursor_.peek(1).text != ":") {
    if (cursor_.take_name("key"))
      p.is_key = true;
    else if (cursor_.take_name("personal"))
      p.is_personal = true;
    else
      break;
  }
  return p;
}

std::vector<syntax::parameter> parser::parameters() {
  std::vector<syntax::parameter> all;
  expect_symbol("(");
  if (!cursor_.at_symbol(")")) {
    all.push_back(parameter());
    while (cursor_.take_symbol(","))
      all.push_back(parameter());
  }
  expect_symbol(")");
  return all;
}

syntax::call parser::call() {
  syntax::call c;
  const source_span start = cursor_.peek().at;
  c.name = name("the name of an operation");
  if (cursor_.take_symbol(".")) {
    c.contract = std::move(c.name);
    const token& t = cursor_.peek(); // after `.` any word is a name
    if (t.kind != token_kind::name)
      expected("the name of an operation");
    cursor_.next();
    c.name = {t.text, t.at};
  }
  c.arguments = arguments();
  c.at = from(start);
  return c;
}

std::vector<syntax::labelled> parser::arguments() {
  std::vector<syntax::labelled> all;
  expect_symbol("(");
  while (!cursor_.at_symbol(")")) {
    const token& t = cursor_.peek();
    if (t.kind != token_kind::name || cursor_.peek(1).text != ":")
      expected("an argument with its label", "write `name: value`");
    cursor_.next();
    cursor_.next();
    all.push_back({{t.text, t.at}, expression()});
    if (!cursor_.take_symbol(","))
      break;
  }
  expect_symbol(")");
  return all;
}

std::vector<syntax::label> parser::labels() {
  std::vector<syntax::label> all;
  do {
    const token& t = cursor_.peek();
    if (t.kind != token_kind::name)
      expected("a label");
    cursor_.next();
    expect_symbol("=");
    all.push_back({{t.text, t.at}, expression()});
  } while (cursor_.take_symbol(","));
  return all;
}

} // namespace gantry::dsl
