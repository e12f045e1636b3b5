#include "actors/adapter_actor.hpp"

#include "actors/call_actor.hpp"

#include <caf/exit_reason.hpp>
#include <caf/send.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace gantry::actors {

adapter_actor::adapter_actor(caf::actor_config& config, adapter_surroundings_ptr around)
    : caf::event_based_actor(config), around_(std::move(around)),
      freed_(std::make_shared<free_seats>()) {
  set_exception_handler(
      [](std::exception_ptr&) -> caf::error { return caf::exit_reason::unhandled_exception; });
  set_down_handler([this](caf::down_msg& down) {
    const auto known = std::find_if(seats_.begin(), seats_.end(), [&](const seat& each) {
      return each.actor && each.actor.id() == down.source.id();
    });
    if (known == seats_.end())
      return;
    known->actor = nullptr; // whoever sits there next gets a new one
    free_.push_back(static_cast<std::size_t>(known - seats_.begin()));
    lost(*known);
  });
  set_exit_handler([this](caf::exit_msg& exit) {
    for (const auto& each : seats_)
      if (each.actor)
        caf::anon_send_exit(each.actor, caf::exit_reason::user_shutdown);
    quit(exit.reason);
  });
}

caf::behavior adapter_actor::make_behavior() {
  return {[this](wake_atom) {
    while (const auto what = around_->box->take())
      start(what);
  }};
}

void adapter_actor::on_exit() {
  seats_.clear();
  free_.clear();
}

std::size_t adapter_actor::free_seat() {
  if (free_.empty())
    freed_->take(free_);
  if (free_.empty()) {
    seats_.emplace_back();
    free_.push_back(seats_.size() - 1);
  }
  const auto which = free_.back();
  if (!seats_[which].actor)
    seats_[which].actor = spawn<call_actor, caf::monitored>(around_, freed_, which);
  free_.pop_back();
  return which;
}

void adapter_actor::start(const call_request_ptr& what) {
  if (around_->before_call)
    around_->before_call(*what);
  auto& place = seats_[free_seat()];
  place.is = what->is;
  place.which = what->which;
  caf::anon_send(place.actor, what);
}

void adapter_actor::lost(const seat& what) {
  spdlog::error("a call of adapter {} crashed under key {}", around_->name, what.which.key.view());
  engine::outcome how;
  how.is = engine::outcome::kind::unknown;
  how.detail = "the call crashed inside adapter " + around_->name;
  tell_end(*around_->table, what.is, what.which, std::move(how), true);
}

} // namespace gantry::actors
