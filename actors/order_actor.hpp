#pragma once

#include "actors/messages.hpp"
#include "actors/order_core.hpp"

#include <caf/event_based_actor.hpp>

namespace gantry::actors {

/// One order as an actor: woken by its shard, it lets its logic work, and leaves when the order
/// leaves memory. A crash ends it; the shard starts another one from the journal.
class order_actor : public caf::event_based_actor {
public:
  order_actor(caf::actor_config& config, order_world* world, persistence::instance_number number,
              std::shared_ptr<order_box> box);
  [[nodiscard]] const char* name() const override { return "order"; }

protected:
  caf::behavior make_behavior() override;

private:
  order_core core_;
};

} // namespace gantry::actors
