#include "tests/fuzz/value_types.hpp"

#include <algorithm>

namespace gantry::fuzz {
namespace {

bool has_fields(const value& v, const dsl::type& of) {
  if (!v.is_record() && !v.is_map())
    return false;
  return std::all_of(of.fields.begin(), of.fields.end(), [&](const dsl::field& f) {
    const auto* found = v.find(f.name);
    return has_type(found == nullptr ? value{} : *found, *f.of);
  });
}

bool has_items(const value& v, const dsl::type& of) {
  return v.is_list() && std::all_of(v.as_list().begin(), v.as_list().end(),
                                    [&](const value& item) { return has_type(item, of); });
}

bool has_members(const value& v, const dsl::type& of) {
  return v.is_map() && std::all_of(v.as_map().begin(), v.as_map().end(),
                                   [&](const auto& m) { return has_type(m.second, of); });
}

} // namespace

bool has_type(const value& v, const dsl::type& of) {
  using kind = dsl::type::kind;
  if (v.is_optional() && of.is == kind::optional)
    return v.inner() == nullptr || has_type(*v.inner(), *of.element);
  switch (of.is) {
  case kind::dynamic: return true;
  case kind::boolean: return v.is_bool();
  case kind::integer: return v.is_int();
  case kind::unsigned_integer: return v.is_uint();
  case kind::floating: return v.is_double();
  case kind::decimal: return v.is_decimal() || v.is_int() || v.is_uint();
  case kind::string: return v.is_string();
  case kind::bytes: return v.is_bytes();
  case kind::timestamp: return v.is_timestamp();
  case kind::duration: return v.is_duration();
  case kind::none: return v.is_none();
  case kind::list: return has_items(v, *of.element);
  case kind::map: return has_members(v, *of.element);
  case kind::optional: return v.is_none() || has_type(v, *of.element);
  case kind::record: return has_fields(v, of);
  case kind::enumeration: return v.is_string();
  }
  return false;
}

} // namespace gantry::fuzz
