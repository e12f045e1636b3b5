#pragma once

#include "dsl/expr/expression.hpp"
#include "dsl/syntax/lex/token.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::dsl {

/// The syntax tree of an expression; shape in dsl/expr/ast.hpp. Carries spans.
struct expression_syntax;
class static_table;
using expression_syntax_ptr = std::shared_ptr<const expression_syntax>;

/// Parses one expression at the cursor (grammar `expr` of docs/language.md) and stops at the first
/// token that cannot continue it. Null after a mistake, which is reported; nesting at most 64.
[[nodiscard]] expression_syntax_ptr parse_expression(token_cursor& at,
                                                     std::vector<diagnostic>& diagnostics);
[[nodiscard]] const source_span& span_of(const expression_syntax& e);
[[nodiscard]] std::string text_of(const expression_syntax& e);
/// Every free name that the expression reads (`order`, `customer`), each once.
[[nodiscard]] std::vector<std::string> names_read(const expression_syntax& e);

/// A name that an expression may use.
struct static_name {
  std::uint32_t slot = 0;
  type_ref of;
  bool is_personal = false; ///< its value was made of a field that is marked so
};

/// What an expression reads that is marked `personal`, or was made of it.
struct personal_read {
  source_span at;
  std::string text; ///< as written
};

/// What is known of an expression besides the type of its value.
struct expression_facts {
  /// The first read from which the value is made; a question about it, whose answer is yes, no or
  /// a number of things, is not made of it.
  std::optional<personal_read> personal;
  type_ref unfitted; ///< its type before it was made fit for the one that was expected
};

/// A `define`: pure, not recursive; compiled in place where it is called.
struct static_define {
  std::vector<field> parameters;
  type_ref returns;
  expression_syntax_ptr body;
  bool is_table = false; ///< a `table`, without a body
  /// Of a table that stands in the flow or in a file; null: it is looked up by the engine.
  std::shared_ptr<const static_table> rows;
};

/// How an expression is taken.
enum class expression_rules : std::uint8_t {
  flow,          ///< checked; what may be absent is unwrapped before it is used
  cel,           ///< checked; fields and entries of an optional are optional themselves
  unchecked_cel, ///< mistakes count only where the part that has them is evaluated
};

/// What the checker of expressions asks its surroundings.
class static_environment {
public:
  virtual ~static_environment() = default;
  /// Null when the name means nothing here.
  [[nodiscard]] virtual const static_name* find_name(std::string_view name) const = 0;
  /// As `find_name`, for a name with `.` before it, which no namespace is put before.
  [[nodiscard]] virtual const static_name* find_rooted(std::string_view name) const {
    return find_name(name);
  }
  [[nodiscard]] virtual type_ref find_type(std::string_view name) const = 0;
  /// What to write instead of a type that `find_type` does not know: a help line, or nothing.
  [[nodiscard]] virtual std::string type_meant(std::string_view) const { return {}; }
  [[nodiscard]] virtual const static_define* find_define(std::string_view name) const = 0;
  /// The type of a `setting`, which defines see too; null when there is none of this name.
  [[nodiscard]] virtual type_ref find_setting(std::string_view) const { return nullptr; }
  /// Whether a name has a meaning already, so that a macro may not bind it to something else.
  [[nodiscard]] virtual bool is_taken(std::string_view) const { return false; }
  /// For "did you mean": all names in sight.
  [[nodiscard]] virtual std::vector<std::string> names() const = 0;
  /// `key` stands for the call's key (finder arguments), `now` for the event's time.
  [[nodiscard]] virtual bool allows_key() const { return false; }
  /// Quotients of decimals are rounded where they are made, and currencies are not mixed.
  [[nodiscard]] virtual bool counts_money() const { return false; }
  /// Whether the flow has compared the currencies of two documents, as they are written.
  [[nodiscard]] virtual bool compares_currencies(const std::string&, const std::string&) const {
    return false;
  }
  [[nodiscard]] virtual expression_rules rules() const { return expression_rules::flow; }
};

/// Types and compiles. `expected` may be null; otherwise a value that is not assignable to it is
/// reported (string literals become enum members, integers decimals, where that is exact).
/// Null after a mistake. Codes 02xx. `facts`: filled when it is not null.
[[nodiscard]] expression_ptr compile_expression(const expression_syntax& syntax,
                                                const static_environment& names,
                                                const type_ref& expected,
                                                std::vector<diagnostic>& diagnostics,
                                                expression_facts* facts = nullptr);

/// An expression that is a constant, for defaults (`timeout 10s`).
[[nodiscard]] expression_ptr make_constant(value v, type_ref of);

} // namespace gantry::dsl
