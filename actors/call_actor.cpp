#include "actors/call_actor.hpp"

#include <caf/exit_reason.hpp>

#include <utility>

namespace gantry::actors {

call_actor::call_actor(caf::actor_config& config, adapter_surroundings_ptr around,
                       std::shared_ptr<free_seats> free, std::size_t seat)
    : caf::event_based_actor(config), desk_(std::make_shared<desk>()) {
  desk_->around = std::move(around);
  desk_->free = std::move(free);
  desk_->seat = seat;
  set_exception_handler(
      [](std::exception_ptr&) -> caf::error { return caf::exit_reason::unhandled_exception; });
}

caf::behavior call_actor::make_behavior() {
  return {[this](const call_request_ptr& what) { call(*what); }};
}

void call_actor::desk::side_ended() {
  if (--sides_left == 0)
    free->add(seat);
}

void call_actor::call(call_request& what) {
  const auto& around = *desk_->around;
  const bool is_attempt = what.is == call_request::kind::attempt;
  // Whoever asked for the attempt before it was here has been told that it ended (E2.6).
  if (is_attempt && !around.table->may_leave(what.which)) {
    desk_->free->add(desk_->seat);
    return;
  }
  // The answer may come before `send` returns; whichever of the two is second ends the call.
  desk_->sides_left = 2;
  const auto began_ns = what.request.send_by_ns - what.request.timeout.ns;
  auto tell = [desk = desk_, is = what.is, which = what.which, began_ns,
               operation = what.request.declaration,
               alive = what.request.keep_alive](engine::outcome how, bool first_byte_written) {
    desk->around->took->ended(operation->name, began_ns);
    tell_end(*desk->around->table, is, which, std::move(how), first_byte_written);
    desk->side_ended();
  };
  const auto under_way = around.to->send(std::move(what.request), std::move(tell));
  if (is_attempt && desk_->sides_left == 2)
    around.table->under_way(what.which, under_way);
  desk_->side_ended();
}

} // namespace gantry::actors
