#pragma once

#include "dsl/graph/names_in_words.hpp"
#include "dsl/syntax/parse/ast.hpp"

#include <functional>
#include <string>
#include <string_view>

/// Texts of a flow as a business person would say them.
namespace gantry::dsl::graph {

/// Says expressions, spans and deadlines. What a define is documented with is asked for by name and
/// may be empty.
class plain_words {
public:
  explicit plain_words(std::function<std::string(std::string_view define)> documentation)
      : documentation_(std::move(documentation)) {}

  /// A condition or value: `price.total > customer.credit_available` as `price total > customer
  /// credit available`. Negations are worked in (`!(a == b)` as `a is not b`), two bounds of one
  /// value become `a from 1 to 5`, and what was asked of a list says so: `for any of lines: …`.
  [[nodiscard]] std::string say(const expression_syntax& e) const;
  [[nodiscard]] std::string say(const expression_syntax_ptr& e) const;
  /// A condition as a question, short enough for a shape.
  [[nodiscard]] std::string question(const expression_syntax_ptr& e) const;
  /// A reason: texts stay, what is put into them at run time becomes an ellipsis.
  [[nodiscard]] std::string reason(const expression_syntax_ptr& e) const;
  /// `50 rounds`, `as many rounds as suppliers`.
  [[nodiscard]] std::string rounds(const expression_syntax_ptr& at_most) const;
  /// `4 hours`, `2 working days`.
  [[nodiscard]] std::string say(const syntax::span& s) const;
  /// `within 4 hours of Released`, `by order promised + 1 day`.
  [[nodiscard]] std::string say(const syntax::when& w) const;

private:
  [[nodiscard]] std::string call(const expression_syntax& e) const;
  [[nodiscard]] std::string method(const expression_syntax& e) const;
  [[nodiscard]] std::string macro(const expression_syntax& e) const;
  [[nodiscard]] std::string binary(const expression_syntax& e) const;
  [[nodiscard]] std::string both(const expression_syntax& e) const;
  [[nodiscard]] std::string compared(const expression_syntax& left, std::string_view op,
                                     const expression_syntax& right) const;
  [[nodiscard]] std::string asked(const expression_syntax& e) const;
  [[nodiscard]] std::string counted(const expression_syntax& what, std::string_view op,
                                    const expression_syntax& right) const;
  [[nodiscard]] std::string among(const expression_syntax& e, bool is_negated) const;
  [[nodiscard]] std::string negated(const expression_syntax& e) const;
  [[nodiscard]] std::string quantified(std::string_view lead, const expression_syntax& e,
                                       bool is_negated) const;
  [[nodiscard]] std::string literal(const expression_syntax& e) const;

  std::function<std::string(std::string_view)> documentation_;
};

} // namespace gantry::dsl::graph
