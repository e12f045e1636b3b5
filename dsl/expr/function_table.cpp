#include "dsl/expr/function_table.hpp"

#include "dsl/expr/far_time.hpp"
#include "dsl/expr/network/network_values.hpp"

#include <map>

namespace gantry::dsl {

namespace {

using function_map = std::map<std::string, function_list, std::less<>>;

function_map make_functions() {
  function_list all;
  for (const auto add :
       {add_text_functions, add_text_search, add_text_lists, add_text_format, add_text_quote,
        add_conversions, add_number_conversions, add_time_functions, add_optional_functions,
        add_list_functions, add_number_functions, add_math_functions, add_bit_functions,
        add_network_functions, add_document_functions})
    add(all);
  function_map by_name;
  for (function_form& form : all)
    by_name[std::string(form.name)].push_back(std::move(form));
  return by_name;
}

const function_map& functions() {
  static const function_map all = make_functions();
  return all;
}

std::string_view name_of(argument_kind is) {
  static constexpr std::string_view names[] = {
      "any",       "bool",     "int",  "uint", "double", "decimal", "string", "bytes",
      "timestamp", "duration", "list", "map",  "type",   "ip",      "cidr",   "optional"};
  return names[static_cast<std::size_t>(is)];
}

} // namespace

const function_list* find_functions(std::string_view name) {
  const auto it = functions().find(name);
  return it == functions().end() ? nullptr : &it->second;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const auto& entry : functions())
    names.push_back(entry.first);
  return names;
}

bool is_function_space(std::string_view name) {
  if (name == "cel")
    return true;
  const std::string prefix = std::string(name) + ".";
  const auto it = functions().lower_bound(prefix);
  return it != functions().end() && it->first.starts_with(prefix);
}

bool fits(const value& v, argument_kind kind) {
  switch (kind) {
  case argument_kind::any: return true;
  case argument_kind::boolean: return v.is_bool();
  case argument_kind::integer: return v.is_int();
  case argument_kind::unsigned_integer: return v.is_uint();
  case argument_kind::floating: return v.is_double();
  case argument_kind::decimal: return v.is_decimal();
  case argument_kind::string: return v.is_string();
  case argument_kind::bytes: return v.is_bytes();
  case argument_kind::timestamp: return v.is_timestamp() || is_far_time(v);
  case argument_kind::duration: return v.is_duration();
  case argument_kind::list: return v.is_list();
  case argument_kind::map: return v.is_map();
  case argument_kind::type: return v.is_type();
  case argument_kind::ip: return v.is_record() && v.shape_ptr() == ip_type()->shape;
  case argument_kind::cidr: return v.is_record() && v.shape_ptr() == cidr_type()->shape;
  case argument_kind::optional: return true; // a `T?` is its value or none
  }
  return false;
}

bool may_fit(const type& t, argument_kind kind) {
  if (t.is == type::kind::dynamic || kind == argument_kind::any)
    return true;
  switch (kind) {
  case argument_kind::boolean: return t.is == type::kind::boolean;
  case argument_kind::integer: return t.is == type::kind::integer;
  case argument_kind::unsigned_integer: return t.is == type::kind::unsigned_integer;
  case argument_kind::floating: return t.is == type::kind::floating;
  case argument_kind::decimal: return t.is == type::kind::decimal;
  case argument_kind::string: return t.is == type::kind::string || t.is == type::kind::enumeration;
  case argument_kind::bytes: return t.is == type::kind::bytes;
  case argument_kind::timestamp: return t.is == type::kind::timestamp;
  case argument_kind::duration: return t.is == type::kind::duration;
  case argument_kind::list: return t.is == type::kind::list;
  case argument_kind::map: return t.is == type::kind::map;
  case argument_kind::ip: return &t == ip_type().get();
  case argument_kind::cidr: return &t == cidr_type().get();
  case argument_kind::optional: return t.is == type::kind::optional || t.is == type::kind::none;
  default: return false;
  }
}

std::string usage_of(const function_form& form) {
  std::string text;
  std::size_t first = 0;
  if (form.is_method) {
    text += std::string(name_of(form.takes[0])) + ".";
    first = 1;
  }
  text += std::string(form.name) + "(";
  for (std::size_t i = first; i < form.takes.size(); ++i)
    text += (i > first ? ", " : "") + std::string(name_of(form.takes[i]));
  return text + (form.is_variadic ? ", …)" : ")");
}

} // namespace gantry::dsl
