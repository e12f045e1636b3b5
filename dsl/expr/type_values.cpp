#include "dsl/expr/type_values.hpp"

#include <array>
#include <string>

namespace gantry::dsl {
namespace {

struct type_name {
  std::string_view written;
  std::string_view kind; ///< as value::kind_name says it
};

constexpr std::array<type_name, 21> type_names = {{
    {"bool", "bool"},
    {"int", "int"},
    {"uint", "uint"},
    {"double", "double"},
    {"decimal", "decimal"},
    {"string", "string"},
    {"bytes", "bytes"},
    {"list", "list"},
    {"map", "map"},
    {"type", "type"},
    {"null_type", "null_type"},
    {"optional_type", "optional_type"},
    {"timestamp", "google.protobuf.Timestamp"},
    {"duration", "google.protobuf.Duration"},
    {"google.protobuf.Timestamp", "google.protobuf.Timestamp"},
    {"google.protobuf.Duration", "google.protobuf.Duration"},
    {"net.IP", "net.IP"},
    {"net.CIDR", "net.CIDR"},
    {"dyn", "dyn"},
    {"google.protobuf.NullValue", "null_type"},
    {"json", "dyn"},
}};

} // namespace

std::optional<value> type_value_named(std::string_view name) {
  for (const auto& known : type_names)
    if (known.written == name)
      return value::make_type(std::string(known.kind));
  return std::nullopt;
}

} // namespace gantry::dsl
