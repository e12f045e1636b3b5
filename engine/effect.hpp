#pragma once

#include "engine/event.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

namespace gantry::engine {

using shared_text = std::shared_ptr<const std::string>;

/// Make an attempt of a call. Leaves only after the record with its `sent` is durable, unless the
/// operation is a read (E2.4).
struct send_attempt {
  call_key key;
  attempt_number attempt = 1;
  std::uint32_t operation = 0; ///< index into program::operations
  bool undo = false;
  shared_text arguments; ///< JSON object, rebuilt from the record
  duration timeout;      ///< of the attempt; the owner derives send_by from it
  bool is_read = false;
};

/// Ask the finder of an operation for the documents under a key. A read.
struct ask_finder {
  call_key key;
  attempt_number asked_for = 0;
  std::uint32_t operation = 0; ///< the finder
  shared_text arguments;
  duration timeout;
};

/// The call waits for a permit of its contract's lane (E2.2). The order need not stay in memory.
struct join_lane {
  call_key key;
  std::uint32_t operation = 0;
  int priority = 50;
  timestamp due; ///< since when the order is on its way: the oldest goes first
};

/// A `scheduled` call was revoked, or sent: it leaves the lane's queue.
struct leave_lane {
  call_key key;
  std::uint32_t operation = 0;
};

/// Ask the in-flight table about an attempt (E2.6): it answers with `attempt_ended`, now or when
/// the attempt ends. Not durable-dependent.
struct attach_attempt {
  call_key key;
  attempt_number attempt = 0;
  std::uint32_t operation = 0;
  bool undo = false;
};

/// The end of an attempt is durable: the table may forget it.
struct forget_attempt {
  call_key key;
  attempt_number attempt = 0;
};

/// Answer to a command, sent after its record is durable.
struct reply {
  std::uint64_t token = 0;
  bool accepted = true;
  std::string ignored;                           ///< `already paused`: a race, answered politely
  error problem{errc::illegal_verb, {}, {}, {}}; ///< when not accepted
};

/// The order reached its end; those who wait for it are told.
struct finished {
  std::string phase;
};

using effect = std::variant<send_attempt, ask_finder, join_lane, leave_lane, attach_attempt,
                            forget_attempt, reply, finished>;

/// Whether an effect may leave before the record that led to it is durable: reads, finders and
/// questions to the table.
[[nodiscard]] bool may_leave_early(const effect& e);

} // namespace gantry::engine
