#pragma once

#include "actors/messages.hpp"

#include <caf/actor.hpp>
#include <caf/event_based_actor.hpp>

#include <unordered_map>
#include <vector>

namespace gantry::actors {

/// One adapter: supervises a call actor for each attempt and question that is under way. There are
/// as many as were ever under way at once, which the lane bounds; those that are free wait here. A
/// call actor that crashes leaves an unknown outcome behind; nobody else notices.
class adapter_actor : public caf::event_based_actor {
public:
  adapter_actor(caf::actor_config& config, adapter_surroundings_ptr around);
  [[nodiscard]] const char* name() const override { return "adapter"; }

protected:
  caf::behavior make_behavior() override;
  void on_exit() override;

private:
  struct charge {
    call_request::kind is;
    attempt_reference which;
    caf::actor actor;
  };

  void start(const call_request_ptr& what);
  [[nodiscard]] caf::actor free_call_actor();
  void lost(const charge& what);

  adapter_surroundings_ptr around_;
  std::unordered_map<caf::actor_id, charge> calls_;
  std::vector<caf::actor> free_;
};

} // namespace gantry::actors
