#pragma once

#include "dsl/expr/ast.hpp"
#include "dsl/expr/expression.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace gantry::dsl {

inline constexpr std::uint32_t steps_max = 100'000;
inline constexpr std::size_t new_bytes_max = 16u << 20;
inline constexpr std::size_t locals_max = 64;
/// Of a failure that `&&`, `||`, `all` and `exists` go on after: its message was written.
inline constexpr std::size_t steps_of_failure = 20;

/// What one evaluation knows: the scope, the names that macros bound, what may still be spent, and
/// the failure, once there is one.
class frame {
public:
  explicit frame(const scope& in) : in_(in) {}

  [[nodiscard]] const scope& in() const { return in_; }
  [[nodiscard]] const value& local(std::size_t index) const { return *locals_[index]; }
  void bind(std::size_t index, const value* v) { locals_[index] = v; }

  /// False when the budget is spent; the failure is set then.
  bool spend_steps(std::size_t count, const expression_syntax& at) {
    if (count <= steps_left_) {
      steps_left_ -= static_cast<std::uint32_t>(count);
      return true;
    }
    return exhaust("it takes more than 100,000 steps", at);
  }
  bool spend_bytes(std::size_t count, const expression_syntax& at) {
    if (count <= bytes_left_) {
      bytes_left_ -= count;
      return true;
    }
    return exhaust("it makes more than 16 MiB of data", at);
  }

  /// Sets the failure; returns false, so that functions can end with it.
  bool fail(const expression_syntax& at, std::string message, std::string help = {});
  [[nodiscard]] bool is_exhausted() const { return is_exhausted_; }
  [[nodiscard]] error failure() const;
  /// `&&`, `||` and their macros may go on after a failure and come back to it.
  struct failure_state {
    const expression_syntax* at = nullptr;
    std::string message;
    std::string help;
  };
  [[nodiscard]] failure_state take_failure() { return std::move(failure_); }
  void restore_failure(failure_state f) { failure_ = std::move(f); }

private:
  bool exhaust(const char* what, const expression_syntax& at);

  const scope& in_;
  std::array<const value*, locals_max> locals_; // bound by the macro before anything reads it
  std::uint32_t steps_left_ = steps_max;
  std::size_t bytes_left_ = new_bytes_max;
  bool is_exhausted_ = false;
  failure_state failure_;
};

/// A compiled part of an expression. `run` returns null after a failure; else the value, which
/// lives in `scratch`, in the frame's scope or in the node, so that reading a field copies nothing.
class node {
public:
  explicit node(const expression_syntax& syntax) : syntax_(&syntax) {}
  node(const node&) = delete;
  node& operator=(const node&) = delete;
  virtual ~node() = default;

  const value* run(frame& f, value& scratch) const {
    if (!f.spend_steps(1, *syntax_))
      return nullptr;
    return evaluate(f, scratch);
  }
  /// As `run`, where a condition is due. False after a failure; the answer is in `holds`.
  bool test(frame& f, bool& holds) const { return f.spend_steps(1, *syntax_) && decide(f, holds); }
  [[nodiscard]] const expression_syntax& syntax() const { return *syntax_; }
  /// The slot, when this is nothing but a name.
  [[nodiscard]] virtual int plain_slot() const { return -1; }

protected:
  virtual const value* evaluate(frame& f, value& scratch) const = 0;
  virtual bool decide(frame& f, bool& holds) const;

private:
  const expression_syntax* syntax_;
};
using node_ptr = std::unique_ptr<const node>;

/// Puts a copy of `v` into `scratch`, also where `v` is part of what `scratch` holds now.
inline const value* keep(const value& v, value& scratch) {
  value copy = v;
  scratch = std::move(copy);
  return &scratch;
}

inline const value* give(value v, value& scratch) {
  scratch = std::move(v);
  return &scratch;
}

/// A part that is true or false: macros and logic ask it without making a value of the answer.
class condition_node : public node {
public:
  using node::node;

protected:
  const value* evaluate(frame& f, value& scratch) const final {
    bool holds = false;
    return decide(f, holds) ? give(value(holds), scratch) : nullptr;
  }
  bool decide(frame& f, bool& holds) const override = 0;
};

/// Kind and value for messages: `int 5`, `string "EUR"`, shortened to 100 characters.
[[nodiscard]] std::string show(const value& v);

} // namespace gantry::dsl
