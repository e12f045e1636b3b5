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
  std::vector<const unit*> imports;     ///< direct ones that exist, each once
  std::vector<const source_file*> data; ///< files of its tables that exist, each once
  mutable std::set<const unit*> used;   ///< imports of which something was looked up
};

/// A contract with types and expressions resolved. `verification::finder` is an index into
/// `operations` here; lowering makes it one of the program.
struct checked_contract {
  const syntax::contract* said = nullptr;
  const unit* file = nullptr;
  std::vector<operation> operations; ///< in the order of `said->operations`
  std::vector<event_declaration> events;
  /// By operation: the index of the event that answers it, or no_index.
  std::vector<std::uint32_t> answers;
  /// By event: the errors as which it may arrive instead.
  std::vector<std::vector<error_declaration>> event_errors;
};

/// A workflow as its callers see it.
struct workflow_signature {
  const syntax::workflow* said = nullptr;
  const unit* file = nullptr;
  std::vector<field> parameters;
  type_ref returns; ///< null: no result
};

/// A declaration and the file where it stands.
template <class T>
struct found {
  const T* said = nullptr;
  const unit* file = nullptr;
  explicit operator bool() const { return said != nullptr; }
};

/// What a define costs where it is called: it is compiled in place, with all that it calls.
struct define_weight {
  std::size_t parts = 0;
  std::size_t depth = 1;
  bool calls_too_costly = false; ///< a define that it calls was told already
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
  /// In the file itself or in what it imports.
  [[nodiscard]] found<syntax::mapping> mapping_named(const unit& in, std::string_view name) const;
  [[nodiscard]] std::vector<field> fields(const unit& in,
                                          const std::vector<syntax::parameter>& said);
  [[nodiscard]] found<syntax::policy> policy_named(const unit& in, std::string_view name) const;
  [[nodiscard]] const checked_contract* contract_named(const unit& in, std::string_view name) const;
  [[nodiscard]] std::vector<std::string> contract_names(const unit& in) const;
  [[nodiscard]] std::vector<std::string> policy_names(const unit& in) const;
  [[nodiscard]] std::vector<std::string> define_names(const unit& in) const;
  [[nodiscard]] std::vector<std::string> workflow_names(const unit& in) const;
  [[nodiscard]] std::vector<std::string> mapping_names(const unit& in) const;
  /// The nearest type in sight, or the file that declares one of this name.
  [[nodiscard]] std::string type_meant(const unit& in, std::string_view name) const;
  /// Nothing when no workflow of this name is in sight.
  [[nodiscard]] std::optional<workflow_signature> workflow_named(const unit& in,
                                                                 std::string_view name);
  /// Whether some step, of whichever file, calls a workflow.
  [[nodiscard]] bool is_called(const syntax::workflow& w) const { return called_.contains(&w); }
  /// Some workflow was not understood whole: who calls whom is not known.
  [[nodiscard]] bool has_holes() const;
  /// Null when no setting of this name is reached.
  [[nodiscard]] type_ref setting_reached(const unit& in, std::string_view name);
  /// Reports a calendar that is not in sight.
  void need_calendar(const unit& in, const syntax::identifier& name);

  /// Whether an expression calls a name whose declaration was not understood: it is not judged.
  [[nodiscard]] bool mentions_broken(const unit& in, const expression_syntax& e) const;
  /// The setting or table that an expression reads, itself or through defines; empty when none.
  [[nodiscard]] std::string reference_read(const unit& in, const expression_syntax& e) const;

  void check_types();                                 ///< 02xx of declarations
  void check_contracts();                             ///< 03xx and 08xx of declarations
  void check_names();                                 ///< 01xx of declarations
  void check_reference(std::optional<timestamp> now); ///< settings, tables and calendars
  void check_calls();                                 ///< which workflow calls which, 06xx

private:
  [[nodiscard]] std::optional<std::vector<std::string>> errors_under(const syntax::policy& p) const;
  void check_policy_handlers();
  type_ref build_record(const unit& in, const syntax::record& said);
  void check_define(const unit& in, const syntax::define& said);
  [[nodiscard]] bool is_circular(const unit& in, const syntax::define& said);
  [[nodiscard]] bool is_too_costly(const unit& in, const syntax::define& said);
  define_weight weight_of(const unit& in, const syntax::define& said);
  [[nodiscard]] found<syntax::define> define_said(const unit& in, std::string_view name) const;
  [[nodiscard]] bool is_too_large(const syntax::record& said, const std::vector<field>& fields);
  void check_contract(checked_contract& c);
  void check_operation(checked_contract& c, std::size_t index);
  void check_answer(checked_contract& c, std::size_t index);
  void check_pace(checked_contract& c, std::size_t index);
  void check_batch(checked_contract& c, const syntax::batch& said);
  void check_batch_send(checked_contract& c, const syntax::batch& said);
  void check_batch_answer(checked_contract& c, const syntax::batch& said);
  [[nodiscard]] std::vector<std::size_t> members_of(checked_contract& c, const syntax::batch& said);
  void check_table(const unit& in, const syntax::table& said);
  void check_file_table(const unit& in, const syntax::table& said);
  void check_keys(const syntax::table& said);
  void check_row(const unit& in, const syntax::table& said, const syntax::table_row& row,
                 static_table& rows, std::map<std::string, source_span>& seen);
  [[nodiscard]] std::optional<value> row_key(const unit& in, const syntax::pattern& said,
                                             const type_ref& due);
  void check_calendar(const unit& in, const syntax::calendar& said, std::optional<timestamp> now);
  void check_holidays(const unit& in, const syntax::calendar& said, std::optional<timestamp> now);
  void report_unknown_type(const unit& in, const syntax::type_name& name);
  void check_finder(checked_contract& c, std::size_t index);
  void check_event(checked_contract& c, const syntax::event& said);
  error_declaration error_of(const unit& in, const syntax::declared_error& said);

  std::vector<unit> units_;
  std::vector<diagnostic>& diagnostics_;
  std::unordered_map<const void*, type_ref> types_; ///< by declaration
  std::set<const void*> building_;
  std::unordered_map<const void*, static_define> defines_;
  std::map<const syntax::contract*, checked_contract> contracts_;
  std::set<const syntax::define*> circular_defines_; ///< and those that cost too much
  std::unordered_map<const syntax::define*, define_weight> weights_;
  struct type_weight {
    std::size_t fields = 0, depth = 0;
  };
  [[nodiscard]] type_weight weight_of(const type& t) const;
  [[nodiscard]] type_weight weight_of(const std::vector<field>& fields) const;
  std::unordered_map<const type*, type_weight> type_weights_; ///< of records
  std::set<const syntax::workflow*> called_;
};

/// What a type that was not understood stands for: anything, and nothing is concluded from it.
[[nodiscard]] type_ref unknown_type();

/// Names of the functions that an expression calls.
[[nodiscard]] std::set<std::string> functions_called(const expression_syntax& e);

/// Parses all files and resolves their imports. 01xx.
[[nodiscard]] std::vector<unit> read_units(const std::vector<source_file>& files,
                                           std::vector<diagnostic>& diagnostics);

/// Warns of imports of which nothing was looked up. After everything else was checked.
void check_imports_used(const std::vector<unit>& units, std::vector<diagnostic>& diagnostics);

/// The files of the tables of these flows, each once, in the order of their paths.
[[nodiscard]] std::vector<const source_file*> data_of(const std::vector<const unit*>& flows);

/// The files that a file needs, itself included, in the order of their paths.
[[nodiscard]] std::vector<const unit*> closure_of(const unit& of);

} // namespace gantry::dsl
