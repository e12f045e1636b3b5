#pragma once

#include "examples/sandbox/event_sender.hpp"
#include "examples/sandbox/faults.hpp"
#include "examples/sandbox/own_doors.hpp"
#include "examples/sandbox/sandbox.hpp"
#include "examples/sandbox/shipping_clock.hpp"
#include "examples/sandbox/timer.hpp"

namespace gantry::sandbox {

/// Where calls of operations are taken: faults befall them, the books are written, and the answer
/// goes out after the commit. What has been taken is done, whether or not its caller still waits.
class desk {
public:
  /// Of a shipment that follows its fulfillment within this time the confirmation may come first.
  static constexpr std::int64_t early_ships_after_ms_max = 1'000;
  /// An answer waits no longer than this for the event that is to overtake it.
  static constexpr std::int64_t early_wait_ms = 1'000;

  /// All of them outlive the desk; `sender` is null when there is no engine.
  desk(const sandbox_options& options, books_writer& writer, fault_book& faults, own_doors& doors,
       timer& alarms, shipping_clock& shipping, event_sender* sender);

  void take(const operation& what, const gateway::http_request& request,
            const gateway::http_answer& reply);

private:
  struct job; ///< one call on its way
  [[nodiscard]] bool strike_before(const job& one, const gateway::http_answer& reply);
  void carry_out_later(const std::shared_ptr<job>& one);
  void written(const std::shared_ptr<job>& one, bool committed);
  void send_answer(const std::shared_ptr<job>& one);

  const sandbox_options& options_;
  books_writer& writer_;
  fault_book& faults_;
  own_doors& doors_;
  timer& alarms_;
  shipping_clock& shipping_;
  event_sender* sender_;
};

} // namespace gantry::sandbox
