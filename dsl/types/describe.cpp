#include "dsl/types/builders.hpp"

#include <algorithm>

namespace gantry::dsl {

std::string to_string(const type& t) {
  switch (t.is) {
  case type::kind::dynamic: return "json";
  case type::kind::boolean: return "bool";
  case type::kind::integer: return "int";
  case type::kind::unsigned_integer: return "uint";
  case type::kind::floating: return "double";
  case type::kind::decimal: return "decimal";
  case type::kind::string: return "string";
  case type::kind::bytes: return "bytes";
  case type::kind::timestamp: return "timestamp";
  case type::kind::duration: return "duration";
  case type::kind::none: return "none";
  case type::kind::list: return to_string(*t.element) + "[]";
  case type::kind::map:
    return (t.key ? "map(" + to_string(*t.key) + ", " : "map[") + to_string(*t.element) +
           (t.key ? ")" : "]");
  case type::kind::optional: return to_string(*t.element) + "?";
  case type::kind::record: return t.name.empty() ? "record" : t.name;
  case type::kind::enumeration: return t.name;
  }
  return "?";
}

namespace {

/// Structural: every field that is due is there and fits; what may be left out may be missing.
bool record_fits(const type& from, const type& to) {
  if (&from == &to || (!from.name.empty() && from.name == to.name))
    return true;
  return std::all_of(to.fields.begin(), to.fields.end(), [&](const field& due) {
    const auto* found = find_field(from, due.name);
    return found == nullptr ? is_optional(*due.of) : assignable(*found->of, *due.of);
  });
}

} // namespace

bool assignable(const type& from, const type& to) {
  using kind = type::kind;
  if (&from == &to || from.is == kind::dynamic || to.is == kind::dynamic)
    return true;
  if (to.is == kind::optional)
    return from.is == kind::none || assignable(without_optional(from), *to.element);
  if (from.is != to.is) // an enum is a string at run time, and integers are exact as decimals
    return (from.is == kind::enumeration && to.is == kind::string) ||
           (to.is == kind::decimal &&
            (from.is == kind::integer || from.is == kind::unsigned_integer));
  switch (to.is) {
  case kind::list: return assignable(*from.element, *to.element);
  case kind::map:
    return assignable(*from.element, *to.element) && assignable(*key_of(from), *key_of(to));
  case kind::record: return record_fits(from, to);
  case kind::enumeration: return from.name == to.name;
  default: return true;
  }
}

} // namespace gantry::dsl
