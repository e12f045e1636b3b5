#pragma once

#include "dsl/expr/ast.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::dsl {

/// Recursive descent over the tokens of one expression. Every function returns null after a
/// mistake; the first one is reported, then all unwind.
class expression_parser {
public:
  expression_parser(token_cursor& at, std::vector<diagnostic>& diagnostics)
      : at_(at), diagnostics_(diagnostics) {}

  [[nodiscard]] expression_syntax_ptr parse();

private:
  using node = std::shared_ptr<expression_syntax>;

  // ---- tokens, nodes and mistakes (parse_expression.cpp) ----
  node fail_at(const source_span& where, std::string_view code, std::string message,
               std::string help = {});
  static std::string shown(const token& t);
  node start(syntax_kind is, const token& t);
  node finish(node e);
  bool expect_symbol(std::string_view symbol, std::string_view what);
  [[nodiscard]] std::string help_instead_of(std::string_view symbol, std::string_view what) const;
  const token& take();
  const token& open();
  /// What stands in brackets that a mistake left open belongs to the mistake: to where they are
  /// closed, if they surely are, else to the end of the line, and never a brace that closes a block
  /// of the flow: a bracket that is never closed must not swallow the rest of it.
  void leave_brackets();
  bool leave_brackets_of_lines();

  // ---- operators, by their strength (parse_operators.cpp) ----
  node parse_conditional();
  node parse_conditional_inside();
  int strength_here() const;
  node parse_binary(int strength_min);
  node parse_unary();
  bool at_number() const;
  bool is_percentage(const expression_syntax& left) const;

  // ---- what stands behind a value: fields, calls, indices (parse_access.cpp) ----
  node parse_postfix(node e);
  node parse_member(const node& target);
  node parse_qualified_record(const expression_syntax& target, const token& name);
  node parse_index(const node& target);
  bool parse_arguments(expression_syntax& call);
  bool report_label(const expression_syntax& call, const expression_syntax& label);

  // ---- values, names and types (parse_primary.cpp) ----
  node parse_primary(const token* sign);
  [[nodiscard]] bool begins_statement(const token& t) const;
  node fail_without_value(const token& t);
  node parse_literal_here(const token* sign);
  node parse_name();
  node call_or_name(node e);
  node parse_type();
  node parse_rooted();
  node parse_parenthesised();

  // ---- lists, maps and records (parse_collection.cpp) ----
  node parse_list();
  node parse_map();
  node parse_record_fields(node e);

  token_cursor& at_;
  std::vector<diagnostic>& diagnostics_;
  source_span last_;      ///< of the token that was taken last
  std::string last_text_; ///< if it is a sign
  std::string open_;      ///< brackets that are open, innermost last
  std::uint32_t nesting_ = 0;
  bool has_failed_ = false;
};

/// Lets a span end where another one ends.
void extend(source_span& span, const source_span& to);

} // namespace gantry::dsl
