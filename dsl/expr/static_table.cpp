#include "dsl/expr/static_table.hpp"

#include "dsl/base/json.hpp"

#include <utility>

namespace gantry::dsl {

std::string shown_keys(std::span<const value> keys) {
  std::string text;
  for (const value& key : keys) {
    if (!text.empty())
      text += ", ";
    append_json(text, key);
  }
  return text;
}

bool static_table::add(std::span<const value> keys, row of) {
  return rows_.emplace(shown_keys(keys), std::move(of)).second;
}

const static_table::row* static_table::find(std::span<const value> keys) const {
  if (const auto found = rows_.find(shown_keys(keys)); found != rows_.end())
    return &found->second;
  return otherwise_ ? &*otherwise_ : nullptr;
}

} // namespace gantry::dsl
