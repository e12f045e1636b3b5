#pragma once

#include "actors/order_box.hpp"

#include <caf/actor.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace gantry::actors {

/// The orders of one shard that are in memory. The shard writes it and nobody else; whoever brings
/// an event to an order that is there finds its box here, which saves the shard a message.
/// Everything that needs a decision (the order is not in memory, is leaving, has too much waiting)
/// is the shard's business. Thread-safe.
class order_directory {
public:
  void set(persistence::instance_number order, caf::actor actor, std::shared_ptr<order_box> box);
  void remove(persistence::instance_number order);
  /// False: `e` was not taken, and the shard is to decide.
  [[nodiscard]] bool deliver(persistence::instance_number order, order_event& e,
                             std::int64_t now_ns);

private:
  struct place {
    caf::actor actor;
    std::shared_ptr<order_box> box;
  };

  std::mutex lock_;
  std::unordered_map<persistence::instance_number, place> places_;
};

} // namespace gantry::actors
