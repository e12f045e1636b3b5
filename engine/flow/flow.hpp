#pragma once

#include "engine/decision.hpp"

/// The flow's side of the reducer: branches and what they stand at.
namespace gantry::engine {

// ---- running (run.cpp, node_*.cpp) ----
/// Runs everything that can run until every branch waits for something, takes kept events, and
/// takes cancel and pause further. Called at the end of every event.
void go_on(decision& d);

/// A branch at a statement, while it runs: its position is noted when something depends on it.
struct stepper {
  decision& d;
  std::uint32_t branch;
  dsl::address at;
  dsl::address block;
  bool stopped = false;

  [[nodiscard]] branch_state& state() const { return must_find_branch(d.state, branch); }
  [[nodiscard]] const dsl::instruction& statement() const { return d.program.code[at]; }
  /// Writes the position down, if it has changed.
  void settle_position();
  void stop() { stopped = true; }
  void go(dsl::address to) { at = to; }
};

// One a node kind: each moves on or stops the branch.
void run_call(stepper& s);
void run_bind(stepper& s);
void run_branch_node(stepper& s);
void run_unwrap(stepper& s);
void run_wait(stepper& s);
void run_stage(stepper& s);
void run_reject_or_cancel(stepper& s);
void run_hold(stepper& s);
void run_finish(stepper& s);
void run_end_handler(stepper& s);
void run_retry(stepper& s);
void run_end_block(stepper& s);

// ---- helpers ----
/// An expression failed: the branch is held with its sentence (E7.2).
void hold_for_error(decision& d, std::uint32_t branch, const std::string& node, const error& e);
/// Evaluates a text (`hold`, `reject`, `cancel`); none when it failed and the branch is held.
[[nodiscard]] std::optional<std::string> text_or_hold(stepper& s, const dsl::expression& e);
struct due_time {
  timestamp at;
  bool fixed = false; ///< of `by`: a pause never freezes it
};
[[nodiscard]] result<due_time> due_of(const decision& d, const branch_state& branch,
                                      const dsl::deadline_rule& rule);
void set_deadline(decision& d, std::uint32_t branch, const due_time& due);
void set_settle_timer(decision& d, const call_state& call, attempt_number attempt);
/// Frees a branch that runs an `on unknown` block for the answer of the block's call; false while a
/// step of the block is under way.
[[nodiscard]] bool free_branch_of(decision& d, const call_state& left);
/// The answer of a call whose `on unknown` block runs is the answer after all, if the block has not
/// ended the step (E5.7).
void take_up_left_call(decision& d, call_state& call);

// ---- events, waits and handlers (events.cpp, node_wait.cpp) ----
void open_handlers(decision& d);
void on_event_arrived(decision& d, const event_arrived& e);
/// Kept events that fit a wait or a handler by now.
void take_kept_events(decision& d);

// ---- timers (timers.cpp) ----
void on_timer_due(decision& d, const timer_due& e);
/// Timers that fired while nothing could be done act now.
void act_on_elapsed_timers(decision& d);
/// After a pause: deadlines that were frozen are set anew, later by its length.
void thaw_deadlines(decision& d);

} // namespace gantry::engine
