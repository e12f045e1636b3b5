#include "dsl/conformance/named_values.hpp"

namespace gantry::dsl {

named_values::named_values(const value& bindings, std::string container, expression_rules rules)
    : container_(std::move(container)), rules_(rules) {
  for (const auto& [name, bound] : bindings.as_map()) {
    known_[name.as_string()] = {static_cast<std::uint32_t>(values_.size()), dynamic_type()};
    values_.push_back(bound);
  }
}

const static_name* named_values::find_rooted(std::string_view name) const {
  const auto found = known_.find(name);
  return found == known_.end() ? nullptr : &found->second;
}

const static_name* named_values::find_name(std::string_view name) const {
  std::string space = container_;
  while (!space.empty()) {
    if (const auto* found = find_rooted(space + "." + std::string(name)))
      return found;
    const auto point = space.rfind('.');
    space.resize(point == std::string::npos ? 0 : point);
  }
  return find_rooted(name);
}

std::vector<std::string> named_values::names() const {
  std::vector<std::string> all;
  for (const auto& known : known_)
    all.push_back(known.first);
  return all;
}

} // namespace gantry::dsl
