#pragma once

#include "actors/messages.hpp"

#include <caf/event_based_actor.hpp>

namespace gantry::actors {

/// Makes one call at a time and tells its adapter when it is free again. If it crashes, its
/// supervisor knows the call in its hand as unknown. It outlives its calls because making an actor
/// and burying it costs more than a call to a system that answers at once.
class call_actor : public caf::event_based_actor {
public:
  call_actor(caf::actor_config& config, adapter_surroundings_ptr around, caf::actor_addr adapter);
  [[nodiscard]] const char* name() const override { return "call"; }

protected:
  caf::behavior make_behavior() override;

private:
  void call(call_request& what);

  adapter_surroundings_ptr around_;
  caf::actor_addr adapter_;
};

} // namespace gantry::actors
