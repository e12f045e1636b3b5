#include "actors/call_actor.hpp"

#include <caf/actor_cast.hpp>
#include <caf/exit_reason.hpp>
#include <caf/send.hpp>

#include <atomic>
#include <utility>

namespace gantry::actors {

call_actor::call_actor(caf::actor_config& config, adapter_surroundings_ptr around,
                       caf::actor_addr adapter)
    : caf::event_based_actor(config), around_(std::move(around)), adapter_(std::move(adapter)) {
  set_exception_handler(
      [](std::exception_ptr&) -> caf::error { return caf::exit_reason::unhandled_exception; });
}

caf::behavior call_actor::make_behavior() {
  return {[this](const call_request_ptr& what) { call(*what); }};
}

void call_actor::call(call_request& what) {
  // The answer may come before `send` returns; whichever of the two is second ends the call.
  auto sides_left = std::make_shared<std::atomic<int>>(2);
  const auto free_again = [adapter = adapter_, self = id()] {
    if (const auto to = caf::actor_cast<caf::actor>(adapter))
      caf::anon_send(to, over_atom::value, self);
  };
  const auto is = what.is;
  const auto which = what.which;
  auto tell = [around = around_, which, is, sides_left, free_again](engine::outcome how,
                                                                    bool first_byte_written) {
    if (is == call_request::kind::question)
      around->table->question_ended(which, how);
    else
      around->table->ended(which, std::move(how), first_byte_written);
    if (--*sides_left == 0)
      free_again();
  };
  auto under_way = around_->to->send(std::move(what.request), std::move(tell));
  if (is == call_request::kind::attempt)
    around_->table->under_way(which, std::move(under_way));
  if (--*sides_left == 0)
    free_again();
}

} // namespace gantry::actors
