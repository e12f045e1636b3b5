#pragma once

#include "actors/adapter_box.hpp"
#include "actors/messages.hpp"

#include <caf/event_based_actor.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>

namespace gantry::actors {

/// Makes one call at a time, and leaves its seat with the free ones when that has ended. If it
/// crashes, its supervisor knows the call in its hand as unknown. It outlives its calls because
/// making an actor and burying it costs more than a call to a system that answers at once.
class call_actor : public caf::event_based_actor {
public:
  call_actor(caf::actor_config& config, adapter_surroundings_ptr around,
             std::shared_ptr<free_seats> free, std::size_t seat);
  [[nodiscard]] const char* name() const override { return "call"; }

protected:
  caf::behavior make_behavior() override;

private:
  /// What a call's two sides share, its sender and its answer. The second one frees the seat.
  struct desk {
    adapter_surroundings_ptr around;
    std::shared_ptr<free_seats> free;
    std::size_t seat = 0;
    std::atomic<int> sides_left{0};

    void side_ended();
  };

  void call(call_request& what);

  std::shared_ptr<desk> desk_;
};

} // namespace gantry::actors
