#include "dsl/types/builders.hpp"

#include <array>
#include <utility>

namespace gantry::dsl {
namespace {

type_ref make_primitive(type::kind is) {
  auto t = std::make_shared<type>();
  t->is = is;
  return t;
}

type_ref wrap(type::kind is, type_ref element) {
  auto t = std::make_shared<type>();
  t->is = is;
  t->element = std::move(element);
  return t;
}

} // namespace

type_ref dynamic_type() {
  static const type_ref t = make_primitive(type::kind::dynamic);
  return t;
}

type_ref boolean_type() {
  static const type_ref t = make_primitive(type::kind::boolean);
  return t;
}

type_ref int_type() {
  static const type_ref t = make_primitive(type::kind::integer);
  return t;
}

type_ref uint_type() {
  static const type_ref t = make_primitive(type::kind::unsigned_integer);
  return t;
}

type_ref double_type() {
  static const type_ref t = make_primitive(type::kind::floating);
  return t;
}

type_ref decimal_type() {
  static const type_ref t = make_primitive(type::kind::decimal);
  return t;
}

type_ref string_type() {
  static const type_ref t = make_primitive(type::kind::string);
  return t;
}

type_ref bytes_type() {
  static const type_ref t = make_primitive(type::kind::bytes);
  return t;
}

type_ref timestamp_type() {
  static const type_ref t = make_primitive(type::kind::timestamp);
  return t;
}

type_ref duration_type() {
  static const type_ref t = make_primitive(type::kind::duration);
  return t;
}

type_ref none_type() {
  static const type_ref t = make_primitive(type::kind::none);
  return t;
}

type_ref primitive_named(std::string_view name) {
  static const std::array primitives{
      std::pair{std::string_view{"bool"}, boolean_type()},
      std::pair{std::string_view{"int"}, int_type()},
      std::pair{std::string_view{"uint"}, uint_type()},
      std::pair{std::string_view{"double"}, double_type()},
      std::pair{std::string_view{"decimal"}, decimal_type()},
      std::pair{std::string_view{"string"}, string_type()},
      std::pair{std::string_view{"bytes"}, bytes_type()},
      std::pair{std::string_view{"timestamp"}, timestamp_type()},
      std::pair{std::string_view{"duration"}, duration_type()},
      std::pair{std::string_view{"json"}, dynamic_type()},
  };
  for (const auto& [primitive, t] : primitives)
    if (primitive == name)
      return t;
  return nullptr;
}

type_ref list_of(type_ref element) {
  return wrap(type::kind::list, std::move(element));
}

type_ref map_of(type_ref element, type_ref key) {
  auto t = std::make_shared<type>();
  t->is = type::kind::map;
  t->element = std::move(element);
  const bool is_text = !key || key->is == type::kind::string || key->is == type::kind::enumeration;
  if (!is_text)
    t->key = std::move(key);
  return t;
}

type_ref key_of(const type& map) {
  return map.key ? map.key : string_type();
}

type_ref optional_of(type_ref element) {
  if (element->is == type::kind::optional)
    return element;
  return wrap(type::kind::optional, std::move(element));
}

type_ref enum_of(std::string name, std::vector<std::string> members) {
  auto t = std::make_shared<type>();
  t->is = type::kind::enumeration;
  t->name = std::move(name);
  t->members = std::move(members);
  return t;
}

type_ref make_record_type(std::string name, std::vector<field> fields) {
  std::vector<std::string> names;
  names.reserve(fields.size());
  for (const auto& f : fields)
    names.push_back(f.name);
  auto t = std::make_shared<type>();
  t->is = type::kind::record;
  t->shape = std::make_shared<const record_shape>(name, std::move(names));
  t->name = std::move(name);
  t->fields = std::move(fields);
  return t;
}

const type& without_optional(const type& t) {
  return is_optional(t) ? *t.element : t;
}

const field* find_field(const type& record, std::string_view name) {
  for (const auto& f : record.fields)
    if (f.name == name)
      return &f;
  return nullptr;
}

bool is_scalar(const type& t) {
  switch (t.is) {
  case type::kind::dynamic:
  case type::kind::boolean:
  case type::kind::integer:
  case type::kind::unsigned_integer:
  case type::kind::decimal:
  case type::kind::string:
  case type::kind::timestamp:
  case type::kind::enumeration: return true;
  default: return false;
  }
}

} // namespace gantry::dsl
