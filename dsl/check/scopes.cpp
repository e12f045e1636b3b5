#include "dsl/check/scopes.hpp"

#include <utility>

namespace gantry::dsl {

std::map<std::string, binding, std::less<>> scopes::close() {
  std::map<std::string, binding, std::less<>> closed = std::move(levels_.back());
  levels_.pop_back();
  return closed;
}

binding* scopes::find(std::string_view name) {
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level)
    if (const auto at = level->find(name); at != level->end())
      return &at->second;
  return nullptr;
}

std::vector<std::string> scopes::names() const {
  std::vector<std::string> all;
  for (const auto& level : levels_)
    for (const auto& [name, meaning] : level)
      all.push_back(name);
  return all;
}

} // namespace gantry::dsl
