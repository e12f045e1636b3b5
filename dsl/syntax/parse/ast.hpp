#pragma once

#include "dsl/expr/compile_expression.hpp"
#include "dsl/syntax/parse/ast_parts.hpp"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// The syntax tree of a flow file, one struct for each construct of the grammar. It says what was
/// written and where, and nothing about what it means: tools may be built on it.
namespace gantry::dsl::syntax {

struct statement;

/// `{ … }`, or the one statement that stands for it after `else`.
struct block {
  std::vector<statement> statements;
  source_span at;
};

/// `retry N times, every SPAN | from SPAN to SPAN [else OUTCOME]`
struct retry {
  expression_syntax_ptr times;
  expression_syntax_ptr every;
  expression_syntax_ptr from;
  expression_syntax_ptr to;
  std::optional<block> otherwise;
  source_span at;
};

/// `within SPAN [of STAGE] | by TIMESTAMP`, `else OUTCOME`
struct deadline {
  expression_syntax_ptr within;
  std::optional<identifier> of_stage;
  expression_syntax_ptr by;
  std::optional<block> otherwise;
  source_span at;
};

/// `timeout EXPR`
struct timeout {
  expression_syntax_ptr length;
  source_span at;
};

/// `compensate CALL`, or `compensate none EXPR` with a reason instead of a call.
struct compensation {
  std::optional<call> undo;
  expression_syntax_ptr none_because;
  source_span at;
};

/// `on NAMES [as NAME] BLOCK`
struct error_clause {
  std::vector<identifier> errors;
  std::optional<identifier> as;
  block body;
  source_span at;
};

/// What a step says beside its call, and what a policy says for many steps.
struct clauses {
  std::vector<timeout> timeouts; ///< more than one of a kind is reported by the checker
  std::vector<retry> retries;
  std::vector<deadline> deadlines;
  std::vector<compensation> compensations;
  std::vector<error_clause> handlers;
};

/// `step NAME = CALL [with POLICY] [{ CLAUSES }]`
struct step {
  identifier name;
  call what;
  std::optional<identifier> policy;
  clauses said;
};

/// `if EXPR [as NAME] BLOCK [else BLOCK]`; an `else if` is a block with one `if`.
struct branch {
  expression_syntax_ptr condition;
  std::optional<identifier> as;
  block then;
  std::optional<block> otherwise;
};

/// `let NAME = EXPR`, or `let NAME = if …` whose blocks yield the value.
struct let {
  identifier name;
  expression_syntax_ptr value;
  std::unique_ptr<branch> choice;
};

/// `wait NAME = EVENT(keys) [where EXPR] { DEADLINE }`
struct wait {
  identifier name;
  call event;
  expression_syntax_ptr where;
  std::optional<deadline> until;
};

/// `wait for SPAN` and `wait until TIMESTAMP`
struct wait_time {
  expression_syntax_ptr span;
  expression_syntax_ptr until;
};

/// `stage NAME [final]`
struct stage {
  identifier name;
  bool is_final = false;
};

/// `reject | cancel | hold | yield EXPR`
struct exit {
  enum class word { reject, cancel, hold, yield } is = word::reject;
  expression_syntax_ptr value;
};

/// `return [EXPR]`
struct give_back {
  expression_syntax_ptr value;
};

/// A construct of the language that this version does not build. It was reported and passed over;
/// the names that it would have bound are kept so that nothing else is reported because of it.
struct unsupported {
  std::string word;
  std::vector<identifier> binds;
  std::vector<stage> stages;
};

struct statement {
  std::variant<step, let, branch, wait, wait_time, stage, exit, give_back, retry, unsupported> is;
  source_span at;
};

/// `before STAGE { … }`, or `otherwise { … }` without a stage.
struct arm {
  std::optional<identifier> before;
  block body;
};

/// `on EVENT(keys) [where EXPR] as NAME { … }`
struct handler {
  call event;
  expression_syntax_ptr where;
  identifier as;
  std::vector<arm> arms;
  source_span at;
};

/// `search NAME = EXPR, …`
struct label {
  identifier name;
  expression_syntax_ptr value;
};

struct workflow {
  identifier name;
  std::string documentation;
  std::vector<parameter> parameters;
  std::optional<type_name> returns;
  std::optional<int> version;
  std::vector<expression_syntax_ptr> key;
  expression_syntax_ptr priority;
  std::vector<label> search;
  std::optional<bool> pause_freezes;
  block body;
  std::vector<handler> handlers;
  bool has_unsupported = false; ///< something in it was refused and passed over
  source_span at;
};

struct policy {
  identifier name;
  std::string documentation;
  clauses said;
  bool has_unsupported = false;
};

/// A top-level construct that this version does not build.
struct unsupported_declaration {
  std::string word;
  std::vector<identifier> binds;
};

struct file {
  std::string path;
  std::vector<import_line> imports;
  std::vector<record> records;
  std::vector<enumeration> enumerations;
  std::vector<define> defines;
  std::vector<policy> policies;
  std::vector<contract> contracts;
  std::vector<workflow> workflows;
  std::vector<unsupported_declaration> unsupported;
  source_span at; ///< its first line
};

} // namespace gantry::dsl::syntax
