#include "actors/adapter_actor.hpp"

#include "actors/call_actor.hpp"

#include <caf/exit_reason.hpp>
#include <caf/send.hpp>
#include <spdlog/spdlog.h>

#include <utility>

namespace gantry::actors {

adapter_actor::adapter_actor(caf::actor_config& config, adapter_surroundings_ptr around)
    : caf::event_based_actor(config), around_(std::move(around)) {
  set_exception_handler(
      [](std::exception_ptr&) -> caf::error { return caf::exit_reason::unhandled_exception; });
  set_down_handler([this](caf::down_msg& down) {
    const auto known = calls_.find(down.source.id());
    if (known == calls_.end())
      return;
    lost(known->second);
    calls_.erase(known);
  });
  set_exit_handler([this](caf::exit_msg& exit) {
    for (const auto& [call, made] : calls_)
      caf::anon_send_exit(made.actor, caf::exit_reason::user_shutdown);
    quit(exit.reason);
  });
}

caf::behavior adapter_actor::make_behavior() {
  return {[this](const call_request_ptr& what) { start(what); },
          [this](over_atom, caf::actor_id call) {
            const auto known = calls_.find(call);
            if (known == calls_.end())
              return; // it crashed after its answer had come
            free_.push_back(std::move(known->second.actor));
            calls_.erase(known);
          }};
}

void adapter_actor::on_exit() {
  calls_.clear();
  free_.clear();
}

caf::actor adapter_actor::free_call_actor() {
  if (free_.empty())
    return spawn<call_actor, caf::monitored>(around_, address());
  auto call = std::move(free_.back());
  free_.pop_back();
  return call;
}

void adapter_actor::start(const call_request_ptr& what) {
  charge made{what->is, what->which, nullptr};
  if (made.is == call_request::kind::attempt) {
    // Whoever asked for the attempt before it was here has been told that it ended (E2.6).
    if (!around_->table->enter(made.which, around_->index, what->request.timeout))
      return;
  }
  const auto call = free_call_actor();
  made.actor = call;
  calls_.emplace(call.id(), std::move(made));
  caf::anon_send(call, what);
}

void adapter_actor::lost(const charge& what) {
  spdlog::error("a call of adapter {} crashed under key {}", around_->name, what.which.key);
  engine::outcome how;
  how.is = engine::outcome::kind::unknown;
  how.detail = "the call crashed inside adapter " + around_->name;
  if (what.is == call_request::kind::question)
    around_->table->question_ended(what.which, how);
  else
    around_->table->ended(what.which, std::move(how), true);
}

} // namespace gantry::actors
