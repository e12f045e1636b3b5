#pragma once

#include "dsl/expr/evaluation.hpp"
#include "dsl/expr/macro_call.hpp"

#include <vector>

namespace gantry::dsl {

/// What all macros that walk over a list or a map have.
struct walk_parts {
  node_ptr range;
  std::size_t local = 0; ///< of the first variable; the second follows
  bool has_two = false;  ///< position or key, and item
  node_ptr condition;    ///< of filter and of map with three arguments; or null
  node_ptr body;         ///< null for filter
};

class quantifier_node final : public condition_node {
public:
  quantifier_node(const expression_syntax& s, macro_kind kind, walk_parts parts)
      : condition_node(s), kind_(kind), parts_(std::move(parts)) {}

protected:
  bool decide(frame& f, bool& holds) const override;

private:
  macro_kind kind_;
  walk_parts parts_;
};

/// filter, map, transformList, transformMap, transformMapEntry
class transform_node final : public node {
public:
  transform_node(const expression_syntax& s, macro_kind kind, walk_parts parts)
      : node(s), kind_(kind), parts_(std::move(parts)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  bool add_entries(const value& made, value::map_entries& entries, frame& f) const;
  macro_kind kind_;
  walk_parts parts_;
};

/// `sum`: starts with the zero of the type, so that the sum of nothing has the right type.
class sum_node final : public node {
public:
  sum_node(const expression_syntax& s, value zero, walk_parts parts)
      : node(s), zero_(std::move(zero)), parts_(std::move(parts)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  value zero_;
  walk_parts parts_;
};

/// min_by, max_by: the item whose value is smallest or largest, the first of several.
class extreme_node final : public node {
public:
  extreme_node(const expression_syntax& s, bool largest, walk_parts parts)
      : node(s), largest_(largest), parts_(std::move(parts)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  bool largest_;
  walk_parts parts_;
};

/// group_by: a list of records of `key` and `items`, in the order in which the keys came; without
/// their shape it is index_by: a map.
class grouping_node final : public node {
public:
  grouping_node(const expression_syntax& s, record_shape_ptr group, walk_parts parts)
      : node(s), group_(std::move(group)), parts_(std::move(parts)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  record_shape_ptr group_;
  walk_parts parts_;
};

/// sort_by: the items in the order of their values, the least first; equal ones keep theirs.
class sorting_node final : public node {
public:
  sorting_node(const expression_syntax& s, walk_parts parts) : node(s), parts_(std::move(parts)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  walk_parts parts_;
};

/// `list.fold(item, total, start, next)`
class fold_node final : public node {
public:
  fold_node(const expression_syntax& s, node_ptr initial, walk_parts parts)
      : node(s), initial_(std::move(initial)), parts_(std::move(parts)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  node_ptr initial_;
  walk_parts parts_;
};

/// `cel.bind(name, value, expression)`
class bind_node final : public node {
public:
  bind_node(const expression_syntax& s, std::size_t local, node_ptr initial, node_ptr body)
      : node(s), local_(local), initial_(std::move(initial)), body_(std::move(body)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  std::size_t local_;
  node_ptr initial_;
  node_ptr body_;
};

/// `x.optMap(v, expression)`, `x.optFlatMap(v, optional)`
class optional_map_node final : public node {
public:
  optional_map_node(const expression_syntax& s, bool flat, std::size_t local, node_ptr target,
                    node_ptr body)
      : node(s), flat_(flat), local_(local), target_(std::move(target)), body_(std::move(body)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  bool flat_;
  std::size_t local_;
  node_ptr target_;
  node_ptr body_;
};

} // namespace gantry::dsl
