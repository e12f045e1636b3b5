#include "dsl/expr/function_table.hpp"
#include "dsl/expr/operators.hpp"
#include "dsl/syntax/lex/utf8.hpp"
#include "dsl/types/builders.hpp"

#include <algorithm>
#include <compare>

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

bool put_flat(const function_call& c, const value& list, std::int64_t levels,
              value::list_type& flat) {
  for (const auto& item : list.as_list()) {
    if (!c.spend(1, sizeof(value)))
      return false;
    if (!item.is_list() || levels == 0)
      flat.push_back(item);
    else if (!put_flat(c, item, levels - 1, flat))
      return false;
  }
  return true;
}

bool flatten(const function_call& c, value& out) {
  const auto levels = c.count() > 1 ? c[1].as_int() : 1;
  if (levels < 0)
    return c.fail("`flatten` takes no " + std::to_string(levels) + " levels", "take 0 or more");
  value::list_type flat;
  if (!put_flat(c, c[0], levels, flat))
    return false;
  out = value::make_list(std::move(flat));
  return true;
}

/// From the one position up to the other, which is not part of it.
bool slice(const function_call& c, value& out) {
  const auto& items = c[0].as_list();
  const auto from = c[1].as_int(), to = c[2].as_int();
  if (from < 0 || from > to || to > static_cast<std::int64_t>(items.size()))
    return c.fail("there is no part from " + std::to_string(from) + " to " + std::to_string(to) +
                      " of a list of " + std::to_string(items.size()) + " items",
                  "positions count from 0, and the second one is not part of it");
  const auto n = static_cast<std::size_t>(to - from);
  if (!c.spend(n, n * sizeof(value)))
    return false;
  out = value::make_list({items.begin() + from, items.begin() + to});
  return true;
}

/// Items that are equal keep their order.
bool sort(const function_call& c, value& out) {
  auto items = c[0].as_list();
  std::size_t comparisons = items.size();
  for (auto n = items.size(); n > 1; n /= 2)
    comparisons += items.size();
  if (!c.spend(comparisons, items.size() * sizeof(value)))
    return false;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto order = order_of(items.front(), items[i]);
    if (!order || *order == std::partial_ordering::unordered)
      return c.fail(show(items.front()) + " and " + show(items[i]) + " have no order",
                    "sort numbers, texts, bytes, bools, times or spans of one kind");
  }
  std::stable_sort(items.begin(), items.end(), [](const value& a, const value& b) {
    const auto order = order_of(a, b);
    return order && *order == std::partial_ordering::less;
  });
  out = value::make_list(std::move(items));
  return true;
}

bool range(const function_call& c, value& out) {
  const auto n = std::max<std::int64_t>(c[0].as_int(), 0);
  if (!c.spend(static_cast<std::size_t>(n), static_cast<std::size_t>(n) * sizeof(value)))
    return false;
  value::list_type items;
  for (std::int64_t i = 0; i < n; ++i)
    items.emplace_back(i);
  out = value::make_list(std::move(items));
  return true;
}

type_ref flattened_type(std::span<const type_ref> /*arguments*/) {
  return list_of(dynamic_type());
}

type_ref list_of_ints(std::span<const type_ref> /*arguments*/) {
  return list_of(int_type());
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
  all.push_back({"flatten", true, {taken::list, taken::integer}, flattened_type, flatten, false});
  all.push_back(
      {"slice", true, {taken::list, taken::integer, taken::integer}, same_as_first, slice, false});
  all.push_back({"sort", true, {taken::list}, same_as_first, sort, false});
  all.push_back({"lists.range", false, {taken::integer}, list_of_ints, range, false});
}

} // namespace gantry::dsl
