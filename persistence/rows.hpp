#pragma once

#include "dsl/base/time.hpp"
#include "dsl/base/uuid.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What the store keeps, in the words of the domain. Times are UTC nanoseconds; `site` is in every
/// unique key; bodies are opaque bytes with a codec byte and a key id in front of them.
namespace gantry::persistence {

using instance_number = std::int64_t; ///< grows; the rowid of an instance
using lsn = std::int64_t;             ///< grows over the whole journal; 0: none

/// The operator index: one row an order, written in the same transaction as its journal rows.
struct instance_row {
  instance_number number = 0;
  uuid id;
  std::string site = "main";
  std::string workflow;
  std::string definition; ///< hex of the closure
  std::string key;        ///< business key, joined
  std::uint32_t generation = 1;
  std::string input_digest;
  std::string status = "running";
  std::string phase = "running";
  std::string control = "active";
  std::string held;
  std::string stage;
  std::string waiting_for;
  bool in_doubt = false;
  int priority = 50;
  bool test = false;
  bool finished = false;
  bool attention = true; ///< to be taken up after a restart
  std::string channel;
  std::string customer;
  std::vector<std::pair<std::string, std::string>> search; ///< fixed when the order is created
  timestamp created_at;
  timestamp updated_at;
  lsn last = 0;
  std::uint64_t sequence = 0;
  std::int64_t fold_digest =
      0; ///< of the row's derived columns; `index equals fold` audits compare
};

struct journal_row {
  lsn at_lsn = 0;
  instance_number instance = 0;
  lsn previous = 0; ///< the instance's previous row
  std::uint64_t sequence = 0;
  std::uint16_t version = 1;
  timestamp at;
  std::string kind; ///< of the record's event, for people with `sqlite3`
  std::string body;
};

struct timer_row {
  instance_number instance = 0;
  std::uint32_t timer = 0;
  timestamp due;
  std::string purpose;
};

struct wait_row {
  instance_number instance = 0;
  std::uint32_t wait = 0;
  bool handler = false;
  std::string event_type;
  std::string correlation; ///< the key fields' values, joined; one row for each that matches
};

/// A call that is `scheduled`: the lane's queue is refilled from these (E2.3).
struct lane_row {
  instance_number instance = 0;
  std::string call_key;
  std::string contract;
  int priority = 50;
  timestamp due;
};

/// What a point of priority is worth in a lane: an order of 90 goes before those of 50 that have
/// waited less than 40 minutes, so the urgent go first and nobody waits for ever.
constexpr duration wait_per_priority{60'000'000'000};

/// Who goes first has the smallest. It stands still while a call waits, so a queue needs no sorting
/// again; the store's index `lanes_turn` has the same with the value above.
[[nodiscard]] constexpr std::int64_t turn_of(const lane_row& call,
                                             duration per_point = wait_per_priority) {
  return call.due.ns - call.priority * per_point.ns;
}

struct inbox_row {
  std::uint64_t number = 0;
  std::string site = "main";
  std::string source;
  std::string event_id;
  std::string event_type;
  std::string correlation;
  std::string body; ///< the event's data, JSON
  std::string principal;
  std::string traceparent;
  timestamp received_at;
  timestamp keep_until; ///< 0: 30 days after `received_at`
  /// `stored` (delivered, not yet consumed), `matched` (consumed), `unmatched`, `finding`,
  /// `expired`
  std::string state;
  std::string finding; ///< why it is a finding
};

struct document_row {
  uuid id;
  std::string site = "main";
  std::string channel;
  std::string partner;
  std::string media_type;
  std::string headers; ///< JSON
  std::string body;    ///< raw bytes
  std::string digest;  ///< hex SHA-256 of the bytes
  timestamp received_at;
  std::string state;   ///< `received`, `done`, `order` (the body of POST /v1/orders)
  std::string outcome; ///< JSON: orders, findings, replies; once it is done
  /// The worst finding of the outcome: `error`, `warning` or empty. Written when it is done.
  std::string worst = {};
  std::int64_t number = 0; ///< given by the store; grows; the cursor of `list_documents`
  std::uint64_t bytes = 0; ///< of the body; in lists, which leave the body out
};

struct incident_row {
  uuid order;
  instance_number instance = 0;
  std::uint32_t incident = 0;
  std::string kind = "duplicate_effect";
  std::string step;
  std::string key;
  std::string ours;  ///< JSON
  std::string other; ///< JSON
  std::string why;
  timestamp opened_at;
  std::string closed;      ///< how, or empty
  std::int64_t number = 0; ///< given by the store; grows; the cursor of `list_incidents`
};

struct definition_row {
  std::string closure; ///< hex
  std::string workflow;
  int version = 1;
  std::string text;
  timestamp stored_at;
};

struct store_identity {
  std::string site = "main";
  std::string incarnation; ///< UUID, new with every `--adopt`
  std::string host_mark;   ///< of machine and folder; another one means a copy (E8.8)
  std::uint64_t epoch = 0; ///< raised at every start; fences writers
  std::string process_mark;
};

} // namespace gantry::persistence
