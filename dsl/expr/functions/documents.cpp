#include "dsl/base/json.hpp"
#include "dsl/expr/function_table.hpp"
#include "dsl/expr/nodes_access.hpp"
#include "dsl/types/builders.hpp"

/// Functions for documents of others, in which anything may be absent.
namespace gantry::dsl {
namespace {

using taken = argument_kind;

/// The text of a plain value, numbers with the digits that they came with; empty for all else, so
/// that an absent member and an empty one are the same.
bool plain_text(const function_call& c, value& out) {
  const value* v = present_value(c[0]);
  if (v == nullptr) {
    out = value(std::string_view{});
    return true;
  }
  if (v->is_string()) {
    out = *v;
    return true;
  }
  std::string text;
  if (v->is_decimal())
    text = v->as_decimal().to_plain_string();
  else if (v->is_int() || v->is_uint() || v->is_bool())
    text = to_json(*v);
  if (!c.spend(1, text.size()))
    return false;
  out = value(std::move(text));
  return true;
}

/// The items of a list; none where there is no list.
bool items_of(const function_call& c, value& out) {
  const value* v = present_value(c[0]);
  out = v != nullptr && v->is_list() ? *v : value::make_list({});
  return true;
}

type_ref list_of_anything(std::span<const type_ref> arguments) {
  const auto& of = without_optional(*arguments.front());
  return of.is == type::kind::list ? list_of(of.element) : list_of(dynamic_type());
}

} // namespace

void add_document_functions(function_list& all) {
  all.push_back({"text", false, {taken::any}, always<string_type>, plain_text, false});
  all.push_back({"items", false, {taken::any}, list_of_anything, items_of, false});
}

} // namespace gantry::dsl
