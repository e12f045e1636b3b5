#pragma once

#include "actors/counters.hpp"
#include "actors/messages.hpp"
#include "actors/order_directory.hpp"
#include "actors/order_world.hpp"

#include <caf/actor.hpp>
#include <caf/event_based_actor.hpp>

#include <deque>
#include <list>
#include <memory>
#include <unordered_map>

namespace gantry::actors {

/// What a shard needs of the runtime.
struct shard_surroundings {
  order_world& world;
  counters& count;
  std::function<std::int64_t()> boot_clock_ns;
  /// Sends the shard a `sweep_atom` then.
  std::function<void(std::int64_t boot_ns)> sweep_at;
  /// An order has left memory.
  std::function<void()> room_again;
  /// Sends the shard an `again_atom` with the order then.
  std::function<void(persistence::instance_number, std::int64_t boot_ns)> again_at;
  /// Orders to hold as poisoned before anything else reaches them: order, evidence (E8.5).
  std::unordered_map<persistence::instance_number, std::string> quarantined;
  std::shared_ptr<order_directory> directory;
  std::size_t crashes_max = 3;
  duration crash_window;
  duration passivate_after;
};

/// Owns the orders whose number falls to it: everything for an order goes through its shard, or
/// into the box that the shard's directory shows. The shard brings an order into memory, restarts
/// it from the journal when it crashes, holds it as poisoned when it crashes again and again, and
/// lets it leave memory when it is idle.
class shard : public caf::event_based_actor {
public:
  shard(caf::actor_config& config, std::shared_ptr<const shard_surroundings> around);
  [[nodiscard]] const char* name() const override { return "shard"; }

protected:
  caf::behavior make_behavior() override;

private:
  using number = persistence::instance_number;

  struct entry {
    caf::actor actor;
    std::shared_ptr<order_box> box;
    std::list<number>::iterator place; ///< in `oldest_first_`
    std::int64_t touched_ns = 0;
    std::deque<std::int64_t> crashes_ns;
    bool poisoned = false; ///< too many crashes: the next one ends the attempt to hold it
  };

  void deliver(number order, order_event what);
  void owe(number order, std::uint64_t inbox);
  void start(number order, std::unique_ptr<order_start> what);
  void answer(number order, commit_answer what);
  void flush(number order);
  void sweep();
  void make_room();

  /// `is_counted`: among the orders in memory, by whoever sent it here.
  entry& open(number order, bool is_counted = false);
  void spawn_actor(number order, entry& e);
  void touch(entry& e);
  void forget(number order);
  void after(order_box::put_result how, entry& e);
  void refuse(const order_event& what);

  void on_down(const caf::down_msg& down);
  void restart(number order, entry& e);
  void hold_as_poisoned(entry& e);
  void give_up(number order, entry& e);
  void stop_orders();

  std::shared_ptr<const shard_surroundings> around_;
  std::unordered_map<number, entry> orders_;
  std::unordered_map<caf::actor_id, number> order_of_actor_;
  std::unordered_map<number, std::string> quarantined_;
  std::list<number> oldest_first_;
  bool sweep_set_ = false;
};

} // namespace gantry::actors
