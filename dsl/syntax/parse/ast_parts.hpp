#pragma once

#include "dsl/expr/compile_expression.hpp"
#include "dsl/program.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The declarations of a flow file, and the small parts that all constructs share.
namespace gantry::dsl::syntax {

struct identifier {
  std::string text;
  source_span at;
};

/// `map[T]`, `NAME`, followed by any of `?` and `[]`.
struct type_name {
  enum class shape { named, map, list, optional } is = shape::named;
  std::string name;                   ///< of `named`
  std::shared_ptr<type_name> element; ///< of the others
  source_span at;
};

/// A parameter of a workflow, operation, event, error or define; a field of a record.
struct parameter {
  identifier name;
  type_name of;
  bool is_key = false;
  bool is_personal = false;
};

/// `NAME: EXPR` of a call.
struct labelled {
  identifier name;
  expression_syntax_ptr value;
};

/// `CONTRACT.NAME(labels)`; without a contract a workflow is called.
struct call {
  std::optional<identifier> contract;
  identifier name;
  std::vector<labelled> arguments;
  source_span at;
  [[nodiscard]] std::string full_name() const {
    return contract ? contract->text + "." + name.text : name.text;
  }
};

struct import_line {
  std::string path;
  source_span at;
};

struct record {
  identifier name;
  std::string documentation;
  std::vector<parameter> fields;
};

struct enumeration {
  identifier name;
  std::string documentation;
  std::vector<identifier> members;
};

struct define {
  identifier name;
  std::string documentation;
  std::vector<parameter> parameters;
  type_name returns;
  expression_syntax_ptr body;
};

/// `NAME [params]` after `errors`.
struct declared_error {
  identifier name;
  std::vector<parameter> parameters;
};

/// `verify FINDER(PARAM: key) [match EXPR] settle SPAN within SPAN`
struct verify {
  identifier finder;
  identifier parameter;
  expression_syntax_ptr match;
  expression_syntax_ptr settle; ///< null when it was left out
  expression_syntax_ptr within;
  source_span at;
};

struct operation {
  effect_class effect = effect_class::read;
  identifier name;
  std::string documentation;
  std::vector<parameter> parameters;
  std::optional<type_name> returns;
  std::vector<declared_error> errors;
  std::optional<verify> finder;
  expression_syntax_ptr settle;
  bool has_answer = false; ///< refused by this version; its value is not the declared result
};

struct event {
  identifier name;
  std::string documentation;
  std::vector<parameter> parameters;
  std::vector<declared_error> errors;
  expression_syntax_ptr keep;
};

struct contract {
  identifier name;
  std::string documentation;
  std::optional<int> version;
  std::optional<identifier> policy;
  std::vector<operation> operations;
  std::vector<event> events;
};

} // namespace gantry::dsl::syntax
