#include "dsl/expr/function_table.hpp"
#include "dsl/expr/operators.hpp"
#include "dsl/syntax/lex/utf8.hpp"
#include "dsl/types/builders.hpp"

namespace gantry::dsl {
namespace {

using taken = argument_kind;

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

/// The first or last item as an optional.
template <bool First>
bool end_of(const function_call& c, value& out) {
  const auto& items = c[0].as_list();
  out = items.empty() ? value::make_absent_optional()
                      : value::make_optional(First ? items.front() : items.back());
  return true;
}

type_ref optional_item(std::span<const type_ref> arguments) {
  const auto& t = arguments.front();
  const bool is_known = t->is == type::kind::list && t->element->is != type::kind::dynamic;
  return is_known ? optional_of(t->element) : dynamic_type();
}

bool reverse_list(const function_call& c, value& out) {
  const auto& items = c[0].as_list();
  if (!c.spend(items.size(), items.size() * sizeof(value)))
    return false;
  out = value::make_list({items.rbegin(), items.rend()});
  return true;
}

} // namespace

void add_list_functions(function_list& all) {
  for (const auto container : {taken::string, taken::bytes, taken::list, taken::map}) {
    all.push_back({"size", false, {container}, always<int_type>, size_of, false});
    all.push_back({"size", true, {container}, always<int_type>, size_of, false});
  }
  all.push_back({"first", true, {taken::list}, optional_item, end_of<true>, false});
  all.push_back({"last", true, {taken::list}, optional_item, end_of<false>, false});
  all.push_back({"reverse", true, {taken::list}, same_as_first, reverse_list, false});
  all.push_back({"distinct", true, {taken::list}, same_as_first, distinct, false});
  all.push_back({"flatten", true, {taken::list}, flat_type, flatten, false});
}

} // namespace gantry::dsl
