#include "dsl/expr/functions/arguments.hpp"
#include "dsl/expr/nodes_access.hpp"
#include "dsl/types/builders.hpp"

// `or`, `orValue`, `optMap` and `optFlatMap` evaluate a part only where it is needed: they are
// nodes.
namespace gantry::dsl {
namespace {

using taken = argument_kind;

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

bool make_present(const function_call& c, value& out) {
  out = value::make_optional(c[0]);
  return true;
}

bool make_absent(const function_call&, value& out) {
  out = value::make_absent_optional();
  return true;
}

/// What a field of a message has when nobody has set it.
bool is_zero_value(const value& v) {
  if (v.is_bool())
    return !v.as_bool();
  if (v.is_int())
    return v.as_int() == 0;
  if (v.is_uint())
    return v.as_uint() == 0;
  if (v.is_double())
    return v.as_double() == 0;
  if (v.is_decimal())
    return v.as_decimal().is_zero();
  if (v.is_string())
    return v.as_string().empty();
  if (v.is_bytes())
    return v.as_bytes().empty();
  if (v.is_duration())
    return v.as_duration().ns == 0;
  if (v.is_list())
    return v.as_list().empty();
  if (v.is_map())
    return v.as_map().empty();
  return v.is_none() || (v.is_optional() && v.inner() == nullptr);
}

bool make_of_non_zero(const function_call& c, value& out) {
  return is_zero_value(c[0]) ? make_absent(c, out) : make_present(c, out);
}

/// The items that are there.
bool unwrap_all(const function_call& c, value& out) {
  const auto& items = c[0].as_list();
  if (!c.spend(items.size(), items.size() * sizeof(value)))
    return false;
  value::list_type kept;
  for (const auto& item : items)
    if (const auto* inside = present_value(item))
      kept.push_back(*inside);
  out = value::make_list(std::move(kept));
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

type_ref unwrapped_list(std::span<const type_ref> arguments) {
  const auto& t = arguments.front();
  return t->is == type::kind::list && is_optional(*t->element) ? list_of(t->element->element)
                                                               : list_of(dynamic_type());
}

} // namespace

void add_optional_functions(function_list& all) {
  all.push_back({"hasValue", true, {taken::optional}, always<boolean_type>, is_present, false});
  all.push_back({"value", true, {taken::optional}, inner_type, value_of, false});
  all.push_back({"optional.of", false, {taken::any}, optional_type, make_present, false});
  all.push_back(
      {"optional.ofNonZeroValue", false, {taken::any}, optional_type, make_of_non_zero, false});
  all.push_back({"optional.none", false, {}, always<none_type>, make_absent, false});
  all.push_back({"optional.unwrap", false, {taken::list}, unwrapped_list, unwrap_all, false});
  all.push_back({"unwrapOpt", true, {taken::list}, unwrapped_list, unwrap_all, false});
}

} // namespace gantry::dsl
