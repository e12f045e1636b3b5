#include "actors/call_actor.hpp"

#include <caf/actor_cast.hpp>
#include <caf/exit_reason.hpp>
#include <caf/send.hpp>

#include <atomic>
#include <utility>

namespace gantry::actors {

call_actor::call_actor(caf::actor_config& config, adapter_surroundings_ptr around,
                       call_request_ptr what)
    : caf::event_based_actor(config), around_(std::move(around)), what_(std::move(what)) {
  set_exception_handler(
      [](std::exception_ptr&) -> caf::error { return caf::exit_reason::unhandled_exception; });
}

caf::behavior call_actor::make_behavior() {
  return {[this](wake_atom) { call(); }, [this](over_atom) { quit(); }};
}

void call_actor::call() {
  // The answer may come before `send` returns; whichever of the two is second ends the actor.
  auto sides_left = std::make_shared<std::atomic<int>>(2);
  const auto self = caf::actor_cast<caf::actor>(this);
  const auto is = what_->is;
  const auto which = what_->which;
  auto tell = [around = around_, which, is, sides_left, self](engine::outcome how,
                                                              bool first_byte_written) {
    if (is == call_request::kind::question)
      around->table->question_ended(which, how);
    else
      around->table->ended(which, std::move(how), first_byte_written);
    if (--*sides_left == 0)
      caf::anon_send(self, over_atom::value);
  };
  auto call = around_->to->send(std::move(what_->request), std::move(tell));
  if (is == call_request::kind::attempt)
    around_->table->under_way(which, std::move(call));
  if (--*sides_left == 0)
    quit();
}

} // namespace gantry::actors
