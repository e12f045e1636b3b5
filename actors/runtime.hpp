#pragma once

#include "actors/call_latencies.hpp"
#include "actors/disk_room.hpp"
#include "actors/old_orders.hpp"
#include "channels/channel.hpp"
#include "dsl/compile.hpp"
#include "engine/connector.hpp"
#include "engine/instance.hpp"
#include "engine/record.hpp"
#include "engine/timeline.hpp"
#include "persistence/store.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The runtime as everybody outside `actors/` sees it: plain C++, callbacks, no CAF.
namespace gantry::actors {

struct adapter_options {
  std::string name; ///< table in the settings: `erp`
  std::string contract;
  std::shared_ptr<engine::connector> to;
  std::size_t max_in_flight = 16;
  double rate_per_s = 0; ///< 0: no limit
  std::size_t queue_max = 100'000;
};

struct runtime_options {
  std::string site = "main";
  std::size_t shards = 2;
  std::size_t threads = 2;
  std::size_t open_orders_max = 100'000; ///< orders in memory; beyond: 503 with Retry-After
  /// Answers owed to callers at once; beyond, and for urgent orders a quarter beyond: 503 with
  /// Retry-After.
  std::size_t intake_max = 2'048;
  /// Actors with something to do that may wait for a thread; the same beyond.
  std::size_t ready_max = 8'192;
  std::size_t crashes_max = 3; ///< of one order actor in `crash_window`, then poisoned
  duration crash_window = seconds(60);
  duration read_gather = milliseconds(20); ///< ends of reads wait so long for company (E2.4)
  duration passivate_after = seconds(10);
  duration wait_per_priority = persistence::wait_per_priority; ///< of lanes: see there
  duration drain = seconds(10);
  std::filesystem::path scratch; ///< folder of the shards' scratch files (E8.5); empty: none
  disk_room_options disk;        ///< below the store
  keep_options keep;             ///< what is over; for ever unless it says otherwise
  std::vector<adapter_options> adapters;
  std::map<std::string, std::shared_ptr<channels::channel>> channels;
  /// Told of every order that reached its end, after the commit, from any thread; has to be quick.
  std::function<void(std::string_view order, std::string_view phase)> on_finished;
  /// Hands a document's replies out (a 997 to its folder), after their commit. While it answers
  /// with an error the document stays `replying` and is handed out again in a minute.
  std::function<result<void>(const std::string& channel,
                             const std::vector<channels::reply_document>& replies)>
      on_replies;
};

/// Everything that the runtime needs from the machine; tests give virtual ones.
struct environment {
  std::function<timestamp()> wall_clock;
  std::function<std::int64_t()> boot_clock_ns; ///< CLOCK_BOOTTIME
  std::function<std::uint64_t()> random;
  /// Empty: the runtime has threads of its own. Otherwise it has none, and whoever holds it lets it
  /// work (`by_hand`); what has to wait inside of it calls this, which works or moves the clocks.
  std::function<void()> let_work = {};
  /// Before an order decides an event; what it throws crashes the order's actor. For tests.
  std::function<void(std::string_view order, std::string_view event)> before_event = {};
};
[[nodiscard]] environment real_environment();

struct submission {
  std::string workflow;
  value input;          ///< as parsed JSON, not decoded
  std::string raw_body; ///< kept as the document of the order
  std::string media_type = "application/json";
  engine::cause_info cause;
  std::string intake = "http";                             ///< `channel` when the input names none
  std::optional<persistence::idempotency_row> idempotency; ///< key and digest filled
  std::uint32_t generation = 1;
};

struct order_brief {
  std::string id;
  std::string key;
  std::string workflow;
  std::string status;
};

struct submit_answer {
  order_brief order;
  bool duplicate = false;
  /// With an Idempotency-Key: the answer that is kept under it, to be given byte for byte.
  std::string stored_answer = {};
  int stored_status = 0;
};

struct event_input {
  std::string id, source, type, subject;
  value data;
  engine::cause_info cause;
};
struct event_answer {
  bool duplicate = false;
  std::string finding; ///< undeclared type or ill-typed data: kept, and said
};

struct document_answer {
  std::string document; ///< UUID
  std::string outcome; ///< JSON of what came of it: `{"orders":[…],"findings":[…],"replies":[…]}`
};

struct command_input {
  std::string order; ///< UUID
  std::string verb;
  engine::hold_id hold = 0;
  value argument;
  engine::cause_info cause;
};
struct command_answer {
  std::string ignored; ///< `already paused`
};

struct order_detail {
  persistence::instance_row row;
  engine::order_view view;
  std::string document;
  engine::cause_info cause = {};     ///< of its first record: who handed it in, under which request
  std::vector<std::string> unserved; ///< contracts of its open calls that no adapter serves
};

struct statistics {
  std::uint64_t orders_created = 0, orders_completed = 0, orders_rejected = 0, orders_cancelled = 0,
                orders_aborted = 0;
  std::uint64_t steps_ended = 0, attempts_sent = 0, attempts_refused = 0, attempts_unknown = 0;
  std::uint64_t doubts_opened = 0, doubts_found = 0, doubts_absent = 0, doubts_by_person = 0;
  std::uint64_t duplicates_prevented = 0, duplicates_found = 0, defects = 0, restarts = 0;
  std::uint64_t events_received = 0, events_duplicate = 0, documents_received = 0;
  std::uint64_t documents_with_errors = 0; ///< an order, or the whole, was not taken
  /// What became of the orders of documents.
  std::uint64_t document_orders_taken = 0, document_orders_duplicate = 0,
                document_orders_refused = 0, document_orders_conflict = 0, document_orders_test = 0;
  std::int64_t in_doubt_now = 0, orders_in_memory = 0, journal_queue = 0, actors_ready = 0;
  std::uint64_t commits = 0, commit_requests = 0, commit_ns_sum = 0;
  double doubt_seconds_sum = 0;
  std::optional<std::uint64_t> disk_free_bytes; ///< none: it is not watched
  /// By the retention policy, since the start.
  std::uint64_t orders_removed = 0, documents_removed = 0, events_removed = 0;
  struct lane {
    std::string adapter;
    std::size_t in_flight = 0, waiting = 0;
  };
  std::vector<lane> lanes;
  struct operation {
    std::string adapter, name;
    latency_histogram took;
  };
  std::vector<operation> operations; ///< that were called since the start
  /// A contract that no adapter serves, and open orders that want a call of it.
  struct unserved {
    std::string contract;
    std::int64_t orders = 0;
  };
  std::vector<unserved> unserved_contracts; ///< as of the last count, which is made each minute
};

template <class T>
using answer = std::function<void(result<T>)>; ///< called once, from any thread

/// The parts of a runtime that has no threads of its own. Each does one piece of work, and tells
/// whether there was one.
class hand_work {
public:
  virtual ~hand_work() = default;
  virtual bool act() = 0;    ///< one actor takes one message
  virtual bool help() = 0;   ///< one task of the background
  virtual bool commit() = 0; ///< what is queued for the journal, as one transaction
  virtual bool ring() = 0;   ///< the alarms that are due
  /// On the boot clock; none when nothing waits for its time.
  [[nodiscard]] virtual std::optional<std::int64_t> next_alarm_ns() const = 0;
};

class runtime {
public:
  /// Starts everything and begins recovery; returns when intake may open.
  /// Errors: contract_unserved, store errors.
  [[nodiscard]] static result<std::unique_ptr<runtime>>
  start(runtime_options options, environment env, std::shared_ptr<persistence::store> store,
        const std::vector<dsl::program_ptr>& programs);
  virtual ~runtime() = default;

