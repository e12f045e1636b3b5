#pragma once

#include "actors/actor_tree.hpp"
#include "actors/command_desk.hpp"
#include "actors/counters.hpp"
#include "actors/definitions.hpp"
#include "actors/disk_room.hpp"
#include "actors/finish_waiters.hpp"
#include "actors/in_flight_table.hpp"
#include "actors/intake_gate.hpp"
#include "actors/lanes.hpp"
#include "actors/read_gathering.hpp"
#include "actors/scratch_file.hpp"
#include "actors/take_up_queue.hpp"
#include "actors/timer_service.hpp"
#include "actors/unserved_contracts.hpp"
#include "actors/worker.hpp"
#include "actors/write_desk.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace gantry::actors {

/// Everything that runs in one engine, and what orders see of it. The façade's intake, recovery and
/// reads work on this.
///
/// A commit's way back: the journal's thread groups what it made durable by shard, one message a
/// shard and commit; deliveries of events follow behind it.
class runtime_world : public order_world {
public:
  runtime_world(runtime_options how, environment env, std::shared_ptr<persistence::store> store,
                std::unique_ptr<scratch_file> scratch);
  ~runtime_world() override;
  runtime_world(const runtime_world&) = delete;
  runtime_world& operator=(const runtime_world&) = delete;

  // ---- what orders see ----
  [[nodiscard]] timestamp now() const override { return env.wall_clock(); }
  [[nodiscard]] const persistence::store& store() const override { return *store_; }
  [[nodiscard]] result<dsl::program_ptr> definition(const std::string& closure) override;
  void submit(persistence::instance_number order, std::uint16_t batch,
              persistence::write_request_ptr request) override;
  void gather(persistence::instance_number order) override;
  [[nodiscard]] bool claim_permit(const order_identity& who, std::uint32_t operation,
                                  const engine::call_key& key) override;
  void offer_seen(const order_identity& who, const engine::call_key& key) override;
  void drop_claims(persistence::instance_number order) override;
  void carry_out(const order_identity& who, engine::effect what) override;
  void forget(persistence::instance_number order, const engine::call_key& key,
              engine::attempt_number attempt) override;
  void set_aside(persistence::instance_number order) override;
  void durable(const order_identity& who, const durable_batch& batch) override;
  [[nodiscard]] bool is_crowded() const override;
  void taken_up(const order_identity& who, const persistence::instance_row& row,
                const std::vector<persistence::timer_row>& timers) override;
  void seek_deliveries(persistence::instance_number order, std::uint64_t from_inbox) override;
  void answer_command(std::uint64_t token, result<command_answer> with) override;
  void note_defect(const order_identity& who, const std::string& why) override;
  void hand_on(const order_identity& who, std::uint64_t sequence, std::string_view event) override;
  void hand_off() override;

  // ---- what the façade sees ----
  [[nodiscard]] persistence::store& writable_store() { return *store_; }
  [[nodiscard]] uuid new_id();
  [[nodiscard]] persistence::instance_number new_number() { return next_number_++; }
  /// Why nothing may come in now, if so: `unavailable`.
  [[nodiscard]] std::optional<error> refusal() const;
  /// The same of new orders, of which only so many may be in memory.
  [[nodiscard]] std::optional<error> order_refusal() const;
  /// Why no order of this workflow may come in now, if so: `unavailable`. More are on their way in
  /// than can be taken, or wait for a contract that it calls than its queue holds.
  [[nodiscard]] std::optional<error> crowd_refusal(const dsl::program& workflow) const;
  /// A quarter more answers may be owed, and actors may wait, for orders that are urgent.
  [[nodiscard]] bool has_room_for_the_urgent() const;
  /// Whether an order of this priority is taken all the same: it is urgent, and in each queue that
  /// is full it would go before somebody.
  [[nodiscard]] bool goes_before_the_crowd(const dsl::program& workflow, int priority) const;
  /// Hands out every event that waits in the store for an order. Blocks on the database.
  [[nodiscard]] result<void> hand_out_deliveries();
  /// The same in the background: a commit that may have matched any of them had no known outcome.
  void seek_all_deliveries();
  /// An order reached its end: whoever waits is told.
  void tell_finished(const std::string& order, const std::string& phase);
  [[nodiscard]] persistence::journal::statistics journal_stats() const;
  void fill_lanes(std::vector<statistics::lane>& into) const;
  void fill_operations(std::vector<statistics::operation>& into) const;
  /// Of an engine without threads: commits what is queued. False: nothing was committed.
  bool commit_queued() { return journal_->commit_queued(); }
  /// Lets what is under way come to its recorded end, at most `options.drain` (E2.1).
  void drain();
  /// Ends everything; what was in hand is as after a crash. Nothing of the world runs afterwards.
  void stop();

  intake_gate gate; ///< first: whoever owes an answer goes before it
  const runtime_options options;
  const environment env;
  counters count;
  disk_room disk;
  alarm_clock clock;
  worker background;
  worker mapping; ///< of documents, which may take long: nothing else waits for it
  take_up_queue take_ups;
  definitions known_definitions;
  finish_waiters waiters;
  command_desk commands;

private:
  friend struct effect_carrier;

  void committed(std::vector<persistence::journal::completion> all);
  void write(std::uint64_t token, persistence::write_request_ptr request);
  void refill(const std::string& contract);
  [[nodiscard]] std::vector<std::shared_ptr<call_latencies>> make_latencies() const;
  [[nodiscard]] std::vector<adapter_surroundings_ptr> surroundings() const;
  [[nodiscard]] actor_tree::plan plan_of_actors();

  std::shared_ptr<persistence::store> store_;
  std::unique_ptr<scratch_file> scratch_;
  std::atomic<persistence::instance_number> next_number_;
  std::shared_ptr<in_flight_table> table_;
  std::vector<std::shared_ptr<call_latencies>> latencies_; ///< by the adapter's index
  std::atomic<bool> stopping_{false};
  std::atomic<bool> seeking_{false};

public:
  lanes ways;
  unserved_contracts unserved;
  actor_tree tree;

private:
  read_gathering gathering_;
  std::unique_ptr<persistence::journal> journal_;

public:
  write_desk desk;
  timer_service timers;
};

} // namespace gantry::actors
