#include "dsl/expr/nodes_table.hpp"

#include <string>

namespace gantry::dsl {

const value* table_node::evaluate(frame& f, value&) const {
  std::vector<value> keys;
  keys.reserve(keys_.size());
  for (const node_ptr& each : keys_) {
    value made;
    const auto* key = each->run(f, made);
    if (key == nullptr)
      return nullptr;
    keys.push_back(*key);
  }
  const auto* row = rows_->find(keys);
  if (row == nullptr) {
    f.fail(syntax(), "the table `" + syntax().name + "` has no row for " + shown_keys(keys),
           "add the row, or one with `else`");
    return nullptr;
  }
  if (f.in().rows_read != nullptr)
    f.in().rows_read->push_back(row->shown);
  return &row->is;
}

} // namespace gantry::dsl
