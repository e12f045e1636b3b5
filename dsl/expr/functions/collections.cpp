#include "dsl/expr/function_table.hpp"
#include "dsl/expr/nodes_access.hpp"
#include "dsl/expr/operators.hpp"
#include "dsl/syntax/lex/utf8.hpp"
#include "dsl/types/builders.hpp"

namespace gantry::dsl {
namespace {

using kind = argument_kind;

bool size_of(const function_call& c, value& out) {
  const auto& v = c[0];
  std::size_t n = 0;
  if (v.is_string())
    n = count_characters(v.as_string());
  else if (v.is_bytes())
    n = v.as_bytes().size();
  else if (v.is_list())
    n = v.as_list().size();
  else
    n = v.as_map().size();
  out = value(static_cast<std::int64_t>(n));
  return true;
}

bool distinct(const function_call& c, value& out) {
  value::list_type kept;
  for (const auto& item : c[0].as_list()) {
    bool known = false;
    for (const auto& one : kept) {
      bool equal = false;
      if (!are_equal(one, item, equal, c.in, c.at))
        return false;
      known = known || equal;
      if (known)
        break;
    }
    if (known)
      continue;
    if (!c.spend(1, sizeof(value)))
      return false;
    kept.push_back(item);
  }
  out = value::make_list(std::move(kept));
  return true;
}

bool flatten(const function_call& c, value& out) {
  value::list_type flat;
  for (const auto& item : c[0].as_list()) {
    const auto n = item.is_list() ? item.as_list().size() : 1;
    if (!c.spend(n, n * sizeof(value)))
      return false;
    if (item.is_list())
      flat.insert(flat.end(), item.as_list().begin(), item.as_list().end());
    else
      flat.push_back(item);
  }
  out = value::make_list(std::move(flat));
  return true;
}

type_ref flat_type(std::span<const type_ref> arguments) {
  const auto& t = arguments.front();
  if (t->is == type::kind::list && t->element->is == type::kind::list)
    return t->element;
  return t;
}

bool is_present(const function_call& c, value& out) {
  out = value(present_value(c[0]) != nullptr);
  return true;
}

bool value_of(const function_call& c, value& out) {
  const auto* inside = present_value(c[0]);
  if (inside == nullptr)
    return c.fail("the value is absent", "give one with `.orValue(…)`");
  out = *inside;
  return true;
}

type_ref inner_type(std::span<const type_ref> arguments) {
  const auto& t = arguments.front();
  return t->is == type::kind::optional ? t->element : dynamic_type();
}

type_ref optional_type(std::span<const type_ref> arguments) {
  const auto& t = arguments.front();
  return t->is == type::kind::dynamic ? t : optional_of(t);
}

} // namespace

void add_list_functions(function_list& all) {
  for (const auto container : {kind::string, kind::bytes, kind::list, kind::map}) {
    all.push_back({"size", false, {container}, always<int_type>, size_of, false});
    all.push_back({"size", true, {container}, always<int_type>, size_of, false});
  }
  all.push_back({"distinct", true, {kind::list}, same_as_first, distinct, false});
  all.push_back({"flatten", true, {kind::list}, flat_type, flatten, false});
}

void add_optional_functions(function_list& all) {
  all.push_back({"hasValue", true, {kind::optional}, always<boolean_type>, is_present, false});
  all.push_back({"value", true, {kind::optional}, inner_type, value_of, false});
  all.push_back({"optional.of",
                 false,
                 {kind::any},
                 optional_type,
                 [](const function_call& c, value& out) {
                   out = value::make_optional(c[0]);
                   return true;
                 },
                 false});
  all.push_back({"optional.none",
                 false,
                 {},
                 always<none_type>,
                 [](const function_call&, value& out) {
                   out = value::make_absent_optional();
                   return true;
                 },
                 false});
}

} // namespace gantry::dsl
