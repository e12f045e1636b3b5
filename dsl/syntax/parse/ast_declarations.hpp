#pragma once

#include "dsl/syntax/parse/ast_parts.hpp"
#include "dsl/syntax/parse/ast_statements.hpp"

#include <optional>
#include <string>
#include <vector>

/// The declarations of a flow file beside workflows and tests.
namespace gantry::dsl::syntax {

struct import_line {
  std::string path;
  source_span at;
};

struct record {
  identifier name;
  std::string documentation;
  std::vector<parameter> fields;
  source_span at;
  bool is_broken = false; ///< a field was not understood
};

struct enumeration {
  identifier name;
  std::string documentation;
  std::vector<identifier> members;
  source_span at;
  bool is_broken = false;
};

struct define {
  identifier name;
  std::string documentation;
  std::vector<parameter> parameters;
  type_name returns;
  expression_syntax_ptr body;
  source_span at;
};

/// `refuse | warn CODE [for NAME in EXPR] [at EXPR] when EXPR because EXPR` of a mapping
struct mapping_rule {
  bool refuses = true; ///< otherwise it warns
  std::string code;
  source_span code_at;
  std::optional<identifier> each; ///< the rule is asked for every item of `items`
  expression_syntax_ptr items;
  expression_syntax_ptr place; ///< only its path counts; null: the document
  expression_syntax_ptr condition;
  expression_syntax_ptr because;
  source_span at;
};

/// `mapping NAME PARAMS -> TYPE { RULES and NAME = EXPR … }`
struct mapping {
  identifier name;
  std::string documentation;
  std::vector<parameter> parameters;
  type_name returns;
  std::vector<label> fields;
  std::vector<mapping_rule> rules;
  source_span at;
  bool is_broken = false;
};

/// `setting NAME: TYPE = EXPR`
struct setting {
  identifier name;
  std::string documentation;
  type_name of;
  expression_syntax_ptr initial;
  source_span at;
};

/// `PATTERN, … -> EXPR`
struct table_row {
  std::vector<pattern> keys;
  expression_syntax_ptr is;
  source_span at;
};

/// `from TEXT`
struct table_file {
  std::string path; ///< relative to the flow's own file
  source_span at;
};

/// `table NAME PARAMS -> TYPE [{ ROW … } | from FILE]`
struct table {
  identifier name;
  std::string documentation;
  std::vector<parameter> parameters;
  type_name returns;
  bool has_rows = false; ///< they stand in the flow
  std::vector<table_row> rows;
  std::optional<table_file> file; ///< they stand in a file; neither: the engine has them
  source_span at;
  bool is_broken = false;
};

/// `open DAY [.. DAY] FROM .. TO`
struct opening_hours {
  identifier first_day;
  std::optional<identifier> last_day;
  std::string from;
  std::string to;
  source_span hours_at;
  source_span at;
};

/// `calendar NAME { zone TEXT open … holidays TABLE }`
struct calendar {
  identifier name;
  std::string documentation;
  std::string zone;
  source_span zone_at; ///< line 0 when no zone is given
  std::vector<opening_hours> open;
  std::optional<identifier> holidays;
  source_span at;
  bool is_broken = false;
};

struct policy {
  identifier name;
  std::string documentation;
  clauses said;
  source_span at;
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
  std::optional<span> settle; ///< absent: reported by the checker
  std::optional<span> within;
  source_span at;
};

/// `answer EVENT(KEY: EXPR, …)` of an operation
struct awaited_answer {
  call event; ///< of the operation's own contract, so without a contract
  source_span at;
};

/// `newest NAME per NAMES`
struct newest_wins {
  identifier order;
  std::vector<identifier> per;
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
  std::optional<span> settle;
  std::optional<awaited_answer> answer;
  std::optional<identifier> lane;
  std::optional<newest_wins> newest;
  source_span at;
};

struct event {
  identifier name;
  std::string documentation;
  std::vector<parameter> parameters;
  std::vector<declared_error> errors;
  std::optional<span> keep;
  source_span at;
};

/// `batch NAME of NAMES { closes TIME in CALENDAR, at most N  send NAME  answer NAME DEADLINE }`
struct batch {
  identifier name;
  std::string documentation;
  std::vector<identifier> members;
  std::string closes;
  source_span closes_at; ///< line 0 when it does not say
  std::optional<identifier> calendar;
  expression_syntax_ptr at_most;
  std::optional<identifier> send;
  std::optional<identifier> answer;
  std::optional<deadline> until;
  source_span at;
  bool is_broken = false;
};

struct contract {
  identifier name;
  std::string documentation;
  std::optional<int> version;
  std::optional<identifier> policy;
  std::vector<operation> operations;
  std::vector<event> events;
  std::vector<batch> batches;
  source_span at;
  bool is_broken = false; ///< a member was not understood
};

} // namespace gantry::dsl::syntax
