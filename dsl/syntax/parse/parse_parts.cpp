#include "dsl/check/report.hpp"
#include "dsl/syntax/parse/parser.hpp"
#include "dsl/types/builders.hpp"

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

/// `List<string>`, `list[string]`, `map<string, int>`, `optional string`.
void parser::tell_type_of_elsewhere(const token& name) {
  const bool is_generic = cursor_.at_symbol("<");
  const bool is_list = cursor_.at_symbol("[") && name.text != "map" && cursor_.peek(1).text != "]";
  const bool is_optional = name.text == "optional" && cursor_.peek().kind == token_kind::name;
  if (!is_generic && !is_list && !is_optional)
    return;
  std::string inner = cursor_.peek(is_optional ? 0 : 1).text;
  const bool is_map = name.text == "map" || name.text == "Map" || name.text == "dict";
  if (is_map && cursor_.peek(2).text == ",")
    inner = cursor_.peek(3).text;
  expected("another way to write this type",
           is_map        ? "keys are texts, and a map names its values: `map[" + inner + "]`"
           : is_optional ? "what may be absent is written `" + inner + "?`"
                         : "a list is written behind its items: `" + inner +
                               "[]`; what may be absent is `" + inner + "?`");
}

syntax::type_name parser::type(int marks) {
  const token& first = cursor_.peek();
  const source_span start = first.at;
  syntax::type_name found;
  const bool is_next_line = is_first_on_line() && first.kind == token_kind::name &&
                            primitive_named(first.text) == nullptr && cursor_.peek(1).text != "." &&
                            first.text != "map";
  if (is_next_line || (first.kind != token_kind::name && first.kind != token_kind::type_name))
    expected("a type", cursor_.at_symbol("[")
                           ? "a list is written behind its items: `" + cursor_.peek(1).text + "[]`"
                           : "");
  cursor_.next();
  tell_type_of_elsewhere(first);
  found.name = first.text;
  if (first.text == "map" && cursor_.take_symbol("[")) {
    if (++marks > limits::type_marks)
      expected("something other than one more `map[`", "nobody needs maps of maps this deep");
    found = wrapped(type(marks), syntax::type_name::shape::map, start);
    if (cursor_.at_symbol(","))
      expected("`]`", "keys are texts, and a map names its values only: `map[" +
                          cursor_.peek(1).text + "]`");
    expect_symbol("]");
  } else if (first.kind == token_kind::name && cursor_.take_symbol(".")) {
    found.contract = syntax::identifier{first.text, first.at};
    found.name = type_identifier().text;
  }
  found.at = from(start);
  const bool is_inside = marks > 0; // of `map[`, which the bracket closes
  if (!is_inside && cursor_.at_symbol("]")) {
    tell(codes::expected, here(), "`[` is expected here, not `]`",
         "a list is written behind its items: `" + found.name + "[]`");
    cursor_.next();
    found = wrapped(std::move(found), syntax::type_name::shape::list, start);
  }
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

void parser::name_with_type(syntax::parameter& into) {
  into.name = any_name("a name");
  const source_span mark = here();
  const bool is_marked = cursor_.take_symbol("?"); // behind the name instead of the type
  if (!cursor_.take_symbol(":"))
    expected("`:`", "say its type: `" + into.name.text + ": TYPE`");
  const std::string& behind = cursor_.peek(1).text;
  const bool is_mark = cursor_.at_name("key") || cursor_.at_name("personal");
  if (is_mark && (behind == "," || behind == ")" || behind == "}")) {
    lacks("a type", "say it before `" + cursor_.peek().text + "`: `" + into.name.text +
                        ": string " + cursor_.peek().text + "`");
    into.of.name = "string"; // most are
    into.of.at = here();
  } else {
    into.of = type();
  }
  if (!is_marked)
    return;
  tell(codes::expected, mark, "`:` is expected here, not `?`",
       "what may be absent has its mark behind the type: `" + into.name.text + ": " + into.of.name +
           "?`");
  into.of = wrapped(std::move(into.of), syntax::type_name::shape::optional, into.of.at);
}

syntax::parameter parser::parameter() {
  syntax::parameter p;
  if (!tell_parameter_of_elsewhere(p))
    name_with_type(p);
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
  if (cursor_.peek().kind == token_kind::name && cursor_.peek(1).kind == token_kind::name &&
      cursor_.peek(2).text == ".") {
    tell(codes::expected, here(),
         "the name of an operation is expected here, not `" + cursor_.peek().text + "`",
         "take `" + cursor_.peek().text + "` away");
    cursor_.next();
  }
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
    const bool is_equals = cursor_.peek(1).text == "=";
    if (t.kind != token_kind::name || (cursor_.peek(1).text != ":" && !is_equals))
      expected("an argument with its label", "every value has the name of its parameter before it: "
                                             "`NAME: value`");
    cursor_.next();
    if (is_equals)
      tell(codes::expected, here(), "`:` is expected here, not `=`",
           "an argument is written `" + t.text + ": value`");
    cursor_.next();
    all.push_back({{t.text, t.at}, expression()});
    within_list(all.size());
    if (cursor_.take_symbol(","))
      continue;
    if (cursor_.peek().kind != token_kind::name || cursor_.peek(1).text != ":")
      break;
    tell(codes::expected, here(), "`,` is expected before " + quoted(cursor_.peek().text),
         "arguments are divided by commas");
  }
  expect_symbol(")");
  return all;
}

std::vector<syntax::label> parser::labels() {
  std::vector<syntax::label> all;
  for (bool more = true; more;) {
    syntax::label l;
    l.name = any_name("a label");
    expect_symbol("=");
    l.value = expression();
    all.push_back(std::move(l));
    within_list(all.size());
    more = cursor_.take_symbol(",");
    const bool is_another = !more && !is_first_on_line() && cursor_.peek(1).text == "=" &&
                            cursor_.peek().kind == token_kind::name;
    if (is_another) {
      lacks("`,`", "divide what is named by commas: `" + all.back().name.text + " = …, " +
                       cursor_.peek().text + " = …`");
      more = true;
    }
  }
  return all;
}

} // namespace gantry::dsl
