#include "dsl/expr/expression_parser.hpp"

#include <utility>

namespace gantry::dsl {

expression_parser::node expression_parser::parse_postfix(node e) {
  while (e != nullptr) {
    if (at_.at_symbol(".") || at_.at_symbol(".?"))
      e = parse_member(e);
    else if (at_.at_symbol("[") || at_.at_symbol("[?"))
      e = parse_index(e);
    else if (at_.at_symbol("..") && at_.peek().at.line == last_.end_line)
      return fail_at(at_.peek().at, "GF0114", "between two points the name of a field is expected",
                     "name it, or take one of them away");
    else
      return e;
  }
  return nullptr;
}

expression_parser::node expression_parser::parse_member(const node& target) {
  const bool optional = take().text == ".?";
  const token& name = at_.peek();
  if (name.kind != token_kind::name && name.kind != token_kind::type_name)
    return fail_at(name.at, "GF0114",
                   "after `.` the name of a field is expected, not " + shown(name),
                   name.kind == token_kind::string ? "texts are joined with `+`" : "");
  take();
  if (name.kind == token_kind::type_name && at_.at_symbol("{") && !optional)
    return parse_qualified_record(*target, name);
  node e = start(syntax_kind::field, name);
  e->name = name.text;
  e->is_optional = optional;
  e->at = target->at;
  e->target = target;
  if (at_.at_symbol("(") && !optional) {
    e->is = syntax_kind::call;
    if (!parse_arguments(*e))
      return nullptr;
  }
  extend(e->at, last_);
  return finish(std::move(e));
}

expression_parser::node expression_parser::parse_qualified_record(const expression_syntax& target,
                                                                  const token& name) {
  const std::string qualifier = dotted_name(target);
  if (qualifier.empty())
    return fail_at(name.at, "GF0114", "before the name of a type only names can stand");
  node e = start(syntax_kind::record, name);
  e->name = qualifier + "." + name.text;
  e->at = target.at;
  return parse_record_fields(std::move(e));
}

expression_parser::node expression_parser::parse_index(const node& target) {
  const token& bracket = open();
  node e = start(syntax_kind::index, bracket);
  e->is_optional = bracket.text == "[?";
  e->at = target->at;
  e->target = target;
  node key = parse_conditional();
  if (key == nullptr || !expect_symbol("]", "after the index"))
    return nullptr;
  e->operands = {key};
  extend(e->at, last_);
  return finish(std::move(e));
}

bool expression_parser::parse_arguments(expression_syntax& call) {
  open();
  while (!at_.at_symbol(")")) {
    node argument = parse_conditional();
    if (argument == nullptr)
      return false;
    call.operands.push_back(argument);
    if (at_.at_symbol(":"))
      return report_label(call, *argument);
    if (!at_.at_symbol(","))
      break;
    take();
  }
  return expect_symbol(")", "after the arguments of `" + call.name + "`");
}

bool expression_parser::report_label(const expression_syntax& call,
                                     const expression_syntax& label) {
  const bool is_type = 'A' <= call.name.front() && call.name.front() <= 'Z';
  fail_at(label.at, "GF0115", "the arguments of the function `" + call.name + "` have no labels",
          is_type ? "a record stands in braces: `" + call.name + " { " + text_of(label) + ": … }`"
                  : "write the values only; labels stand in calls of operations, events and "
                    "workflows");
  return false;
}

} // namespace gantry::dsl
