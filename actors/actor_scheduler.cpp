#include "actors/actor_scheduler.hpp"

#include <utility>

namespace gantry::actors {

quiet_clock::to& quiet_clock::used() {
  used_ = true;
  return inner_;
}

void quiet_clock::set_ordinary_timeout(time_point t, caf::abstract_actor* self,
                                       caf::atom_value type, std::uint64_t id) {
  used().set_ordinary_timeout(t, self, type, id);
}

void quiet_clock::set_request_timeout(time_point t, caf::abstract_actor* self, caf::message_id id) {
  used().set_request_timeout(t, self, id);
}

void quiet_clock::set_multi_timeout(time_point t, caf::abstract_actor* self, caf::atom_value type,
                                    std::uint64_t id) {
  used().set_multi_timeout(t, self, type, id);
}

void quiet_clock::cancel_ordinary_timeout(caf::abstract_actor* self, caf::atom_value type) {
  if (used_)
    inner_.cancel_ordinary_timeout(self, type);
}

void quiet_clock::cancel_request_timeout(caf::abstract_actor* self, caf::message_id id) {
  if (used_)
    inner_.cancel_request_timeout(self, id);
}

void quiet_clock::cancel_timeouts(caf::abstract_actor* self) {
  if (used_)
    inner_.cancel_timeouts(self);
}

void quiet_clock::schedule_message(time_point t, caf::strong_actor_ptr receiver,
                                   caf::mailbox_element_ptr content) {
  used().schedule_message(t, std::move(receiver), std::move(content));
}

void quiet_clock::schedule_message(time_point t, caf::group target, caf::strong_actor_ptr sender,
                                   caf::message content) {
  used().schedule_message(t, std::move(target), std::move(sender), std::move(content));
}

void quiet_clock::cancel_all() {
  if (used_)
    inner_.cancel_all();
}

actor_scheduler::actor_scheduler(caf::actor_system& of)
    : caf::scheduler::coordinator<frugal_sharing>(of),
      quiet_(caf::scheduler::coordinator<frugal_sharing>::clock()) {}

std::size_t actor_scheduler::waiting() {
  const std::lock_guard guard(data().lock);
  return data().jobs.size();
}

caf::actor_system::module* actor_scheduler::make(caf::actor_system& of, caf::detail::type_list<>) {
  return new actor_scheduler(of);
}

} // namespace gantry::actors
