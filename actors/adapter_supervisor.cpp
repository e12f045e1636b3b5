#include "actors/adapter_supervisor.hpp"

#include "actors/adapter_actor.hpp"

#include <caf/exit_reason.hpp>
#include <caf/send.hpp>
#include <spdlog/spdlog.h>

#include <utility>

namespace gantry::actors {

caf::actor adapter_handles::get(std::size_t index) const {
  std::lock_guard guard(lock_);
  return handles_.at(index);
}

void adapter_handles::set(std::size_t index, caf::actor to) {
  std::lock_guard guard(lock_);
  handles_.at(index) = std::move(to);
}

adapter_supervisor::adapter_supervisor(caf::actor_config& config,
                                       std::vector<adapter_surroundings_ptr> adapters,
                                       std::shared_ptr<adapter_handles> handles)
    : caf::event_based_actor(config), adapters_(std::move(adapters)), handles_(std::move(handles)) {
  set_down_handler([this](caf::down_msg& down) {
    for (std::size_t i = 0; i < adapters_.size(); ++i) {
      if (handles_->get(i).id() != down.source.id())
        continue;
      restart(i);
    }
  });
  set_exit_handler([this](caf::exit_msg& exit) {
    for (std::size_t i = 0; i < adapters_.size(); ++i)
      caf::anon_send_exit(handles_->get(i), caf::exit_reason::user_shutdown);
    set_down_handler([](caf::down_msg&) {});
    quit(exit.reason);
  });
  // Here and not in the first message: whoever has spawned the supervisor may call an adapter.
  for (std::size_t i = 0; i < adapters_.size(); ++i)
    start(i);
}

caf::behavior adapter_supervisor::make_behavior() {
  return {[](sweep_atom) {}}; // it lives by the ends of its adapters alone
}

void adapter_supervisor::restart(std::size_t index) {
  const auto& around = *adapters_[index];
  spdlog::error("adapter {} crashed and is started again", around.name);
  around.table->abandon(index);
  if (const auto broke = around.box->recover()) {
    engine::outcome how;
    how.is = engine::outcome::kind::unknown;
    how.detail = "adapter " + around.name + " crashed before it was sent";
    tell_end(*around.table, broke->is, broke->which, std::move(how), false);
  }
  start(index);
  caf::anon_send(handles_->get(index), wake_atom::value);
}

void adapter_supervisor::start(std::size_t index) {
  handles_->set(index, spawn<adapter_actor, caf::monitored>(adapters_[index]));
}

} // namespace gantry::actors
