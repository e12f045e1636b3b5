#include "dsl/expr/nodes_match.hpp"

namespace gantry::dsl {

const value* match_node::evaluate(frame& f, value& scratch) const {
  value local;
  const value* text = text_->run(f, local);
  if (text == nullptr)
    return nullptr;
  if (!text->is_string()) {
    f.fail(syntax(), "`matches` looks through a text, not " + show(*text));
    return nullptr;
  }
  if (!f.spend_steps(looked_for_->steps_for(text->as_string()), syntax()))
    return nullptr;
  return give(value(looked_for_->is_found_in(text->as_string())), scratch);
}

} // namespace gantry::dsl
