#pragma once

#include "dsl/expr/evaluation.hpp"

#include <string>

/// Reading fields and entries, and the optionals that `.?` and `[?` make.
namespace gantry::dsl {

/// A field of a record or entry of a map. The index was found when the expression was compiled and
/// is used where the record has that shape; other shapes are asked by name.
struct field_reader {
  std::string name;
  record_shape_ptr shape; ///< null where the type is not known
  std::size_t index = 0;

  field_reader(std::string field_name, const type& of);
  /// Null when there is none.
  [[nodiscard]] const value* find(const value& in) const;
};

class field_node final : public node {
public:
  field_node(const expression_syntax& s, node_ptr target, field_reader field)
      : node(s), target_(std::move(target)), field_(std::move(field)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  node_ptr target_;
  field_reader field_;
};

/// `.?name`, and `.name` on what is optional already: absent where nothing is there.
class optional_field_node final : public node {
public:
  optional_field_node(const expression_syntax& s, node_ptr target, field_reader field)
      : node(s), target_(std::move(target)), field_(std::move(field)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  node_ptr target_;
  field_reader field_;
};

class has_node final : public condition_node {
public:
  has_node(const expression_syntax& s, node_ptr target, field_reader field)
      : condition_node(s), target_(std::move(target)), field_(std::move(field)) {}

protected:
  bool decide(frame& f, bool& holds) const override;

private:
  node_ptr target_;
  field_reader field_;
};

class index_node final : public node {
public:
  index_node(const expression_syntax& s, node_ptr target, node_ptr key)
      : node(s), target_(std::move(target)), key_(std::move(key)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  node_ptr target_;
  node_ptr key_;
};

/// `[?key]`, and `[key]` on what is optional already.
class optional_index_node final : public node {
public:
  optional_index_node(const expression_syntax& s, node_ptr target, node_ptr key)
      : node(s), target_(std::move(target)), key_(std::move(key)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  node_ptr target_;
  node_ptr key_;
};

/// `x.orValue(y)` and `x.or(y)`: y is evaluated only where x is absent.
class coalesce_node final : public node {
public:
  coalesce_node(const expression_syntax& s, node_ptr optional, node_ptr otherwise, bool unwraps)
      : node(s), optional_(std::move(optional)), otherwise_(std::move(otherwise)),
        unwraps_(unwraps) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  node_ptr optional_;
  node_ptr otherwise_;
  bool unwraps_;
};

/// What an optional, or a value that may be none, holds; null when it is absent.
[[nodiscard]] const value* present_value(const value& v);

} // namespace gantry::dsl
