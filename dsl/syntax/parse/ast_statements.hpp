#pragma once

#include "dsl/syntax/parse/ast_parts.hpp"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// Statements and clauses of a workflow, one struct for each construct of the grammar.
namespace gantry::dsl::syntax {

/// `timeout EXPR`
struct timeout {
  expression_syntax_ptr length;
  source_span at;
};

/// `answer [later] DEADLINE`
struct answer {
  bool is_later = false;
  deadline until;
  source_span at;
};

/// `revise CALL`
struct revision {
  call again;
  source_span at;
};

/// `compensate CALL`, `compensate BLOCK`, or `compensate none EXPR` with a reason.
struct compensation {
  std::optional<call> undo;
  std::optional<block> steps;
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

/// What a step says beside its call, and what a policy says for many steps. More than one of a kind
/// is reported by the checker.
struct clauses {
  std::vector<timeout> timeouts;
  std::vector<retry> retries;
  std::vector<deadline> deadlines;
  std::vector<answer> answers;
  std::vector<revision> revisions;
  std::vector<compensation> compensations;
  std::vector<error_clause> handlers;
  source_span at;         ///< with the braces; line 0 when there are none
  bool is_broken = false; ///< a clause was not understood: nothing follows from what is not there
};

/// `step NAME = CALL [with POLICY] [{ CLAUSES }]`
struct step {
  identifier name;
  call what;
  std::optional<identifier> policy;
  clauses said;
};

/// `if EXPR [as NAME] BLOCK [else BLOCK]`; an `else if` is a block with one `if`.
struct if_else {
  expression_syntax_ptr condition;
  std::optional<identifier> as;
  block then;
  std::optional<block> otherwise;
};

/// `PATTERN, … BLOCK`
struct match_arm {
  std::vector<pattern> patterns;
  block body;
  source_span at;
};

/// `match EXPR { PATTERN, … BLOCK … }`
struct match {
  expression_syntax_ptr subject;
  std::vector<match_arm> arms;
  source_span at; ///< `match EXPR`
  bool is_broken = false;
};

/// `let NAME = EXPR`, or `let NAME = if …` or `match …` whose blocks yield the value.
struct let {
  identifier name;
  expression_syntax_ptr value;
  std::unique_ptr<if_else> choice;
  std::unique_ptr<match> cases;
};

/// `parallel { … }`: its statements go on beside each other; those that belong together stand in a
/// `branch`.
struct parallel {
  block body;
};

/// `branch { … }` of a `parallel`
struct branch {
  block body;
};

/// `each NAME for ITEM in EXPR [by EXPR], EXPR at once BLOCK`
struct each {
  identifier name;
  identifier item;
  expression_syntax_ptr list;
  expression_syntax_ptr by;
  expression_syntax_ptr width;
  block body;
  source_span at; ///< up to the block
};

/// `repeat NAME until EXPR, at most EXPR else OUTCOME BLOCK`
struct repeat {
  identifier name;
  expression_syntax_ptr until;
  expression_syntax_ptr at_most;
  block otherwise;
  block body;
  source_span at; ///< up to the `else`
};

/// `wait NAME = EVENT(keys) [where EXPR] { DEADLINE }`
struct wait {
  identifier name;
  call event;
  expression_syntax_ptr where;
  std::optional<deadline> until;
  bool is_broken = false; ///< its deadline was not understood
};

/// `NAME = EVENT(keys) [where EXPR] BLOCK` of a `wait first`
struct wait_arm {
  identifier name;
  call event;
  expression_syntax_ptr where;
  block body;
  source_span at;
};

/// `wait first [NAME] { ARM … DEADLINE }`
struct wait_first {
  std::optional<identifier> name;
  std::vector<wait_arm> arms;
  std::optional<deadline> until;
  source_span at; ///< `wait first [NAME]`
  bool is_broken = false;
};

/// `wait for SPAN`, `wait until EXPR [{ DEADLINE }]`: exactly one of the two.
struct wait_time {
  std::optional<span> length;
  expression_syntax_ptr until;
  std::optional<deadline> at_latest;
  bool is_broken = false;
};

/// `enter NAME: TYPE [= EXPR]`
struct entry_field {
  identifier name;
  type_name of;
  expression_syntax_ptr initial;
  source_span at;
};

/// One stretch of a task's time: `within SPAN | by TIME`, then `else` one of the three.
struct due {
  when until;
  expression_syntax_ptr escalate_to; ///< the next stretch follows
  std::optional<identifier> choice;  ///< taken in place of a person's
  std::optional<block> outcome;
  source_span at;
};

/// `task NAME for EXPR { show … enter … choose … DUE }`
struct task {
  identifier name;
  expression_syntax_ptr whom;
  std::vector<label> show;
  std::vector<entry_field> enter;
  std::vector<identifier> choose;
  std::vector<due> stretches; ///< in their order; all but the last one escalate
  source_span at;             ///< `task NAME for EXPR`
  bool is_broken = false;
};

/// `back to STAGE [, at most EXPR else OUTCOME]`
struct back {
  identifier stage;
  expression_syntax_ptr at_most;
  std::optional<block> otherwise;
  source_span at; ///< up to the `else`
};

/// `PATH = EXPR` of an `amend`
struct change {
  std::vector<identifier> path;
  expression_syntax_ptr value;
  source_span at;
};

/// `amend PATH = EXPR, … , back to STAGE | without redo`
struct amend {
  std::vector<change> changes;
  std::optional<back> then; ///< absent: `without redo`
};

/// `emit EVENT(parameters)`
struct emit {
  call event;
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

/// `break`
struct break_out {};

/// `return [EXPR]`
struct give_back {
  expression_syntax_ptr value;
  bool is_bare = false; ///< written without a value
};

/// What was not understood; it was reported and passed over. The names and stages that it seems to
/// have declared are kept, so that nothing else is reported because of it.
struct broken {
  std::vector<identifier> binds;
  std::vector<stage> stages;
  bool lacks_name = false; ///< it binds something, and how it is called was not understood
};

struct statement {
  std::variant<step, let, if_else, match, parallel, branch, each, repeat, wait, wait_first,
               wait_time, task, amend, back, emit, stage, exit, break_out, give_back, retry, broken>
      is;
  source_span at;
};

} // namespace gantry::dsl::syntax
