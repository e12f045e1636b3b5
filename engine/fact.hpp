#pragma once

#include "dsl/program.hpp"
#include "engine/event.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gantry::engine {

/// What a record stores. `apply` folds facts into an instance, live and in recovery alike; nothing
/// else changes one. A fact is never reinterpreted: a new meaning is a new fact or a new version.
/// How they are written: `engine/record_fields.hpp`.

struct argument_record {
  std::string name;
  std::string reference; ///< `order@1`, `price`: a value that is already durable; or empty
  value bytes;           ///< the value itself, when it is not a reference
};

struct order_created {
  started what;
  std::string workflow;
  int workflow_version = 1;
  std::string definition; ///< hex of program::closure
  int priority = 50;
  std::vector<std::pair<std::string, std::string>> search;
};

/// Arguments frozen, key derived (E3). Without an attempt_sent the call is `scheduled` (E2.1).
struct call_made {
  call_key key;
  std::uint32_t branch = 0;
  std::string node; ///< stable node id of the step
  std::uint32_t operation = 0;
  bool undo = false;
  std::uint32_t revision = 1;
  std::vector<argument_record> arguments;
  std::string digest; ///< 130 bits of SHA-256 of the canonical request, written as keys are
  call_key undoes;    ///< of an undo: the key that it undoes
};

struct attempt_sent {
  call_key key;
  attempt_number attempt = 1;
  std::string node; ///< of the step: this and the next facts are read without the others
  bool undo = false;
};

struct attempt_result {
  call_key key;
  attempt_number attempt = 1;
  outcome how;
  bool late = false; ///< it decided nothing (E4.4)
  std::string node;
  bool undo = false;
};

/// The effect of an attempt that ended unknown can no longer come about (E5.1).
struct attempt_settled {
  call_key key;
  attempt_number attempt = 0;
};

/// A call reached its end: ok · adopted · business_error · refused · revoked · absent · …
struct call_ended {
  call_key key;
  std::string how; ///< `ok`, `adopted`, `business_error`, `refused`, `revoked`,
                   ///< `typed`, `by_hand`, `left_behind`, `unknown`
  value result;    ///< unless an attempt has it
  std::string detail;
  attempt_number attempt = 0; ///< whose result it is; 0: `result` is it
  std::string node;
  bool undo = false;
};

struct call_in_doubt {
  call_key key;
  attempt_number attempt = 0; ///< the latest
  std::string node;
  bool undo = false;
};

struct doubt_verified {
  call_key key;
  attempt_number asked_for = 0;
  outcome how;         ///< ok with the list of documents, or why the finder could not be asked
  std::string verdict; ///< `absent`, `adopted`, `conflicting`, `unsure`, `outdated`,
                       ///< `foreign` (found when the doubt was resolved otherwise),
                       ///< `declared_absent`, `adopted_by_hand`, `swept`
  std::string node;
  bool undo = false;
};

struct value_bound {
  std::uint32_t slot = 0;
  value what;
};

struct value_unbound {
  std::uint32_t slot = 0;
};

/// A branch stands at an address (main path: branch 0; a handler's run has one of its own).
struct branch_moved {
  std::uint32_t branch = 0;
  std::uint32_t at = 0;
  /// Address of the statement whose `on` or `else` block the branch is in; no_address: in none.
  std::uint32_t block = dsl::no_address;
};

struct branch_opened {
  std::uint32_t branch = 0;
  std::uint32_t handler = 0; ///< index into program::handlers
  std::uint32_t arm = 0;
  std::uint64_t inbox = 0;
  std::string event; ///< `source/id`
};

struct branch_closed {
  std::uint32_t branch = 0;
  std::string how; ///< `done`, `cancelled`, `conflict`, `withdrawn`
  std::string detail;
};

/// At the time of its record.
struct stage_passed {
  std::uint32_t stage = 0;
};

enum class timer_purpose : std::uint8_t {
  retry,     ///< a call's next attempt is due
  settle,    ///< an attempt's effect can no longer come about
  verify,    ///< the finder is to be asked (again)
  give_up,   ///< `within` of the verification has passed
  deadline,  ///< of a step or wait
  statement, ///< `retry` statement of an `on` block: the next round is due
  watch,     ///< a closed step's attempt is looked at again
  sweep,     ///< keys that were repeated are asked for again (E5.9)
};

