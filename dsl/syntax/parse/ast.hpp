#pragma once

#include "dsl/syntax/parse/ast_declarations.hpp"
#include "dsl/syntax/parse/ast_parts.hpp"
#include "dsl/syntax/parse/ast_statements.hpp"
#include "dsl/syntax/parse/ast_test.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

/// The syntax tree of a flow file: workflows, and the file as a whole. It says what was written and
/// where, and nothing about what it means: formatter, pictures and editors are built on it.
namespace gantry::dsl::syntax {

/// `before STAGE { … }`, or `otherwise { … }` without a stage.
struct arm {
  std::optional<identifier> before;
  block body;
  source_span at;
};

/// `on EVENT(keys) [where EXPR] as NAME { … }`
struct handler {
  call event;
  expression_syntax_ptr where;
  identifier as;
  std::vector<arm> arms;
  bool has_arms = false; ///< `before` and `otherwise`; otherwise the one block is the only arm
  source_span at;        ///< up to the brace
  source_span whole;
};

/// `begin on EVENT as NAME [where EXPR] ARGS`
struct begin_on {
  qualified_name event;
  identifier as;
  expression_syntax_ptr where;
};

/// `begin at TIME in CALENDAR ARGS`
struct begin_at {
  std::string time;
  source_span time_at;
  identifier calendar;
};

struct beginning {
  std::variant<begin_on, begin_at> is;
  std::vector<labelled> arguments;
  source_span arguments_at;
  source_span at;
};

/// `sla NAME WHEN [, warn SPAN before] else OUTCOME`; the name is that of a stage.
struct service_level {
  identifier name;
  when until;
  std::optional<span> warn;
  std::optional<block> otherwise;
  source_span at;
};

/// A header line, so that comments between headers find their place.
struct header_line {
  std::string word;
  source_span at;
};

struct workflow {
  identifier name;
  std::string documentation;
  std::vector<parameter> parameters;
  std::optional<type_name> returns;
  std::vector<header_line> headers; ///< in the order of the text
  std::optional<int> version;
  std::vector<beginning> begins;
  std::vector<expression_syntax_ptr> key;
  expression_syntax_ptr priority;
  std::vector<label> search;
  std::vector<service_level> levels;
  std::optional<bool> pause_freezes;
  block body;
  std::vector<handler> handlers;
  bool is_broken = false; ///< something in it was not understood
  source_span at;         ///< `workflow NAME(…) -> TYPE`
  source_span whole;
};

/// A declaration that was not understood.
struct broken_declaration {
  std::vector<identifier> binds;
  std::string lacks_name_of; ///< `workflow`, `type`, …: what it declares has no name
  source_span at;
};

struct file {
  std::string path;
  std::vector<import_line> imports;
  std::vector<record> records;
  std::vector<enumeration> enumerations;
  std::vector<define> defines;
  std::vector<mapping> mappings;
  std::vector<setting> settings;
  std::vector<table> tables;
  std::vector<calendar> calendars;
  std::vector<policy> policies;
  std::vector<contract> contracts;
  std::vector<workflow> workflows;
  std::vector<test> tests;
  std::vector<broken_declaration> broken;
  std::vector<comment> comments; ///< all of them, in the order of the text
  source_span at;                ///< its first line
};

} // namespace gantry::dsl::syntax
