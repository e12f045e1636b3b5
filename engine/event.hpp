#pragma once

#include "dsl/base/value.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace gantry::engine {

/// The key of a call: 26 characters of Crockford base32 (E3.2).
using call_key = std::string;
using attempt_number = std::uint32_t; ///< from 1 within a call key
using hold_id = std::uint32_t;        ///< from 1 within an instance
using wait_id = std::uint32_t;
using timer_id = std::uint32_t;

/// Who did something and what led to it; part of every record.
struct cause_info {
  std::string principal; ///< `cli:anna`, `http:127.0.0.1`, `channel:webshop`; empty: the engine
  std::string reason;
  std::string traceparent; ///< W3C trace context as it came in
  std::string request_id;
  std::string event; ///< `source/id` of the event that led to it
};

/// How an attempt, or a question to a finder, ended (E1.3).
struct outcome {
  enum class kind : std::uint8_t {
    ok,
    business_error,     ///< declared by the contract; nothing was done
    refused,            ///< known not to have happened
    unknown,            ///< everything else
    contract_violation, ///< understood and not done, in a way that the contract does not declare
  };
  kind is = kind::unknown;
  value result;                    ///< of ok: decoded by the operation's type
  std::string error_name;          ///< of a business error
  value error_fields;              ///< its record
  std::string detail;              ///< a sentence: what happened on the wire, with the values
  std::int64_t retry_after_ms = 0; ///< of refused: not before this long; 0: not said
};

/// The first event of an instance.
struct started {
  value input; ///< decoded, `id` set
  std::string business_key;
  std::uint32_t generation = 1;
  std::string site;
  std::string instance; ///< UUID text
  std::string document; ///< UUID of the raw document, or empty
  std::string channel;
  bool test = false;
};

/// After a start of the engine or a passivation: what was under way has to be found again (E2.6).
struct taken_up {};

/// The in-flight table reports the end of an attempt, or that it does not know the attempt.
struct attempt_ended {
  call_key key;
  attempt_number attempt = 0;
  outcome how;
  bool first_byte_written = false;
};

/// A lane has room for a call that was `scheduled` (E2.3).
struct permit_offered {
  call_key key;
};

/// A finder answered (E5.3): a result list, or that it could not be asked.
struct finder_answered {
  call_key key;
  attempt_number asked_for = 0; ///< the latest attempt when the question was asked
  outcome how;
};

struct timer_due {
  timer_id timer = 0;
  timestamp due;
};

/// An event of the outside that is stored in the inbox and fits a wait or handler.
struct event_arrived {
  std::uint64_t inbox = 0; ///< row of the inbox; consumed in the commit that takes it
  std::string source;
  std::string id;
  std::string type; ///< `wms.shipment_confirmed`
  value data;       ///< record of the event's parameters
  timestamp received_at;
};

/// A verb of an operator (E7.4).
struct command {
  std::string verb; ///< pause resume cancel abort priority note assign · retry edit adopt
                    ///< verify declare-absent done release compensate-second
  hold_id hold = 0; ///< 0: not named
  std::string reason;
  value argument;          ///< by verb: document, typed result, edited arguments, until, priority
  std::uint64_t token = 0; ///< comes back in the `reply` effect
};

/// The order actor crashed k times: the order is held as poisoned with the event that broke it.
struct poisoned {
  std::string evidence;
};

struct event {
  std::variant<started, taken_up, attempt_ended, permit_offered, finder_answered, timer_due,
               event_arrived, command, poisoned>
      what;
  timestamp now;
  cause_info cause;
};

} // namespace gantry::engine
