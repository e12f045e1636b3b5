#pragma once

#include "engine/effect.hpp"
#include "engine/instance.hpp"

#include <list>

namespace gantry::engine {

/// What is durably known of one sending.
enum class attempt_known : std::uint8_t {
  sent,
  ok,
  business_error,
  refused,
  violation, ///< understood and not done, outside the contract
  unknown,
  absent, ///< it ended unknown, and was proven or declared not to have happened
};

struct attempt_state {
  attempt_number number = 1;
  attempt_known is = attempt_known::sent;
  bool settled = false; ///< of unknown: its effect can no longer come about (E5.1)
  bool clean = true;    ///< every other attempt was known or settled when it was sent (E4.2)
  bool watched = false; ///< the step has closed without it (E4.5)
  outcome how;
};

struct argument_value {
  std::string name;
  value what;
};

/// One call: an intention with frozen arguments under one key.
struct call_state {
  call_key key;
  std::uint32_t branch = 0;
  std::string node;
  std::uint32_t step = dsl::no_index;
  std::uint32_t operation = 0;
  bool undo = false;
  std::uint32_t revision = 1;
  std::vector<argument_value> arguments;
  std::string digest;
  call_key undoes;
  std::vector<attempt_state> attempts;

  std::uint32_t times_made = 0;  ///< `retry` statements that did not consume the key add to it
  std::uint32_t budget_from = 0; ///< attempts before it was made again; the policy counts from here
  std::uint32_t granted = 0;     ///< attempts in all that a person allowed beyond the policy
  bool in_doubt = false;
  timestamp doubt_since; ///< when it last came into doubt
  bool deadline_passed = false;
  bool left_to_block = false; ///< its `on unknown` block runs; an ok may still be its answer
  bool given_up = false;      ///< `within` of the verification has passed
  bool absence_declared = false;
  std::uint32_t questions = 0; ///< to the finder, without a decisive answer
  std::uint32_t sweeps = 0;
  timer_id retry = 0, verify = 0, give_up = 0, watch = 0, sweep = 0;
  hold_id hold = 0;

  std::string ended; ///< how; empty while it is open
  value result;
  value::list_type found; ///< by finders while the step had no document yet

  // In memory only: lost in a crash, and made again by `taken_up`.
  shared_text text;          ///< the arguments as JSON
  bool digest_fresh = false; ///< the digest was taken in this process
  bool asked = false;        ///< a question is with the finder
  bool in_lane = false;

  [[nodiscard]] bool open() const { return ended.empty(); }
  [[nodiscard]] attempt_number latest() const {
    return attempts.empty() ? 0 : attempts.back().number;
  }
};

/// Where a call stands; derived, never stored.
enum class call_phase : std::uint8_t { scheduled, sent, retry_due, doubt, held, closed };
[[nodiscard]] call_phase phase_of(const call_state& call);
[[nodiscard]] bool has(const call_state& call, attempt_known what);
/// Some attempt is under way, or ended unknown and is not settled.
[[nodiscard]] bool may_take_effect(const call_state& call);

struct branch_state {
  std::uint32_t id = 0;
  dsl::address at = 0;
  dsl::address block = dsl::no_address;
  std::uint32_t handler = dsl::no_index;
  std::uint32_t arm = 0;
  std::uint64_t inbox = 0;
  std::string event;
  bool open = true;
  call_key call;      ///< under way
  call_key left_call; ///< whose `on unknown` block runs
  wait_id wait = 0;
  hold_id hold = 0;
  timer_id deadline = 0, statement = 0;
  std::optional<timestamp> until; ///< named by a release
};

struct timer_state {
  timer_set what;
  timestamp since;      ///< when it was set
  bool elapsed = false; ///< fired while nothing could be done
};

struct hold_state {
  hold_opened what;
  timestamp since;
};

struct owed_state {
  call_key key;
  std::string node;
};

struct incident_state {
  incident_opened what;
  bool open = true;
};

struct stage_state {
  bool passed = false;
  timestamp at;
};

struct cancel_state {
  std::string reason;
  std::string kind;
  std::string by;
};

/// A list or record inside a slot's value that calls take on its own (`order.lines`), with what was
/// worked out of it.
struct value_part {
  value of;
  std::string digest;
  shared_text text;
};

/// The fold of an instance's facts.
struct instance_state {
  dsl::program_ptr definition;
  bool created = false;
  order_created order;
  timestamp created_at;
  timestamp set_out_at; ///< created, or gone on after a wait, a hold or a pause
  std::vector<value> slots;
  std::vector<std::uint32_t> slot_versions;
  std::list<branch_state> branches; // these stand still while others come
  std::list<call_state> calls;
  std::vector<owed_state> owed;
  std::vector<stage_state> stages;
  std::uint32_t last_stage = dsl::no_index;
  std::vector<wait_opened> waits;
  std::vector<hold_state> holds;
  std::vector<timer_state> timers;
  std::vector<incident_state> incidents;
  std::list<event_consumed> kept;
  std::vector<std::uint64_t> consumed; ///< rows of the inbox that came, sorted: each is taken once
  std::optional<cancel_state> cancel;
  std::string phase = "running";
  std::string control = "active";
  timestamp paused_at;
  std::string end_reason;
  value output;
  int priority = 50;
  std::string assigned;
  bool poisoned = false;
  std::uint32_t branches_ever = 1;
  timer_id timers_ever = 0;
  wait_id waits_ever = 0;
  hold_id holds_ever = 0;
  std::uint32_t incidents_ever = 0;

  // In memory only: texts and digests of values, by slot.
  std::vector<shared_text> slot_texts;
  std::vector<std::string> slot_digests;
  std::vector<value_part> parts;

  [[nodiscard]] const dsl::program& program() const { return *definition; }
  [[nodiscard]] call_state* find_call(std::string_view key);
  [[nodiscard]] const call_state* find_call(std::string_view key) const;
  [[nodiscard]] branch_state* find_branch(std::uint32_t id);
  [[nodiscard]] timer_state* find_timer(timer_id id);
  [[nodiscard]] hold_state* find_hold(hold_id id);
  [[nodiscard]] const wait_opened* find_wait(wait_id id) const;
  [[nodiscard]] bool finished() const;
  /// The final stage that was passed, or null.
  [[nodiscard]] const dsl::stage* final_stage() const;
  [[nodiscard]] const dsl::operation& operation_of(const call_state& call) const;
  [[nodiscard]] const dsl::step& step_of(const call_state& call) const;
};

} // namespace gantry::engine
