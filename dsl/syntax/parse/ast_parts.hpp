#pragma once

#include "dsl/expr/compile_expression.hpp"
#include "dsl/program.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The small parts that all constructs share.
///
/// Spans: `at` is the whole construct unless it says otherwise; lines and columns count from 1, the
/// end is one past the last character.
/// Mistakes: what could not be read is there all the same. An expression that was not understood is
/// null, a statement is `broken`, and what lost a part says `is_broken`; each was reported.
namespace gantry::dsl::syntax {

struct statement;

struct identifier {
  std::string text;
  source_span at;
};

/// `{ … }`, or the one statement that stands for it after `else`.
struct block {
  std::vector<statement> statements;
  source_span at;
  bool has_braces = true;
};

/// `map[T]`, `NAME`, `CONTRACT.NAME`, followed by any of `?` and `[]`.
struct type_name {
  enum class shape { named, map, list, optional } is = shape::named;
  std::string name;                   ///< of `named`
  std::optional<identifier> contract; ///< of `named`: whose type it is
  std::shared_ptr<type_name> element; ///< of the others
  source_span at;
};

/// A parameter of a workflow, operation, event, error or define; a field of a record.
struct parameter {
  identifier name;
  type_name of;
  bool is_key = false;
  bool is_personal = false;
  source_span at;
};

/// `NAME: EXPR` of a call.
struct labelled {
  identifier name;
  expression_syntax_ptr value;
};

/// `NAME = EXPR` of `search`, `show`, a mapping or a test.
struct label {
  identifier name;
  expression_syntax_ptr value;
};

/// `CONTRACT.NAME`, or `NAME` alone.
struct qualified_name {
  std::optional<identifier> contract;
  identifier name;
  source_span at;
  [[nodiscard]] std::string full_name() const {
    return contract ? contract->text + "." + name.text : name.text;
  }
};

/// `CONTRACT.NAME(labels)`; without a contract a workflow is called.
struct call : qualified_name {
  std::vector<labelled> arguments;
  source_span arguments_at; ///< with the brackets
};

/// A length of time: a duration, or `N workdays in CALENDAR`, `N workhours in CALENDAR`.
struct span {
  enum class unit { duration, workdays, workhours } counts = unit::duration;
  expression_syntax_ptr length;       ///< of `duration`
  int count = 0;                      ///< of the others
  std::optional<identifier> calendar; ///< of the others
  source_span at;
};

/// `within SPAN [of STAGE]`, or `by TIMESTAMP`: exactly one of the two.
struct when {
  std::optional<span> within;
  std::optional<identifier> of_stage;
  expression_syntax_ptr by;
  source_span at;
};

/// `within SPAN [of STAGE] | by TIMESTAMP`, `else OUTCOME`; `at` ends before the `else`.
struct deadline : when {
  std::optional<block> otherwise;
};

/// `retry N times, every SPAN | from SPAN to SPAN [else OUTCOME]`; `at` ends before the `else`.
struct retry {
  expression_syntax_ptr times;
  std::optional<span> every;
  expression_syntax_ptr from;
  expression_syntax_ptr to;
  std::optional<block> otherwise;
  source_span at;
};

/// Comments are kept beside the tree, all of them in the order of the text, so that a tool that
/// writes the file again finds the place of each by its span.
using comment = source_comment;

/// What a `match` compares with: a name, a literal, or `else`.
struct pattern {
  enum class shape { name, literal, otherwise } is = shape::name;
  std::string text;              ///< of a name, or the decoded text of a string
  expression_syntax_ptr literal; ///< of `literal`
  source_span at;
};

} // namespace gantry::dsl::syntax
