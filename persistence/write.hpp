#pragma once

#include "dsl/base/boxed.hpp"
#include "dsl/base/error.hpp"
#include "persistence/rows.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What callers ask the writer for. Each is decided inside one transaction with many others;
/// expected conflicts come back as results, never as errors that roll the others back (E8.2).
namespace gantry::persistence {

/// What one commit changes for one instance besides its journal row. What is set, opened or joined
/// is written before what is cleared, closed or left, so an id in both is gone afterwards.
struct instance_changes {
  journal_row record;      ///< at_lsn is given by the writer
  boxed<instance_row> row; ///< when something that lists show has changed
  std::vector<timer_row> timers_set;
  std::vector<std::uint32_t> timers_cleared;
  std::vector<wait_row> waits_opened;
  std::vector<std::uint32_t> waits_closed;
  std::vector<lane_row> lanes_joined;
  std::vector<std::string> lanes_left; ///< call keys
  std::vector<std::uint64_t> events_consumed;
  std::vector<incident_row> incidents; ///< opened, or closed when `closed` is set
  /// The order's end: its waits and deliveries are swept away, and its lanes unless the row keeps
  /// its attention (an undo goes on). Timers stay unless they are cleared, because watches and
  /// sweeps live on after the end (E4.5). Needs `row` the first time.
  bool finished = false;
};

/// Answer kept for an Idempotency-Key, 24 h.
struct idempotency_row {
  std::string site = "main";
  std::string scope; ///< principal and address
  std::string key;
  std::string body_digest;
  int http_status = 0;
  std::string answer;
  timestamp at;
};

/// A new instance: document, instance, first record, one commit. Unique by (site, workflow, key,
/// generation). `changes.record` is its first journal row.
struct create_instance {
  instance_row row;
  instance_changes changes;
  boxed<document_row> document;
  boxed<idempotency_row> idempotency; ///< stored with `answer` when the order is new
};

struct append_record {
  instance_number instance = 0;
  lsn expected_previous = 0; ///< stale writers are told so (fencing within the process)
  instance_changes changes;
};

struct store_event {
  inbox_row event;
};

struct store_document {
  document_row document;
};

/// Where an order that a document brings differs from the one that has its business key.
struct key_difference {
  std::string path;   ///< `input.lines[0].quantity`; empty: not known
  std::string values; ///< `5 there, 6 here`
};

/// The outcome of mapping a document: its orders and its end, one commit.
struct finish_document {
  uuid document;
  std::string partner;
  /// JSON. The i-th object of its member `orders` that has no `id` gets `id`, `status` and
  /// `duplicate` of the i-th of `orders` below; see write_result::outcome.
  std::string outcome;
  std::vector<create_instance> orders;
  /// The document is `replying` until `replies_handed_out`, and taken up at a start until then.
  bool has_replies = false;
  std::string worst = {}; ///< of the mapping's findings; a key conflict makes it `error`
  /// The i-th is of the i-th of `orders`, for the finding when its key is taken by another one.
  std::vector<key_difference> differences = {};
};

struct replies_handed_out {
  uuid document;
};

/// Serialises a timer with everything that was stored before it (E8.6).
struct fire_timer {
  timer_row timer;
};

struct store_idempotency {
  idempotency_row row;
};

/// What was stored turned out not to fit its declaration: it becomes a finding, nobody gets it.
struct note_event_finding {
  std::uint64_t inbox = 0;
  std::string finding;
};

/// Where a removal goes on: behind these numbers.
struct removal_cursor {
  instance_number order = 0;
  std::int64_t document = 0;
  std::uint64_t event = 0;

  friend bool operator==(const removal_cursor&, const removal_cursor&) = default;
};

/// A step of removing what the retention policy does not keep: at most `limit` orders, documents
/// and events are looked at. An order goes with its journal when it has finished and nothing is
/// left to do for it: no timer, no attempt that is watched, no open incident. Documents go when
/// they are done, events when no order has them in hand. The newest of each stays,
/// so that no number is given twice.
struct remove_old {
  std::optional<timestamp> orders_before = {};    ///< finished before; none: orders are kept
  std::optional<timestamp> documents_before = {}; ///< documents and events received before
  removal_cursor after = {};
  std::size_t limit = 100;
};

using write_request =
    std::variant<create_instance, append_record, store_event, store_document, finish_document,
                 fire_timer, store_idempotency, note_event_finding, replies_handed_out, remove_old>;

/// On its way to the writer: a request is large, and stays in its place.
using write_request_ptr = std::unique_ptr<write_request>;

struct removed_rows {
  std::uint64_t orders = 0, documents = 0, events = 0;
  removal_cursor next;
  bool done = false; ///< everything behind `next` is younger
};

/// What became of a create.
struct create_result {
  enum class kind : std::uint8_t { created, duplicate, conflict };
  kind is = kind::created;
  instance_number number = 0;
  uuid id; ///< of the instance that has the key
  std::string existing_digest;
  std::string existing_status;
  lsn at = 0;
};

struct event_match {
  instance_number instance = 0;
  std::uint32_t wait = 0;
  bool handler = false;
};

/// An event that waits in the inbox for an instance: matched when the wait was opened, or when the
/// event came. Stays until the instance consumes it, across restarts.
struct delivery {
  instance_number instance = 0;
  inbox_row event;
};

struct write_result {
  boxed<error> failed;                ///< of this request alone: a stale writer
  std::vector<create_result> created; ///< create_instance: one; finish_document: one an order
  lsn at = 0;                         ///< append_record
  bool duplicate_event = false;
  std::uint64_t inbox = 0;
  std::vector<delivery> deliveries; ///< to be handed to their instances, after the commit
  bool timer_live = false;          ///< fire_timer: the timer is still set
  std::string outcome;              ///< finish_document: as it was stored
  /// create_instance, store_idempotency: the Idempotency-Key was used within 24 h, and this is what
  /// was answered then. Nothing of the request was written.
  boxed<idempotency_row> answered_before;
  boxed<removed_rows> removed; ///< remove_old
};

} // namespace gantry::persistence
