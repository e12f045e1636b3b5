#pragma once

#include "dsl/expr/expression.hpp"
#include "dsl/mapping/mapping.hpp"
#include "dsl/mapping/source_path.hpp"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// A mapping as it is run: the parts of its result down to the values that one expression makes, so
/// that each of them can fail alone.
namespace gantry::dsl {

struct mapping_part;
using mapping_part_ptr = std::unique_ptr<const mapping_part>;

/// A value that is made as a whole.
struct made_value {
  expression_ptr by;
  std::vector<source_path> reads;
  std::string file;
  std::uint32_t line = 0;
};

struct made_record {
  struct member {
    std::size_t index; ///< of the type's fields
    mapping_part_ptr part;
  };
  type_ref of;
  std::vector<member> members;
};

/// `RANGE.map(ITEM, BODY)` or `RANGE.map(ITEM, KEEP, BODY)`.
struct made_list {
  made_value range;
  std::uint32_t slot = 0; ///< of the item
  expression_ptr keep;    ///< or null
  std::vector<source_path> keep_reads;
  mapping_part_ptr body;
};

/// `CONDITION ? YES : NO`
struct made_choice {
  made_value condition;
  mapping_part_ptr yes, no;
};

struct compiled_rule {
  std::string code;
  bool refuses = true;
  std::optional<made_value> items;
  std::uint32_t slot = 0; ///< of the item
  std::optional<source_path> place;
  expression_ptr condition;
  expression_ptr because;
  std::string file;
  std::uint32_t line = 0;
};

/// Another mapping, called for the whole of a field.
struct made_call {
  struct given {
    std::uint32_t slot;
    made_value what;
  };
  std::vector<given> arguments;
  std::vector<compiled_rule> rules;
  mapping_part_ptr body;
};

struct mapping_part {
  std::variant<made_value, made_record, made_list, made_choice, made_call> is;
};

struct mapping_definition {
  std::string name;
  std::string documentation;
  std::vector<field> parameters;
  type_ref returns;
  std::vector<compiled_rule> rules;
  mapping_part_ptr result;
  std::uint32_t slots = 0;
  /// Members of the document that anything here reads, in the order of the text.
  std::vector<std::string> members;
};

[[nodiscard]] mapping_ptr make_mapping(mapping_definition definition);

} // namespace gantry::dsl
