#pragma once

#include "dsl/expr/evaluation.hpp"
#include "dsl/expr/pattern.hpp"

namespace gantry::dsl {

/// `text.matches("literal")`: the pattern was made when the expression was compiled.
class match_node final : public node {
public:
  match_node(const expression_syntax& s, node_ptr text, std::shared_ptr<const pattern> looked_for)
      : node(s), text_(std::move(text)), looked_for_(std::move(looked_for)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  node_ptr text_;
  std::shared_ptr<const pattern> looked_for_;
};

} // namespace gantry::dsl
