#include "dsl/expr/ast.hpp"

#include "dsl/expr/macro_call.hpp"

#include <algorithm>

namespace gantry::dsl {

namespace {

class name_collector {
public:
  std::vector<std::string> collect(const expression_syntax& e) {
    walk(e);
    return std::move(found_);
  }

private:
  bool is_bound(const std::string& name) const {
    return std::find(bound_.begin(), bound_.end(), name) != bound_.end();
  }

  void walk(const expression_syntax& e) {
    if (e.is == syntax_kind::name) {
      if (!is_bound(e.name) && std::find(found_.begin(), found_.end(), e.name) == found_.end())
        found_.push_back(e.name);
      return;
    }
    if (const auto macro = as_macro(e)) {
      walk_macro(*macro);
      return;
    }
    if (e.target != nullptr)
      walk(*e.target);
    for (const expression_syntax_ptr& operand : e.operands)
      walk(*operand);
    for (const expression_syntax::entry& entry : e.entries) {
      if (entry.key != nullptr)
        walk(*entry.key);
      walk(*entry.value);
    }
  }

  void walk_macro(const macro_call& macro) {
    if (macro.range != nullptr)
      walk(*macro.range);
    if (macro.initial != nullptr)
      walk(*macro.initial);
    for (const expression_syntax* variable : macro.variables)
      bound_.push_back(variable->name);
    for (const expression_syntax* body : macro.bodies)
      walk(*body);
    bound_.resize(bound_.size() - macro.variables.size());
  }

  std::vector<std::string> bound_;
  std::vector<std::string> found_;
};

} // namespace

const source_span& span_of(const expression_syntax& e) {
  return e.at;
}

std::vector<std::string> names_read(const expression_syntax& e) {
  return name_collector().collect(e);
}

const expression_syntax& last_operand(const expression_syntax& e) {
  const expression_syntax* at = &e;
  while (at->is == syntax_kind::binary && !at->is_parenthesised && at->operands.back())
    at = at->operands.back().get();
  return *at;
}

std::string dotted_name(const expression_syntax& e) {
  std::vector<const expression_syntax*> chain;
  for (const auto* at = &e;; at = at->target.get()) {
    chain.push_back(at);
    if (at->is == syntax_kind::name)
      break;
    if (at->is != syntax_kind::field || at->is_optional || at->is_parenthesised)
      return {};
  }
  std::string name;
  for (auto it = chain.rbegin(); it != chain.rend(); ++it)
    (name += name.empty() ? "" : ".") += (*it)->name;
  return name;
}

} // namespace gantry::dsl
