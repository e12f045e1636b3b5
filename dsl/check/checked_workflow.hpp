#pragma once

#include "dsl/check/library.hpp"

#include <deque>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace gantry::dsl {

/// The order of places in the texts.
struct stands_before {
  bool operator()(const source_span& a, const source_span& b) const {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  }
};

/// A construct within the step that it belongs to. The clauses of a policy stand in the text once
/// and apply to many steps, so what they mean is kept for each step; elsewhere the owner is null.
struct place {
  const void* owner = nullptr;
  const void* node = nullptr;
  friend auto operator<=>(const place&, const place&) = default;
};

/// The clauses that apply to a step: each from the step itself, else from its `with` policy, else
/// from its contract's policy, and from nowhere else.
struct step_clauses {
  struct source {
    const void* owner = nullptr; ///< the step, for what a policy says; null for its own
    std::string from;            ///< `step`, or the name of the policy; for `--explain`
  };
  const syntax::timeout* timeout = nullptr;
  source timeout_from;
  const syntax::retry* retry = nullptr;
  source retry_from;
  const syntax::deadline* deadline = nullptr;
  source deadline_from;
  const syntax::answer* answer = nullptr; ///< only where the operation has one
  source answer_from;
  const syntax::revision* revision = nullptr;
  const syntax::compensation* compensation = nullptr;
  struct handler {
    const syntax::error_clause* said = nullptr;
    source from;
    std::vector<std::string> errors; ///< those that no clause before it has taken
    bool may_fall = false;           ///< nobody waits for the value
  };
  std::vector<handler> handlers;
  bool has_result = false;                     ///< the step binds a value
  bool is_workflow = false;                    ///< it calls a workflow
  bool answers_later = false;                  ///< the path goes on before the answer
  const syntax::policy* of_contract = nullptr; ///< the policy of the contract that it calls
  bool lacks_policy = false; ///< a policy that applies was not found, and may say anything
};

/// A call with its operation found and its arguments in the operation's order.
struct checked_call {
  const checked_contract* contract = nullptr;
  std::uint32_t operation = 0; ///< index into contract->operations
  std::vector<const syntax::labelled*> arguments;
  [[nodiscard]] const dsl::operation& callee() const { return contract->operations[operation]; }
  [[nodiscard]] const syntax::operation& said() const {
    return contract->said->operations[operation];
  }
};

/// An event with its key expressions in the order of the event's keys.
struct checked_event {
  const checked_contract* contract = nullptr;
  std::uint32_t event = 0;
  std::vector<const syntax::labelled*> keys;
  [[nodiscard]] const event_declaration& declared() const { return contract->events[event]; }
};

/// What the names, calls and expressions of a workflow mean. Lowering reads it and decides nothing.
struct checked_workflow {
  const syntax::workflow* said = nullptr;
  const unit* file = nullptr;
  std::vector<slot> slots; ///< slot 0 is the input
  type_ref input;
  type_ref returns;
  std::vector<stage> stages;
  std::map<std::string, std::uint32_t> stage_index;
  std::map<std::pair<const void*, const expression_syntax*>, expression_ptr> values;
  std::map<place, std::uint32_t> slot_of; ///< by the statement or clause that binds
  std::map<const syntax::call*, checked_call> calls;
  std::map<const syntax::call*, checked_event> events;
  std::map<const syntax::call*, workflow_signature> flows; ///< workflows that are called
  std::map<const syntax::beginning*, checked_event> begins;
  std::set<const void*> yielding; ///< `each`, `repeat` and `wait first` that collect values
  /// Constructs that this version does not run, each with its places.
  std::map<std::string, std::set<source_span, stands_before>> not_run;
  std::map<const syntax::step*, step_clauses> clauses;
  std::map<const syntax::handler*, std::vector<std::uint32_t>> own_slots;
  /// Something in it was not understood: what depends on seeing all of it is not judged.
  bool is_partial = false;
};

/// Names, types, contracts and events of one workflow (01xx to 04xx, 05xx, 08xx).
[[nodiscard]] checked_workflow check_workflow(library& all, const unit& in,
                                              const syntax::workflow& said);

// Judgements over a checked workflow, one for each family.
void check_paths(const checked_workflow& w, std::vector<diagnostic>& diagnostics);
void check_time(const checked_workflow& w, std::vector<diagnostic>& diagnostics);
void check_levels(const checked_workflow& w, std::vector<diagnostic>& diagnostics);
void check_bounds(const checked_workflow& w, std::vector<diagnostic>& diagnostics);
void check_undoing(const checked_workflow& w, std::vector<diagnostic>& diagnostics);
void check_events(const checked_workflow& w, std::vector<diagnostic>& diagnostics);
void check_amendments(const checked_workflow& w, std::vector<diagnostic>& diagnostics);
/// What concerns several workflows: on which events they begin.
void check_begins(const std::deque<checked_workflow>& all, std::vector<diagnostic>& diagnostics);
/// The tests of a file, against its workflows.
void check_tests(library& all, const unit& in, const circumstances& judged_by);

} // namespace gantry::dsl
