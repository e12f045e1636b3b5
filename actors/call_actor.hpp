#pragma once

#include "actors/messages.hpp"

#include <caf/event_based_actor.hpp>

namespace gantry::actors {

/// Makes one call and ends with it. If it crashes, its supervisor knows the call as unknown.
class call_actor : public caf::event_based_actor {
public:
  call_actor(caf::actor_config& config, adapter_surroundings_ptr around, call_request_ptr what);
  [[nodiscard]] const char* name() const override { return "call"; }

protected:
  caf::behavior make_behavior() override;

private:
  void call();

  adapter_surroundings_ptr around_;
  call_request_ptr what_;
};

} // namespace gantry::actors
