#pragma once

#include "dsl/expr/ast.hpp"
#include "dsl/expr/evaluation.hpp"
#include "dsl/expr/function_table.hpp"
#include "dsl/expr/macro_call.hpp"
#include "dsl/expr/nodes_build.hpp"
#include "dsl/expr/nodes_macro.hpp"
#include "dsl/limits.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gantry::dsl {

/// A part of an expression with its type; `node` is null after a mistake, which was reported.
struct typed_node {
  node_ptr part;
  type_ref of;
  bool is_personal = false; ///< made of something that is marked so
  explicit operator bool() const { return part != nullptr; }
};

/// Types and compiles one expression. Mistakes are reported once, where they stand.
class expression_compiler {
public:
  expression_compiler(const static_environment& names, std::vector<diagnostic>& diagnostics)
      : names_(names), rules_(names.rules()), diagnostics_(diagnostics) {}

  [[nodiscard]] typed_node compile(const expression_syntax& e);
  /// The expression that all parts belong to.
  void begin(const expression_syntax& whole) { whole_ = &whole; }
  /// Compiles a part that has to fit a type.
  [[nodiscard]] typed_node compile_as(const expression_syntax& e, const type_ref& due);
  /// Of the part that was compiled last.
  [[nodiscard]] expression_facts facts() const { return {personal_, unfitted_}; }

private:
  struct local {
    std::string name;
    type_ref of;
    bool is_personal = false;
  };

  typed_node checked_part(const expression_syntax& e);
  void tell_unfilled(const expression_syntax& text);
  typed_node unchecked_part(const expression_syntax& e);

  // compile_names.cpp
  typed_node name(const expression_syntax& e);
  typed_node qualified_name(const expression_syntax& e);
  const static_name* find_outer(std::string_view name, bool is_rooted) const;

  // compile_access.cpp
  typed_node field(const expression_syntax& e);
  typed_node index(const expression_syntax& e);
  const local* find_local(std::string_view name, std::size_t& position) const;

  // compile_operators.cpp
  typed_node unary(const expression_syntax& e);
  typed_node binary(const expression_syntax& e);
  typed_node logic(const expression_syntax& e);
  typed_node arithmetic_of(const expression_syntax& e, arithmetic op);
  [[nodiscard]] bool is_bare_member(const type& of, const expression_syntax& said);
  typed_node relation_of(const expression_syntax& e, relation op);
  typed_node membership(const expression_syntax& e);
  typed_node conditional(const expression_syntax& e);
  typed_node choice_of_members(const expression_syntax& e, const type_ref& due);
  typed_node no_member(const type& of, const expression_syntax& said);

  // compile_money.cpp
  void tell_unrounded(const expression_syntax& quotient);
  void tell_mixed(const expression_syntax& sum);
  [[nodiscard]] const expression_syntax* document_of(const expression_syntax& amount);

  // compile_build.cpp
  typed_node list(const expression_syntax& e);
  typed_node map(const expression_syntax& e);
  typed_node record(const expression_syntax& e);
  typed_node update(const expression_syntax& e, typed_node base);
  std::optional<field_part> field_of_record(const expression_syntax::entry& entry,
                                            const type_ref& of, const source_span& at,
                                            const std::string& name);

  // compile_call.cpp
  typed_node call(const expression_syntax& e);
  typed_node function(const expression_syntax& e, const std::string& name, bool is_method);
  bool compile_arguments(const expression_syntax& e, bool is_method,
                         std::vector<typed_node>& arguments);
  std::string unknown_space(const expression_syntax& target) const;
  typed_node unknown_function(const expression_syntax& e, const std::string& name);
  typed_node fixed_pattern(const expression_syntax& e, typed_node text);
  typed_node define(const expression_syntax& e, const static_define& d);
  typed_node coalesce(const expression_syntax& e);
  typed_node macro(const expression_syntax& e, const macro_call& m);
  typed_node has_macro(const expression_syntax& e, const macro_call& m);
  bool bind_variable(const expression_syntax& variable, const type_ref& of, bool is_personal);
  typed_node bind_macro(const expression_syntax& e, const macro_call& m);
  typed_node optional_macro(const expression_syntax& e, const macro_call& m);
  typed_node walk_macro(const expression_syntax& e, const macro_call& m);
  struct walk_types {
    type_ref item;  ///< what one name stands for
    type_ref key;   ///< or position: the first of two
    type_ref entry; ///< the second of two
    type_ref body;
  };
  static walk_types types_of_walk(const type& range);
  bool compile_bodies(const macro_call& m, walk_parts& parts, type_ref& body);
  typed_node finish_walk(const expression_syntax& e, const macro_call& m, walk_parts parts,
                         const walk_types& of);

  typed_node finish_fold(const expression_syntax& e, const macro_call& m, walk_parts parts,
                         typed_node initial, const type& next);
  bool suggests() const {
    return rules_ != expression_rules::unchecked_cel && diagnostics_.size() < limits::mistakes_told;
  }
  /// `json`; by the rules of CEL also an optional of which nothing is known.
  bool may_be_anything(const type& t) const {
    return t.is == type::kind::dynamic ||
           (t.is == type::kind::none && rules_ != expression_rules::flow);
  }
  /// The value made fit for a type, or a mistake that names both.
  typed_node fit(const expression_syntax& e, typed_node made, const type_ref& due);
  typed_node mistake(const char* code, const source_span& at, std::string message,
                     std::string help = {});
  bool push(std::string name, type_ref of, const expression_syntax& at, bool is_personal);
  void read_personal(const source_span& at, std::string text);
  void pop(std::size_t count) { locals_.resize(locals_.size() - count); }

  const static_environment& names_;
  expression_rules rules_;
  std::vector<diagnostic>& diagnostics_;
  std::string last_mistake_; ///< of a part that is not checked
  std::size_t parts_ = 0;
  std::vector<local> locals_;
  /// Inside the body of a `define` only its parameters are seen: locals before this are not.
  std::size_t locals_from_ = 0;
  bool in_define_ = false;
  int define_depth_ = 0;
  bool is_rounded_ = false; ///< what is being compiled is rounded, or only compared
  const expression_syntax* whole_ = nullptr;
  std::optional<personal_read> personal_; ///< of the part that is being compiled
  type_ref unfitted_;                     ///< of the part that was made fit last
  bool exceeds_bound_ = false; ///< which depends on who calls, so no declaration tells it
};

/// Of a record.
[[nodiscard]] std::vector<std::string> field_names(const type& t);
/// The nearest of several names as a help line, or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view name,
                                       const std::vector<std::string>& known);
/// The common type of two branches; null when they have none.
[[nodiscard]] type_ref common_type(const type_ref& a, const type_ref& b);

} // namespace gantry::dsl
