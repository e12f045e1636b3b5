#include "dsl/expr/expression_parser.hpp"
#include "dsl/limits.hpp"

#include <utility>

namespace gantry::dsl {

expression_parser::node expression_parser::parse_list() {
  const token& bracket = open();
  node e = start(syntax_kind::list, bracket);
  bool optional = bracket.text == "[?";
  while (!at_.at_symbol("]")) {
    expression_syntax::entry item;
    item.is_optional = optional || at_.at_symbol("?");
    if (at_.at_symbol("?"))
      take();
    optional = false;
    item.value = parse_conditional();
    if (item.value == nullptr)
      return nullptr;
    e->entries.push_back(std::move(item));
    if (e->entries.size() > limits::items)
      return fail_at(last_, "GF0112", "this holds more than 10,000 items",
                     "what is that long stands in a document, not in a flow");
    if (!at_.at_symbol(","))
      break;
    take();
  }
  if (!expect_symbol("]", "after the items of the list"))
    return nullptr;
  extend(e->at, last_);
  return finish(std::move(e));
}

expression_parser::node expression_parser::parse_map() {
  node e = start(syntax_kind::map, open());
  while (!at_.at_symbol("}")) {
    expression_syntax::entry item;
    item.is_optional = at_.at_symbol("?");
    if (item.is_optional)
      take();
    item.key = parse_conditional();
    if (item.key == nullptr || !expect_symbol(":", "after the key of a map"))
      return nullptr;
    item.value = parse_conditional();
    if (item.value == nullptr)
      return nullptr;
    e->entries.push_back(std::move(item));
    if (e->entries.size() > limits::items)
      return fail_at(last_, "GF0112", "this holds more than 10,000 items",
                     "what is that long stands in a document, not in a flow");
    if (!at_.at_symbol(","))
      break;
    take();
  }
  if (!expect_symbol("}", "after the entries of the map"))
    return nullptr;
  extend(e->at, last_);
  return finish(std::move(e));
}

expression_parser::node expression_parser::parse_record_fields(node e) {
  open();
  while (!at_.at_symbol("}")) {
    expression_syntax::entry item;
    item.is_optional = at_.at_symbol("?");
    if (item.is_optional)
      take();
    const token& name = at_.peek();
    if (name.kind != token_kind::name && name.kind != token_kind::type_name)
      return fail_at(name.at, "GF0114",
                     "the name of a field of " + e->name + " is expected, not " + shown(name),
                     name.kind == token_kind::string
                         ? "names of fields stand without quotes: `" + name.text + ": …`"
                         : "");
    take();
    item.name = name.text;
    item.name_at = name.at;
    if (!expect_symbol(":", "after the name of a field"))
      return nullptr;
    item.value = parse_conditional();
    if (item.value == nullptr)
      return nullptr;
    e->entries.push_back(std::move(item));
    if (e->entries.size() > limits::items)
      return fail_at(last_, "GF0112", "this holds more than 10,000 items",
                     "what is that long stands in a document, not in a flow");
    if (at_.peek().kind == token_kind::name && at_.peek(1).text == ":")
      return fail_at(at_.peek().at, "GF0111",
                     "here `,` is expected before `" + at_.peek().text + "`",
                     "fields are divided by commas");
    if (!at_.at_symbol(","))
      break;
    take();
  }
  if (!expect_symbol("}", "after the fields of " + e->name))
    return nullptr;
  extend(e->at, last_);
  return finish(std::move(e));
}

} // namespace gantry::dsl
