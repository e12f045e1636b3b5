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

syntax::type_name parser::type(int marks) {
  const token& first = cursor_.peek();
  const source_span start = first.at;
  syntax::type_name found;
  if (first.kind != token_kind::name && first.kind != token_kind::type_name)
    expected("a type");
  cursor_.next();
  found.name = first.text;
  if (first.text == "map" && cursor_.take_symbol("[")) {
    if (++marks > limits::type_marks)
      expected("something other than one more `map[`", "nobody needs maps of maps this deep");
    found = wrapped(type(marks), syntax::type_name::shape::map, start);
    expect_symbol("]");
  } else if (first.kind == token_kind::name && cursor_.take_symbol(".")) {
    found.contract = syntax::identifier{first.text, first.at};
    found.name = type_identifier().text;
  }
  found.at = from(start);
  const auto at_list = [&] { return cursor_.at_symbol("[") && cursor_.peek(1).text == "]"; };
  while (cursor_.at_symbol("?") || at_list()) {
    if (++marks > limits::type_marks)
      expected("something other than one more mark of the type",
               "nobody needs lists of lists this deep");
    const bool is_list = !cursor_.take_symbol("?");
    if (is_list) {
      cursor_.next();
      cursor_.next();
    }
    found = wrapped(std::move(found),
                    is_list ? syntax::type_name::shape::list : syntax::type_name::shape::optional,
                    from(start));
  }
  return found;
}

syntax::parameter parser::parameter() {
  syntax::parameter p;
  p.name = any_name("a name");
  expect_symbol(":");
  p.of = type();
  while (cursor_.peek(1).text != ":") {
    if (take_word("key"))
      p.is_key = true;
    else if (take_word("personal"))
      p.is_personal = true;
    else
      break;
  }
  p.at = from(p.name.at);
  return p;
}

std::vector<syntax::parameter> parser::parameters() {
  std::vector<syntax::parameter> all;
  expect_symbol("(");
  if (!cursor_.at_symbol(")")) {
    all.push_back(parameter());
    while (cursor_.take_symbol(",")) {
      within_list(all.size() + 1);
      all.push_back(parameter());
    }
  }
  expect_symbol(")");
  return all;
}

syntax::qualified_name parser::qualified(std::string_view what) {
  syntax::qualified_name q;
  const source_span start = here();
  q.name = name(what);
  if (cursor_.take_symbol(".")) {
    q.contract = std::move(q.name);
    q.name = any_name(what); // after `.` any word is a name
  }
  q.at = from(start);
  return q;
}

syntax::call parser::call() {
  syntax::call c;
  static_cast<syntax::qualified_name&>(c) = qualified("the name of an operation");
  const source_span open = here();
  c.arguments = arguments();
  c.arguments_at = from(open);
  c.at = from(c.at);
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
    within_list(all.size());
    if (!cursor_.take_symbol(","))
      break;
  }
  expect_symbol(")");
  return all;
}

std::vector<syntax::label> parser::labels() {
  std::vector<syntax::label> all;
  do {
    syntax::label l;
    l.name = any_name("a label");
    expect_symbol("=");
    l.value = expression();
    all.push_back(std::move(l));
    within_list(all.size());
  } while (cursor_.take_symbol(","));
  return all;
}

} // namespace gantry::dsl
