#pragma once

#include "dsl/expr/evaluation.hpp"
#include "dsl/expr/static_table.hpp"

#include <memory>
#include <vector>

namespace gantry::dsl {

/// `unit_of(code)`: the row of a table that stands in the flow. A key without a row is a failure.
class table_node final : public node {
public:
  table_node(const expression_syntax& s, std::vector<node_ptr> keys,
             std::shared_ptr<const static_table> rows)
      : node(s), keys_(std::move(keys)), rows_(std::move(rows)) {}

protected:
  const value* evaluate(frame& f, value& scratch) const override;

private:
  std::vector<node_ptr> keys_;
  std::shared_ptr<const static_table> rows_;
};

} // namespace gantry::dsl
