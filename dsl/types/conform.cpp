#include "dsl/types/type.hpp"

#include <algorithm>

namespace gantry::dsl {
namespace {

value conform_record(const value& v, const type& as) {
  std::vector<value> fields;
  fields.reserve(as.fields.size());
  for (const auto& f : as.fields) {
    const auto* field = v.find(f.name);
    fields.push_back(field == nullptr ? value{} : conform(*field, *f.of));
  }
  return value::make_record(as.shape, std::move(fields));
}

} // namespace

bool fits_as_it_is(const value& v, const type& as) {
  using kind = type::kind;
  switch (as.is) {
  case kind::optional: return v.is_none() || fits_as_it_is(v, *as.element);
  case kind::decimal: return !v.is_int() && !v.is_uint();
  case kind::record: return !as.shape || (v.is_record() && v.shape_ptr() == as.shape);
  case kind::list:
    return !v.is_list() || std::ranges::all_of(v.as_list(), [&](const value& item) {
      return fits_as_it_is(item, *as.element);
    });
  default: return true;
  }
}

value conform(const value& v, const type& as) {
  using kind = type::kind;
  if (fits_as_it_is(v, as))
    return v;
  if (as.is == kind::optional)
    return conform(v, *as.element);
  if (as.is == kind::decimal && v.is_int())
    return decimal{v.as_int()};
  if (as.is == kind::decimal && v.is_uint())
    return decimal::from_unsigned(v.as_uint());
  if (as.is == kind::record && as.shape && (v.is_map() || v.is_record()))
    return conform_record(v, as);
  if (as.is == kind::list && v.is_list()) {
    value::list_type items;
    items.reserve(v.as_list().size());
    for (const auto& item : v.as_list())
      items.push_back(conform(item, *as.element));
    return value::make_list(std::move(items));
  }
  return v;
}

} // namespace gantry::dsl
