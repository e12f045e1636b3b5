#pragma once

#include "dsl/syntax/parse/ast.hpp"
#include "dsl/syntax/parse/words.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gantry::dsl {

/// A file with the files that it imports.
struct unit {
  const source_file* source = nullptr;
  syntax::file said;
  std::vector<const unit*> imports;   ///< direct ones that exist, each once
  mutable std::set<const unit*> used; ///< imports of which something was looked up
};

/// A contract with types and expressions resolved. `verification::finder` is an index into
/// `operations` here; lowering makes it one of the program.
struct checked_contract {
  const syntax::contract* said = nullptr;
  const unit* file = nullptr;
  std::vector<operation> operations; ///< in the order of `said->operations`
  std::vector<event_declaration> events;
};

/// A declaration and the file where it stands.
template <class T>
struct found {
  const T* said = nullptr;
  const unit* file = nullptr;
  explicit operator bool() const { return said != nullptr; }
};

/// All files of a folder and what their declarations mean. A file sees its own declarations and
/// those of the files that it imports, no further.
class library {
public:
  library(std::vector<unit> units, std::vector<diagnostic>& diagnostics);
  library(const library&) = delete;
  library& operator=(const library&) = delete;

  [[nodiscard]] const std::vector<unit>& units() const { return units_; }
  [[nodiscard]] std::vector<diagnostic>& diagnostics() const { return diagnostics_; }

  [[nodiscard]] type_ref resolve(const unit& in, const syntax::type_name& name);
  /// Null when the type is not in sight.
  [[nodiscard]] type_ref type_named(const unit& in, std::string_view name);
  /// As `type_named`, through all imports: a define is compiled where it is called, and sees what
  /// its own file sees.
  [[nodiscard]] type_ref type_reached(const unit& in, std::string_view name);
  [[nodiscard]] const static_define* define_reached(const unit& in, std::string_view name);
  [[nodiscard]] std::vector<field> fields(const unit& in,
                                          const std::vector<syntax::parameter>& said);
  [[nodiscard]] found<syntax::policy> policy_named(const unit& in, std::string_view name) const;
  [[nodiscard]] const checked_contract* contract_named(const unit& in, std::string_view name) const;
  [[nodiscard]] std::vector<std::string> contract_names(const unit& in) const;
  [[nodiscard]] std::vector<std::string> policy_names(const unit& in) const;
  [[nodiscard]] std::vector<std::string> define_names(const unit& in) const;

  /// Names of settings, tables, mappings and of defines that need them: what reads them cannot be
  /// typed by this version, and was reported already.
  [[nodiscard]] bool is_refused(const unit& in, std::string_view name) const;
  [[nodiscard]] bool mentions_refused(const unit& in, const expression_syntax& e) const;

  void check_types();     ///< 02xx of declarations
  void check_contracts(); ///< 03xx and 08xx of declarations
  void check_names();     ///< 01xx of declarations

private:
  type_ref build_record(const unit& in, const syntax::record& said);
  void check_define(const unit& in, const syntax::define& said);
  void check_contract(checked_contract& c);
  void check_operation(checked_contract& c, std::size_t index);
  void check_finder(checked_contract& c, std::size_t index);
  void check_event(checked_contract& c, const syntax::event& said);
  error_declaration error_of(const unit& in, const syntax::declared_error& said);
  void mark_refused_defines();

  std::vector<unit> units_;
  std::vector<diagnostic>& diagnostics_;
  std::unordered_map<const void*, type_ref> types_; ///< by declaration
  std::set<const void*> building_;
  std::unordered_map<const void*, static_define> defines_;
  std::map<const syntax::contract*, checked_contract> contracts_;
  std::set<const syntax::define*> refused_defines_;
};

/// Names of the functions that an expression calls.
[[nodiscard]] std::set<std::string> functions_called(const expression_syntax& e);

/// Parses all files and resolves their imports. 01xx.
[[nodiscard]] std::vector<unit> read_units(const std::vector<source_file>& files,
                                           std::vector<diagnostic>& diagnostics);

/// Warns of imports of which nothing was looked up. After everything else was checked.
void check_imports_used(const std::vector<unit>& units, std::vector<diagnostic>& diagnostics);

/// The files that a file needs, itself included, in the order of their paths.
[[nodiscard]] std::vector<const unit*> closure_of(const unit& of);

} // namespace gantry::dsl
