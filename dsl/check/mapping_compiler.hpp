#pragma once

#include "dsl/check/library.hpp"
#include "dsl/mapping/mapping_tree.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gantry::dsl {

/// Takes one mapping apart into the parts of its result: records field by field, lists item by
/// item, other mappings where they are called. What is none of these is one expression.
class mapping_compiler : public static_environment {
public:
  mapping_compiler(library& all, const unit& in, const syntax::mapping& said);

  /// Nothing after a mistake, which was reported.
  [[nodiscard]] std::optional<mapping_definition> run();

  // What the expressions see.
  [[nodiscard]] const static_name* find_name(std::string_view name) const override;
  [[nodiscard]] type_ref find_type(std::string_view name) const override;
  [[nodiscard]] std::string type_meant(std::string_view name) const override;
  [[nodiscard]] const static_define* find_define(std::string_view name) const override;
  [[nodiscard]] std::vector<std::string> names() const override;
  [[nodiscard]] bool counts_money() const override { return true; }

private:
  using entries = std::vector<expression_syntax::entry>;

  [[nodiscard]] mapping_part_ptr whole(const syntax::mapping& said, const type_ref& of);
  [[nodiscard]] mapping_part_ptr part(const expression_syntax& e, const type_ref& due);
  [[nodiscard]] mapping_part_ptr plain(const expression_syntax& e, const type_ref& due);
  [[nodiscard]] mapping_part_ptr record(const entries& given, const type_ref& of,
                                        const source_span& at, bool is_result = false);
  [[nodiscard]] mapping_part_ptr list(const expression_syntax& e, const type_ref& of);
  [[nodiscard]] mapping_part_ptr choice(const expression_syntax& e, const type_ref& due);
  [[nodiscard]] mapping_part_ptr call(const expression_syntax& e,
                                      const found<syntax::mapping>& callee, const type_ref& due);
  [[nodiscard]] std::optional<made_value> value_of(const expression_syntax& e, const type_ref& due);
  [[nodiscard]] std::vector<compiled_rule> rules(const syntax::mapping& said);
  [[nodiscard]] std::optional<compiled_rule> rule(const syntax::mapping_rule& said);
  [[nodiscard]] bool is_taken_apart(const expression_syntax& e) const;
  [[nodiscard]] std::vector<source_path> reads_of(const expression_syntax& e) const;
  void note_members(const std::vector<source_path>& reads);

  std::uint32_t bind(const std::string& name, const type_ref& of);
  void unbind(std::size_t count) { bound_.resize(bound_.size() - count); }

  library& all_;
  const unit* in_;
  const syntax::mapping& said_;
  std::vector<std::pair<std::string, static_name>> bound_;
  std::size_t bound_from_ = 0; ///< a called mapping sees its own parameters alone
  std::uint32_t slots_ = 0;
  std::vector<const syntax::mapping*> calling_;
  bool failed_ = false;
  std::vector<std::string> members_; ///< of the document, that are read
  std::size_t parts_ = 0;            ///< expressions, those of called mappings included
  bool is_too_costly_ = false;       ///< told once, where this mapping is declared
};

} // namespace gantry::dsl
