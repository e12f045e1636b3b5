#pragma once

#include "dsl/expr/compile_expression.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gantry::dsl {

enum class syntax_kind : std::uint8_t {
  literal,
  name,        ///< `order`, `.order`, `Order`
  field,       ///< `target.name`, `target.?name`
  index,       ///< `target[operand]`, `target[?operand]`
  call,        ///< `name(operands)`, `target.name(operands)`
  list,        ///< entries with a value
  map,         ///< entries with key and value
  record,      ///< `Name { name: value }`
  unary,       ///< name is `!` or `-`
  binary,      ///< name is the operator
  conditional, ///< operands: condition, then, otherwise
};

/// One node of an expression as it was written. Immutable and shared.
///
/// Bounds: the tree is at most 250 nodes deep (brackets at most 64), so walking it by recursion is
///         safe everywhere.
struct expression_syntax : std::enable_shared_from_this<expression_syntax> {
  struct entry {
    expression_syntax_ptr key; ///< of maps
    std::string name;          ///< of records
    source_span name_at;
    expression_syntax_ptr value;
    bool is_optional = false; ///< `?` before it: left out when the value is absent
  };

  syntax_kind is = syntax_kind::literal;
  source_span at;      ///< all of it
  source_span name_at; ///< of the name or operator
  /// Name, field, function, operator or type; of a literal: as written.
  std::string name;
  value constant;                ///< of a literal
  bool is_optional = false;      ///< `.?` and `[?`
  bool is_rooted = false;        ///< a name with `.` before it
  bool is_parenthesised = false; ///< kept so that the text reads as it was written
  expression_syntax_ptr target;
  std::vector<expression_syntax_ptr> operands;
  std::vector<entry> entries;
  std::uint32_t depth = 1;
};

inline constexpr std::uint32_t syntax_depth_max = 250;
inline constexpr std::uint32_t nesting_max = 64;

/// Whether `ONE.currency` and `OTHER.currency` are compared somewhere in an expression.
[[nodiscard]] bool compares_currencies(const expression_syntax& e, const std::string& one,
                                       const std::string& other);

/// What stands last in it: of `a > b + 1` the `1`; of what is no operation, itself.
[[nodiscard]] const expression_syntax& last_operand(const expression_syntax& e);

/// `a.b.c` of a chain of plain field selections that begins with a name; empty for all else.
[[nodiscard]] std::string dotted_name(const expression_syntax& e);

} // namespace gantry::dsl
