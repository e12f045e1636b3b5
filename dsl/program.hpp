#pragma once

#include "dsl/base/digest.hpp"
#include "dsl/expr/expression.hpp"
#include "dsl/types/type.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// The checked program: what the checker makes of a flow and all that it imports, and the only
/// thing that the engine executes. Every default is resolved here; nothing is looked up by name at
/// run time.
namespace gantry::dsl {

using address = std::uint32_t; ///< index into program::code
inline constexpr address no_address = std::numeric_limits<address>::max();
inline constexpr std::uint32_t no_index = std::numeric_limits<std::uint32_t>::max();

enum class effect_class : std::uint8_t { read, idempotent, once };

struct error_declaration {
  std::string name;
  std::vector<field> parameters;
  type_ref as_record; ///< the record that `as NAME` sees
};

/// `verify FINDER(PARAM: key) match EXPR settle SPAN within SPAN` (E5.2).
struct verification {
  std::uint32_t finder;  ///< index into program::operations
  std::string parameter; ///< that takes the key
  /// Sees the operation's parameters in order as slots 0…, then `found`; null: nothing to match.
  expression_ptr match;
  duration settle;
  duration within;
};

struct operation {
  std::string contract;
  std::string name;
  effect_class effect = effect_class::read;
  std::vector<field> parameters;
  type_ref returns; ///< null: no result
  std::vector<error_declaration> errors;
  std::optional<verification> verify;
  std::optional<duration> settle; ///< of an idempotent operation; default: the step's timeout
  [[nodiscard]] std::string full_name() const { return contract + "." + name; }
};

struct event_declaration {
  std::string contract;
  std::string name;
  std::vector<field> parameters;
  std::vector<std::string> keys; ///< names of the parameters that are `key`, in declared order
  type_ref as_record;
  std::optional<duration> keep; ///< absent: can only be emitted
  [[nodiscard]] std::string full_name() const { return contract + "." + name; }
};

struct argument {
  std::string name;
  expression_ptr value;
};

struct call_expression {
  std::uint32_t operation;         ///< index into program::operations
  std::vector<argument> arguments; ///< in the order of the operation's parameters
};

/// `retry N times, every SPAN` or `from SPAN to SPAN` (doubling), `else OUTCOME`.
struct retry_rule {
  expression_ptr times; ///< int: retries after the first attempt
  expression_ptr from;  ///< duration; `every` sets from == to
  expression_ptr to;
  address otherwise = no_address; ///< block to run when they are spent; no_address: held
};

/// `within SPAN [of STAGE] | by TIMESTAMP`, `else OUTCOME`.
struct deadline_rule {
  expression_ptr within;             ///< duration, or null
  std::uint32_t of_stage = no_index; ///< counted from this stage; no_index: from the statement
  expression_ptr by;                 ///< timestamp, or null
  address otherwise = no_address;
};

/// `on NAMES as NAME { … }`
struct error_handler {
  /// Declared error names, or `refused`, `unknown`.
  std::vector<std::string> errors;
  std::uint32_t slot = no_index; ///< bound to the error's record; no_index without `as`
  address block = no_address;
};

struct step {
  std::string name;              ///< of the step; node id is instruction::id
  std::uint32_t slot = no_index; ///< bound to the result; no_index when the operation has none
  call_expression call;
  expression_ptr timeout; ///< duration of one attempt; never null in a checked program
  retry_rule retry;
  std::optional<deadline_rule> deadline;
  std::optional<call_expression> compensate;
  std::string compensate_none; ///< the reason of `compensate none "why"`
  std::vector<error_handler> handlers;
  bool in_handler = false; ///< steps in handlers are never compensated
};

/// `wait NAME = EVENT(keys) where EXPR { deadline }`
struct wait {
  std::uint32_t slot = no_index;
  std::uint32_t event = no_index;   ///< index into program::events; no_index: a pure time wait
  std::vector<expression_ptr> keys; ///< in the order of event_declaration::keys; a list: any of
  expression_ptr where;             ///< or null; sees the event's record in `slot`
  std::optional<deadline_rule> deadline;
};

struct stage {
  std::string name;
  bool final = false;
};

/// `on EVENT(keys) as NAME { before STAGE { … } … otherwise { … } }`
struct handler {
  std::string id; ///< node id: `on oms.cancel_requested`
  std::uint32_t event;
  std::vector<expression_ptr> keys;
  expression_ptr where;          ///< or null
  std::uint32_t slot = no_index; ///< of the event's record
  struct arm {
    std::uint32_t before_stage = no_index; ///< no_index: `otherwise`, or the only block
    address block = no_address;
  };
  std::vector<arm> arms; ///< tried in order: the first whose stage is not passed
  /// Slots that belong to this handler; unbound again at the start of each run.
  std::vector<std::uint32_t> own_slots;
  bool cancels = false; ///< some arm has `cancel`: an event that none of it served
                        ///< is recorded as a conflict
};

/// One statement, lowered. Blocks follow each other in `program::code`; control moves by address.
struct instruction {
  enum class op : std::uint8_t {
    call,   ///< index: program::steps. Falls to the next address with the slot bound
    bind,   ///< slot := value(expr)                                   (`let`, `yield` of a block)
    branch, ///< expr is false: go to target
    unwrap, ///< `if e as x`: slot := expr, or go to target when it is absent
    jump,   ///< go to target
    wait,   ///< index: program::waits
    stage,  ///< index: program::stages
    reject, ///< expr: string
    cancel, ///< expr: string
    hold,   ///< expr: string; `cause` says which hold it is
    finish, ///< `return`: expr or null. End of the workflow
    end_handler, ///< end of a handler's arm
    retry, ///< in an `on` block: make the step `index` again (new revision), `rule` says how often
    end_block, ///< end of an `on`/`else` block that falls through: the step `index` has ended
               ///< without a value; go to target
  };
  op does = op::jump;
  std::string id; ///< stable node id: the name path (`reserve`, `reserve/on out_of_stock`)
  std::uint32_t line = 0;
  std::uint32_t index = no_index;
  std::uint32_t slot = no_index;
  address target = no_address;
  expression_ptr expr;
  std::optional<retry_rule> rule;
  /// Of `hold`: flow · retries_spent · deadline, by where the author wrote it.
  enum class hold_cause : std::uint8_t { flow, retries_spent, deadline } cause = hold_cause::flow;
};

struct slot {
  std::string name;
  type_ref of;
};

struct search_label {
  std::string name;
  expression_ptr value;
};

struct program {
  std::string name;
  int version = 1;
  std::string documentation;
  digest256 closure{};      ///< of flow, types, contracts, policies: all text that it imports
  std::string closure_text; ///< that text, as stored with the instances
  std::vector<slot> slots;  ///< slot 0 is the workflow's input
  type_ref input;
  type_ref returns; ///< or null
  std::vector<expression_ptr> key;
  expression_ptr priority; ///< int; null: 50
  std::vector<search_label> search;
  bool pause_freezes_deadlines = false;
  std::vector<operation> operations;
  std::vector<event_declaration> events;
  std::vector<step> steps;
  std::vector<wait> waits;
  std::vector<stage> stages;
  std::vector<handler> handlers;
  std::vector<instruction> code; ///< address 0 is the first statement of the body
};
using program_ptr = std::shared_ptr<const program>;

} // namespace gantry::dsl
