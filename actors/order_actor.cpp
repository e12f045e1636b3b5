#include "actors/order_actor.hpp"

#include <caf/exit_reason.hpp>
#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

namespace gantry::actors {

namespace {

void log_crash(persistence::instance_number number, const std::exception_ptr& what) {
  try {
    std::rethrow_exception(what);
  } catch (const std::exception& problem) {
    spdlog::error("the actor of order number {} crashed: {}", number, problem.what());
  } catch (...) {
    spdlog::error("the actor of order number {} crashed", number);
  }
}

} // namespace

order_actor::order_actor(caf::actor_config& config, order_world* world,
                         persistence::instance_number number, std::shared_ptr<order_box> box)
    : caf::event_based_actor(config), core_(*world, number, std::move(box)) {
  set_exception_handler([number](std::exception_ptr& what) -> caf::error {
    log_crash(number, what);
    return caf::exit_reason::unhandled_exception;
  });
}

caf::behavior order_actor::make_behavior() {
  return {[this](wake_atom) {
    if (!core_.work())
      quit();
  }};
}

} // namespace gantry::actors
