#pragma once

#include "dsl/expr/function_table.hpp"
#include "dsl/syntax/lex/utf8.hpp"

#include <string>

/// What the functions of several themes do with their arguments.
namespace gantry::dsl {

[[nodiscard]] inline const std::string& text_at(const function_call& c, std::size_t i) {
  return c[i].as_string();
}

/// What reading through a text costs: little, but not nothing.
[[nodiscard]] inline bool spend_reading(const function_call& c, const std::string& text) {
  return c.spend(text.size() / 16, 0);
}

/// Gives a text, paid for by its size.
[[nodiscard]] inline bool give_text(const function_call& c, std::string text, value& out) {
  if (!c.spend(1 + text.size() / 16, text.size()))
    return false;
  out = value(std::move(text));
  return true;
}

} // namespace gantry::dsl
