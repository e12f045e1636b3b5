#pragma once

#include "dsl/base/value.hpp"
#include "dsl/types/type.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace gantry::dsl {

/// Something that a mapping could not make, or that one of its rules says.
struct mapping_finding {
  /// A rule's own; `mapping-field`, `mapping-rule` when a rule itself fails, or `mapping-document`
  /// when nothing that the mapping reads is in the document.
  std::string code;
  bool refuses = true; ///< nothing is made of the document; otherwise a warning
  std::string path;    ///< in the document: `line_items[2].price`; empty: the document as a whole
  /// In the result: `lines[2].unit_price`. Of a rule: those that are made of the place it names.
  std::vector<std::string> fields;
  std::string found;   ///< what stands at the path, as JSON, at most 100 characters; texts bare
  std::string message; ///< a sentence, with what to do (`sentence_of`)

  // What the sentence about a field is made of; empty for all others.
  struct place {
    std::string path;
    std::string found; ///< for people; empty: nothing stands there
    bool is_list_or_object = false;
  };
  std::vector<place> looked_at;
  std::string reason;
  std::string help;    ///< may be empty
  std::string made_at; ///< `mappings/shop.flow:12`
};

struct mapped_value {
  value what; ///< none when a finding refuses
  std::vector<mapping_finding> findings;
};

/// Where a plain value of a result came from.
struct field_origin {
  std::string field;              ///< `lines[2].unit_price`
  value what;                     ///< what it became
  std::vector<std::string> paths; ///< in the document, in the order of the text; none: a constant
  std::vector<std::string> rows;  ///< of tables: `unit_of "CA" (mappings/units.flow:9)`
  std::string text;               ///< the expression, as written
  std::string file;
  std::uint32_t line = 0;
};

/// A checked `mapping`: a document in, a value of its type and findings out. Immutable and pure;
/// run from any thread.
///
/// Every field that cannot be made is in a finding, and the others are made all the same, so that
/// all that is wrong with a document is told at once. Fields that one place keeps from being made
/// share a finding, and a field of which a rule has refused the source is not told again.
class mapping {
public:
  virtual ~mapping() = default;
  [[nodiscard]] virtual const std::string& name() const = 0;
  [[nodiscard]] virtual const std::string& documentation() const = 0;
  [[nodiscard]] virtual const std::vector<field>& parameters() const = 0;
  [[nodiscard]] virtual const type_ref& returns() const = 0;
  /// `arguments` are in the order of the parameters and fit their types. Bounds: at most 100
  /// findings, and for each expression those of `expression::evaluate`.
  [[nodiscard]] virtual mapped_value run(std::span<const value> arguments, timestamp now) const = 0;
  /// As `run`, and tells where every plain value came from. Slower: for people.
  [[nodiscard]] virtual mapped_value trace(std::span<const value> arguments, timestamp now,
                                           std::vector<field_origin>& origins) const = 0;
};
using mapping_ptr = std::shared_ptr<const mapping>;

} // namespace gantry::dsl
