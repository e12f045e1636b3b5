#pragma once

#include "actors/adapter_box.hpp"
#include "actors/messages.hpp"

#include <caf/actor.hpp>
#include <caf/event_based_actor.hpp>

#include <memory>
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
  /// A call actor, and what it was given last.
  struct seat {
    caf::actor actor;
    call_request::kind is = call_request::kind::attempt;
    attempt_reference which;
  };

  void start(const call_request_ptr& what);
  [[nodiscard]] std::size_t free_seat();
  void lost(const seat& what);

  adapter_surroundings_ptr around_;
  std::vector<seat> seats_;
  std::vector<std::size_t> free_;
  /// Shared with the call actors, which may outlive their adapter.
  std::shared_ptr<free_seats> freed_;
};

} // namespace gantry::actors
