#include "dsl/syntax/lex/token.hpp"

namespace gantry::dsl {

namespace {

bool is_passed_over(const token& t) {
  return t.kind == token_kind::documentation || t.kind == token_kind::invalid;
}

} // namespace

const token& token_cursor::peek(std::size_t ahead) const {
  std::size_t at = position_;
  const std::vector<token>& all = list_->tokens;
  while (ahead > 0 && all[at].kind != token_kind::end) {
    ++at;
    while (is_passed_over(all[at]))
      ++at;
    --ahead;
  }
  return all[at];
}

const token& token_cursor::next() {
  const token& current = list_->tokens[position_];
  if (current.kind != token_kind::end) {
    ++position_;
    skip_documentation();
  }
  return current;
}

bool token_cursor::at_symbol(std::string_view symbol) const {
  const token& t = peek();
  return t.kind == token_kind::symbol && t.text == symbol;
}

bool token_cursor::at_name(std::string_view name) const {
  const token& t = peek();
  return t.kind == token_kind::name && t.text == name;
}

bool token_cursor::take_symbol(std::string_view symbol) {
  if (!at_symbol(symbol))
    return false;
  next();
  return true;
}

bool token_cursor::take_name(std::string_view name) {
  if (!at_name(name))
    return false;
  next();
  return true;
}

void token_cursor::skip_documentation() {
  documentation_.clear();
  while (is_passed_over(list_->tokens[position_])) {
    const token& t = list_->tokens[position_++];
    if (t.kind == token_kind::documentation)
      documentation_ = t.text;
  }
}

} // namespace gantry::dsl
