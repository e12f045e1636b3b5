#include "dsl/base/value.hpp"

#include "dsl/base/json.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace gantry {

record_shape::record_shape(std::string name, std::vector<std::string> names)
    : type_name(std::move(name)), fields(std::move(names)), canonical_order(fields.size()) {
  labels.reserve(fields.size());
  for (const auto& field : fields) {
    append_json_string(labels.emplace_back(), field);
    labels.back() += ':';
  }
  std::iota(canonical_order.begin(), canonical_order.end(), 0u);
  std::sort(canonical_order.begin(), canonical_order.end(),
            [this](std::uint32_t a, std::uint32_t b) { return utf16_less(fields[a], fields[b]); });
}

int record_shape::index_of(std::string_view name) const {
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (fields[i] == name)
      return static_cast<int>(i);
  return -1;
}

value::value(std::string text) : data_(std::make_shared<const std::string>(std::move(text))) {}

value::value(std::string_view text) : data_(std::make_shared<const std::string>(text)) {}

value::value(const char* text) : data_(std::make_shared<const std::string>(text)) {}

value value::make_bytes(std::string bytes) {
  value v;
  v.data_ = std::make_shared<const bytes_data>(bytes_data{std::move(bytes)});
  return v;
}

value value::make_list(list_type items) {
  value v;
  v.data_ = std::make_shared<const list_type>(std::move(items));
  return v;
}

value value::make_record(record_shape_ptr shape, std::vector<value> fields) {
  if (shape == nullptr || shape->fields.size() != fields.size())
    throw std::logic_error("a record has as many fields as its shape");
  value v;
  v.data_ = std::make_shared<const record_data>(record_data{std::move(shape), std::move(fields)});
  return v;
}

value value::make_type(std::string name) {
  value v;
  v.data_ = std::make_shared<const type_data>(type_data{std::move(name)});
  return v;
}

value value::make_optional(value inner) {
  value v;
  v.data_ = std::make_shared<const optional_data>(optional_data{true, std::move(inner)});
  return v;
}

value value::make_absent_optional() {
  static const auto absent = std::make_shared<const optional_data>(optional_data{false, {}});
  value v;
  v.data_ = absent;
  return v;
}

const std::string& value::type_name() const {
  return std::get<type_ptr>(data_)->name;
}

const value* value::inner() const {
  const auto& body = *std::get<optional_ptr>(data_);
  return body.present ? &body.inner : nullptr;
}

const value* value::find_path(std::string_view path) const {
  const value* at = this;
  while (at != nullptr && !path.empty()) {
    const auto dot = path.find('.');
    at = at->find(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  return at;
}

std::string value::kind_name() const {
  return std::visit(overloaded{
                        [](std::monostate) -> std::string { return "null_type"; },
                        [](bool) -> std::string { return "bool"; },
                        [](std::int64_t) -> std::string { return "int"; },
                        [](std::uint64_t) -> std::string { return "uint"; },
                        [](double) -> std::string { return "double"; },
                        [](const decimal&) -> std::string { return "decimal"; },
                        [](timestamp) -> std::string { return "google.protobuf.Timestamp"; },
                        [](duration) -> std::string { return "google.protobuf.Duration"; },
                        [](const text_ptr&) -> std::string { return "string"; },
                        [](const bytes_ptr&) -> std::string { return "bytes"; },
                        [](const list_ptr&) -> std::string { return "list"; },
                        [](const map_ptr&) -> std::string { return "map"; },
                        [](const record_ptr& r) -> std::string {
                          return r->shape->type_name.empty() ? "record" : r->shape->type_name;
                        },
                        [](const type_ptr&) -> std::string { return "type"; },
                        [](const optional_ptr&) -> std::string { return "optional_type"; },
                    },
                    data_);
}

std::string value::kind_in_words() const {
  auto name = kind_name();
  if (name == "google.protobuf.Timestamp")
    return "timestamp";
  if (name == "google.protobuf.Duration")
    return "duration";
  return name == "optional_type" ? "optional" : name == "null_type" ? "null" : name;
}

} // namespace gantry