struct timer_set {
  timer_id timer = 0;
  timestamp due;
  timer_purpose purpose = timer_purpose::retry;
  call_key key; ///< of the call it belongs to, or empty
  std::uint32_t branch = 0;
  attempt_number attempt = 0; ///< of settle
  bool fixed = false;         ///< a `by` deadline: a pause never freezes it
};

/// The store's row of the timer goes.
struct timer_cleared {
  timer_id timer = 0;
  bool kept = false; ///< it fired while nothing could be done; the order acts on it later
};

struct wait_opened {
  wait_id wait = 0;
  std::uint32_t branch = 0;
  bool handler = false;
  std::uint32_t index = 0; ///< into program::waits or program::handlers
  std::string event_type;
  /// Correlation texts, one for each combination that matches (a list key means any of).
  std::vector<std::string> correlations;
};

struct wait_closed {
  wait_id wait = 0;
  std::string how; ///< `matched`, `deadline`, `withdrawn`
};

/// A delivered event was taken, or turned out to be nothing for this order: its inbox row is done.
struct event_consumed {
  std::uint64_t inbox = 0;
  std::string event; ///< `source/id`
  std::string type;
  std::string became; ///< `wait`, `handler`, `kept`, `ignored`
  std::string detail;
  value data; ///< of a kept one
  timestamp received_at;
};

/// A kept event was taken after all.
struct event_taken {
  std::uint64_t inbox = 0;
  std::string became; ///< `wait`, `handler`
};

struct hold_opened {
  hold_id hold = 0;
  std::uint32_t branch = 0;
  std::string cause; ///< E7.2
  std::string node;
  call_key key;
  std::string evidence; ///< sentence for a person, with the values
  value documents;      ///< what a finder found
  bool undo = false;    ///< it stands on a compensation
};

struct hold_closed {
  hold_id hold = 0;
  std::string by;                 ///< verb, `answer`, `withdrawn`
  std::optional<timestamp> until; ///< of a released `by` deadline: the new date
};

struct phase_changed {
  std::string phase;
  std::string reason;
  value output;
};

struct control_changed {
  std::string control;
};

struct cancel_requested {
  std::string reason;
  std::string kind; ///< `cancelled`, `rejected`, `operator`
  std::string by;   ///< of an operator's; the fold does not see who caused a record
};

struct deadline_passed {
  std::uint32_t branch = 0;
  std::string node;
};

/// A finished step's compensation is owed, in reverse order of completion (E6.1).
struct compensation_owed {
  call_key key; ///< of the call that will be undone
  std::string node;
};

struct compensation_settled {
  call_key key;
  std::string node;
  std::string how; ///< `done`, `by_hand`, `left_behind`
};

/// A closed step keeps looking at an attempt (E4.5).
struct watch_opened {
  call_key key;
  attempt_number attempt = 0;
  std::string why;
  std::string node;
};

struct watch_closed {
  call_key key;
  attempt_number attempt = 0;
  std::string how;
  std::string node;
};

/// `duplicate_effect` (E7.5): also on finished orders.
struct incident_opened {
  std::uint32_t incident = 0;
  call_key key;
  std::string node;
  value ours;
  value other;
  std::string why;
  bool undo = false;
};

struct incident_closed {
  std::uint32_t incident = 0;
  std::string how;
};

/// What an operator did, accepted or ignored (E7.6, E7.7).
struct command_recorded {
  std::string verb;
  hold_id hold = 0;
  std::string ignored;
  value argument;
};

struct priority_changed {
  int priority = 50;
};

struct defect_recorded {
  std::string event;
  std::string invariant;
};

using fact =
    std::variant<order_created, call_made, attempt_sent, attempt_result, call_ended, call_in_doubt,
                 doubt_verified, value_bound, value_unbound, branch_moved, branch_opened,
                 branch_closed, stage_passed, timer_set, timer_cleared, wait_opened, wait_closed,
                 event_consumed, hold_opened, hold_closed, phase_changed, control_changed,
                 cancel_requested, deadline_passed, compensation_owed, compensation_settled,
                 watch_opened, watch_closed, incident_opened, incident_closed, command_recorded,
                 priority_changed, defect_recorded, attempt_settled, event_taken>;

} // namespace gantry::engine
