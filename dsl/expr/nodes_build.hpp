#pragma once

#include "dsl/expr/function_table.hpp"
#include "dsl/expr/operators.hpp"

#include <vector>

/// Operators, calls, and the making of lists, maps and records.
namespace gantry::dsl {

class arithmetic_node final : public node {
public:
  arithmetic_node(const expression_syntax& s, arithmetic op, node_ptr left, node_ptr right)
      : node(s), op_(op), left_(std::move(left)), right_(std::move(right)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  arithmetic op_;
  node_ptr left_;
  node_ptr right_;
};

class negation_node final : public node {
public:
  negation_node(const expression_syntax& s, node_ptr operand)
      : node(s), operand_(std::move(operand)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  node_ptr operand_;
};

class relation_node final : public condition_node {
public:
  relation_node(const expression_syntax& s, relation op, node_ptr left, node_ptr right)
      : condition_node(s), op_(op), left_(std::move(left)), right_(std::move(right)) {}

protected:
  bool decide(frame& f, bool& holds) const override;

private:
  relation op_;
  node_ptr left_;
  node_ptr right_;
};

/// `x in list`, `key in map`
class membership_node final : public condition_node {
public:
  membership_node(const expression_syntax& s, node_ptr item, node_ptr container)
      : condition_node(s), item_(std::move(item)), container_(std::move(container)) {}

protected:
  bool decide(frame& f, bool& holds) const override;

private:
  node_ptr item_;
  node_ptr container_;
};

/// A function: the form that fits the values is taken, so that values whose type nobody knew work
/// and others fail with what they are.
class call_node final : public node {
public:
  call_node(const expression_syntax& s, std::vector<const function_form*> forms,
            std::vector<node_ptr> arguments)
      : node(s), forms_(std::move(forms)), arguments_(std::move(arguments)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  const value* apply(const function_call& call, value& scratch) const;
  std::vector<const function_form*> forms_;
  std::vector<node_ptr> arguments_;
};

struct item_part {
  node_ptr key; ///< of maps
  node_ptr item;
  bool is_optional = false;
};

class list_node final : public node {
public:
  list_node(const expression_syntax& s, std::vector<item_part> items)
      : node(s), items_(std::move(items)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  std::vector<item_part> items_;
};

class map_node final : public node {
public:
  map_node(const expression_syntax& s, std::vector<item_part> items)
      : node(s), items_(std::move(items)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  std::vector<item_part> items_;
};

struct field_part {
  std::size_t index = 0;
  node_ptr item;
  bool is_optional = false;
};

/// `Order { … }` without a base, `order.with({…})` with one.
class record_node final : public node {
public:
  record_node(const expression_syntax& s, type_ref of, node_ptr base,
              std::vector<field_part> fields)
      : node(s), of_(std::move(of)), base_(std::move(base)), fields_(std::move(fields)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  bool begin(frame& f, std::vector<value>& values) const;
  type_ref of_;
  node_ptr base_;
  std::vector<field_part> fields_;
};

/// Call of a `define`: binds its arguments, then runs its body.
class define_node final : public node {
public:
  /// `said` is the body as it is written: the nodes of the body point into it.
  define_node(const expression_syntax& s, std::size_t first_local, std::vector<node_ptr> arguments,
              expression_syntax_ptr said, node_ptr body)
      : node(s), first_local_(first_local), arguments_(std::move(arguments)),
        said_(std::move(said)), body_(std::move(body)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  std::size_t first_local_;
  std::vector<node_ptr> arguments_;
  expression_syntax_ptr said_;
  node_ptr body_;
};

/// Whether a value may be the key of a map.
[[nodiscard]] bool is_map_key(const value& v);

} // namespace gantry::dsl
