#pragma once

#include "dsl/expr/compile_expression.hpp"

#include <map>
#include <string>
#include <vector>

namespace gantry::dsl {

/// Names for an expression that stands alone: nothing is known of their types, as of CEL's `dyn`.
class named_values final : public static_environment {
public:
  /// `container`: the namespace in which names are looked up, from the innermost outwards.
  named_values(const value& bindings, std::string container, expression_rules rules);

  [[nodiscard]] const static_name* find_name(std::string_view name) const override;
  [[nodiscard]] const static_name* find_rooted(std::string_view name) const override;
  [[nodiscard]] type_ref find_type(std::string_view) const override { return nullptr; }
  [[nodiscard]] const static_define* find_define(std::string_view) const override {
    return nullptr;
  }
  [[nodiscard]] std::vector<std::string> names() const override;
  [[nodiscard]] expression_rules rules() const override { return rules_; }
  /// In the order of the slots.
  [[nodiscard]] const std::vector<value>& values() const { return values_; }

private:
  std::map<std::string, static_name, std::less<>> known_;
  std::vector<value> values_;
  std::string container_;
  expression_rules rules_;
};

} // namespace gantry::dsl
