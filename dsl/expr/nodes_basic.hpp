#pragma once

#include "dsl/expr/evaluation.hpp"

#include <string>
#include <vector>

/// Leaves, logic and the shaping of results.
namespace gantry::dsl {

class constant_node final : public node {
public:
  constant_node(const expression_syntax& s, value v) : node(s), value_(std::move(v)) {}

protected:
  const value* evaluate(frame&, value&) const override { return &value_; }

private:
  value value_;
};

class slot_node final : public node {
public:
  slot_node(const expression_syntax& s, std::uint32_t slot) : node(s), slot_(slot) {}
  [[nodiscard]] int plain_slot() const override { return static_cast<int>(slot_); }

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  std::uint32_t slot_;
};

/// A name that a macro or a parameter of a `define` binds.
class local_node final : public node {
public:
  local_node(const expression_syntax& s, std::size_t index) : node(s), index_(index) {}

protected:
  const value* evaluate(frame& f, value&) const override { return &f.local(index_); }

private:
  std::size_t index_;
};

class now_node final : public node {
public:
  using node::node;

protected:
  const value* evaluate(frame& f, value& scratch) const override {
    return give(value(f.in().now), scratch);
  }
};

class key_node final : public node {
public:
  using node::node;

protected:
  const value* evaluate(frame& f, value& scratch) const override {
    return give(value(f.in().key), scratch);
  }
};

/// Stands where the text had a mistake that only shows when it is reached: expressions that no
/// checker has seen are allowed to hold such in parts that are never evaluated.
class failing_node final : public node {
public:
  failing_node(const expression_syntax& s, std::string message)
      : node(s), message_(std::move(message)) {}

protected:
  const value* evaluate(frame& f, value&) const override {
    f.fail(syntax(), message_);
    return nullptr;
  }

private:
  std::string message_;
};

/// `&&` and `||`: a failure of one side does not count when the other side decides.
class logic_node final : public condition_node {
public:
  logic_node(const expression_syntax& s, bool decisive, node_ptr left, node_ptr right)
      : condition_node(s), decisive_(decisive), left_(std::move(left)), right_(std::move(right)) {}

protected:
  bool decide(frame& f, bool& holds) const override;

private:
  bool decisive_; ///< true of `||`, false of `&&`
  node_ptr left_;
  node_ptr right_;
};

class not_node final : public condition_node {
public:
  not_node(const expression_syntax& s, node_ptr operand)
      : condition_node(s), operand_(std::move(operand)) {}

protected:
  bool decide(frame& f, bool& holds) const override;

private:
  node_ptr operand_;
};

class conditional_node final : public node {
public:
  conditional_node(const expression_syntax& s, node_ptr condition, node_ptr then,
                   node_ptr otherwise)
      : node(s), condition_(std::move(condition)), then_(std::move(then)),
        otherwise_(std::move(otherwise)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  node_ptr condition_;
  node_ptr then_;
  node_ptr otherwise_;
};

/// Makes a value fit the type that is due: ints become decimals, optionals of CEL a value or none,
/// JSON that was not typed is checked and decoded.
class fit_node final : public node {
public:
  fit_node(const expression_syntax& s, node_ptr operand, type_ref due)
      : node(s), operand_(std::move(operand)), due_(std::move(due)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  node_ptr operand_;
  type_ref due_;
};

} // namespace gantry::dsl