  // Each answers after what it promises is on disk.
  virtual void submit(submission what, answer<submit_answer> done) = 0;
  virtual void event(event_input what, answer<event_answer> done) = 0;
  virtual void document(channels::raw_document what, answer<document_answer> done) = 0;
  virtual void command(command_input what, answer<command_answer> done) = 0;
  /// Calls back when the order has reached an end or is held, or after `timeout` with what it is
  /// then.
  virtual void wait_finished(std::string order, duration timeout,
                             std::function<void(result<order_detail>)> done) = 0;

  // Reads of what is durable; they block on the database, not on actors.
  [[nodiscard]] virtual result<order_detail> show(std::string_view order) const = 0;
  [[nodiscard]] virtual result<std::vector<engine::timeline_item>>
  timeline(std::string_view order) const = 0;
  [[nodiscard]] virtual const persistence::store& reader() const = 0;
  [[nodiscard]] virtual statistics stats() const = 0;
  /// Search labels that the deployed workflows declare (`search.NAME` of the list).
  [[nodiscard]] virtual std::vector<std::string> search_labels() const = 0;

  /// Empty when orders are taken, else why not (`/readyz`).
  [[nodiscard]] virtual std::string not_ready() const = 0;
  /// Stops intake, revokes what is only scheduled, lets what is sent be recorded, at most
  /// `options.drain`. Afterwards only the destructor may be called.
  virtual void drain() = 0;

  /// Null unless the environment has `let_work`.
  [[nodiscard]] virtual hand_work* by_hand() { return nullptr; }
};

} // namespace gantry::actors
