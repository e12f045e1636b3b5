#include "examples/sandbox/field_reader.hpp"

#include "dsl/base/json.hpp"

#include <algorithm>

namespace gantry::sandbox {
namespace {

std::string shortened(const value& v) {
  return to_json(v).substr(0, 100);
}

} // namespace

field_reader::field_reader(const value& whole)
    : field_reader(&whole, "", std::make_shared<std::vector<field_error>>()) {
  if (!whole.is_map()) {
    errors_->push_back({"", "type", shortened(whole), "the body has to be a JSON object"});
    at_ = nullptr;
  }
}

field_reader::field_reader(const value* at, std::string path,
                           std::shared_ptr<std::vector<field_error>> errors)
    : at_(at), path_(std::move(path)), errors_(std::move(errors)) {}

std::string field_reader::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

const value* field_reader::find(std::string_view name) const {
  const value* const found = at_ ? at_->find(name) : nullptr;
  return found && !found->is_none() ? found : nullptr;
}

const value* field_reader::require(std::string_view name) {
  const value* const found = find(name);
  if (!found && at_)
    errors_->push_back({path_of(name), "required", "", "this field is missing"});
  return found;
}

void field_reader::complain(std::string_view name, std::string rule, std::string message) {
  const value* const found = find(name);
  errors_->push_back(
      {path_of(name), std::move(rule), found ? shortened(*found) : "", std::move(message)});
}

std::string field_reader::text(std::string_view name) {
  const value* const found = require(name);
  if (!found)
    return {};
  if (found->is_string())
    return found->as_string();
  complain(name, "type", "this has to be a string");
  return {};
}

decimal field_reader::number(std::string_view name) {
  const value* const found = require(name);
  if (!found)
    return {};
  if (found->is_int())
    return found->as_int();
  if (found->is_decimal())
    return found->as_decimal();
  if (found->is_string())
    if (const auto parsed = decimal::parse(found->as_string()))
      return *parsed;
  complain(name, "type", "this has to be a decimal of at most 34 digits, as a string");
  return {};
}

field_reader field_reader::inside(std::string_view name) {
  const value* found = require(name);
  if (found && !found->is_map()) {
    complain(name, "type", "this has to be an object");
    found = nullptr;
  }
  return {found, path_of(name), errors_};
}

std::vector<field_reader> field_reader::items(std::string_view name) {
  std::vector<field_reader> readers;
  const value* const found = require(name);
  if (!found)
    return readers;
  if (!found->is_list()) {
    complain(name, "type", "this has to be a list");
    return readers;
  }
  for (const auto& item : found->as_list()) {
    const std::string path = path_of(name) + "[" + std::to_string(readers.size()) + "]";
    if (!item.is_map())
      errors_->push_back({path, "type", shortened(item), "this has to be an object"});
    readers.push_back({item.is_map() ? &item : nullptr, path, errors_});
  }
  return readers;
}

void field_reader::expect_only(std::initializer_list<std::string_view> names) {
  if (!at_)
    return;
  for (const auto& [name, content] : at_->as_map())
    if (std::find(names.begin(), names.end(), name.as_string()) == names.end())
      complain(name.as_string(), "unknown-field", "this field is not known here");
}

} // namespace gantry::sandbox
