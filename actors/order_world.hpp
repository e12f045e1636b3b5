#pragma once

#include "actors/order_event.hpp"
#include "actors/runtime.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace gantry::actors {

/// Who an order is, for those who act for it.
struct order_identity {
  persistence::instance_number number = 0;
  std::string id; ///< UUID text
  dsl::program_ptr definition;
  std::string traceparent;
  std::string request_id;
};

/// What a commit made durable for an order.
struct durable_batch {
  const std::vector<engine::fact>& facts;
  const std::vector<persistence::timer_row>& timers_set;
  const std::vector<std::uint32_t>& timers_cleared;
  const persistence::instance_row& row;
};

/// Everything that an order's logic asks of its surroundings. The runtime gives the real ones,
/// tests of the logic their own. Called from the order's actor; thread-safe.
class order_world {
public:
  virtual ~order_world() = default;

  [[nodiscard]] virtual timestamp now() const = 0;
  [[nodiscard]] virtual const persistence::store& store() const = 0;
  /// The definition with this closure, compiled from the stored text if it is not deployed.
  [[nodiscard]] virtual result<dsl::program_ptr> definition(const std::string& closure) = 0;

  /// To the journal; answered through the order's box.
  virtual void submit(persistence::instance_number order, std::uint16_t batch,
                      persistence::write_request_ptr request) = 0;
  /// Ends of reads were gathered: a flush is due after `read_gather`.
  virtual void gather(persistence::instance_number order) = 0;

  [[nodiscard]] virtual bool claim_permit(const order_identity& who, std::uint32_t operation,
                                          const engine::call_key& key) = 0;
  /// The order has seen the offer of a permit; what it did not claim is free again.
  virtual void offer_seen(const order_identity& who, const engine::call_key& key) = 0;
  /// A batch was dropped: what it had claimed is free again.
  virtual void drop_claims(persistence::instance_number order) = 0;

  virtual void carry_out(const order_identity& who, engine::effect what) = 0;
  /// The end of an attempt is durable.
  virtual void forget(persistence::instance_number order, const engine::call_key& key,
                      engine::attempt_number attempt) = 0;
  /// Ended attempts of an order that takes no answer now: they stay, and no stop waits for them.
  virtual void set_aside(persistence::instance_number order) = 0;
  virtual void durable(const order_identity& who, const durable_batch& batch) = 0;
  /// Orders wait for room in memory, or more than fit came in with their calls and events: one that
  /// becomes idle leaves at once.
  [[nodiscard]] virtual bool is_crowded() const = 0;
  /// The order was loaded: its timers are to be known in memory.
  virtual void taken_up(const order_identity& who, const persistence::instance_row& row,
                        const std::vector<persistence::timer_row>& timers) = 0;
  /// Events that the store holds for an order, from this number of the inbox on, are handed out:
  /// those that found its box full, or were matched by a commit whose outcome was lost.
  virtual void seek_deliveries(persistence::instance_number order, std::uint64_t from_inbox) = 0;
  /// A command ended without a `reply` of the reducer.
  virtual void answer_command(std::uint64_t token, result<command_answer> with) = 0;
  virtual void note_defect(const order_identity& who, const std::string& why) = 0;

  /// Around `advance`: names the order and the event in this thread's hand (E8.5).
  virtual void hand_on(const order_identity& who, std::uint64_t sequence,
                       std::string_view event) = 0;
  virtual void hand_off() = 0;
};

} // namespace gantry::actors
