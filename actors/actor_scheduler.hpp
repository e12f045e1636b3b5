#pragma once

#include "actors/frugal_sharing.hpp"

#include <caf/logger.hpp>

// For CAF's own log each job is cast to an actor before it runs, which takes 2 % of all time here.
// That log is off, so its macro is emptied before the worker that uses it is read.
#undef CAF_PUSH_AID_FROM_PTR
#define CAF_PUSH_AID_FROM_PTR(some_ptr) static_cast<void>(0)

#include <caf/scheduler/coordinator.hpp>

#include <atomic>

namespace gantry::actors {

/// CAF's clock, which is told of the end of every actor and wakes its thread for it. Nothing here
/// sets a time-out with it (`alarm_clock` does that), so mostly there is nothing to cancel.
class quiet_clock final : public caf::detail::thread_safe_actor_clock {
public:
  using to = caf::detail::thread_safe_actor_clock;
  explicit quiet_clock(to& inner) : inner_(inner) {}

  void set_ordinary_timeout(time_point t, caf::abstract_actor* self, caf::atom_value type,
                            std::uint64_t id) override;
  void set_request_timeout(time_point t, caf::abstract_actor* self, caf::message_id id) override;
  void set_multi_timeout(time_point t, caf::abstract_actor* self, caf::atom_value type,
                         std::uint64_t id) override;
  void cancel_ordinary_timeout(caf::abstract_actor* self, caf::atom_value type) override;
  void cancel_request_timeout(caf::abstract_actor* self, caf::message_id id) override;
  void cancel_timeouts(caf::abstract_actor* self) override;
  void schedule_message(time_point t, caf::strong_actor_ptr receiver,
                        caf::mailbox_element_ptr content) override;
  void schedule_message(time_point t, caf::group target, caf::strong_actor_ptr sender,
                        caf::message content) override;
  void cancel_all() override;

private:
  to& used();

  to& inner_;
  std::atomic<bool> used_{false};
};

/// The threads on which the actors of a runtime live.
class actor_scheduler final : public caf::scheduler::coordinator<frugal_sharing> {
public:
  explicit actor_scheduler(caf::actor_system& of);

  caf::detail::thread_safe_actor_clock& clock() noexcept override { return quiet_; }
  /// Actors that have something to do and wait for a thread.
  [[nodiscard]] std::size_t waiting();
  /// As `caf::actor_system_config::load` wants it.
  static caf::actor_system::module* make(caf::actor_system& of, caf::detail::type_list<>);

private:
  quiet_clock quiet_;
};

} // namespace gantry::actors
