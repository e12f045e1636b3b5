#pragma once

#include "actors/alarm_clock.hpp"
#include "actors/write_desk.hpp"
#include "persistence/write.hpp"

#include <atomic>
#include <cstdint>
#include <functional>

namespace gantry::actors {

/// How long what is over is kept; 0: for ever.
struct keep_options {
  duration orders;    ///< from an order's end, with its journal
  duration documents; ///< from the receipt of a document or event
};

/// Removes what the policy does not keep: once an hour, in small steps through the journal, each
/// followed by a rest, so that orders that run hardly notice. Nothing is removed before its time,
/// and when an engine was away it catches up the same way.
class old_orders {
public:
  struct surroundings {
    alarm_clock& clock;
    write_desk& desk;
    std::function<timestamp()> wall_clock;
  };

  old_orders(keep_options keep, surroundings around) : keep_(keep), around_(std::move(around)) {}

  /// After recovery. Does nothing when everything is kept for ever.
  void start();
  [[nodiscard]] std::uint64_t orders_removed() const { return orders_; }
  [[nodiscard]] std::uint64_t documents_removed() const { return documents_; }
  [[nodiscard]] std::uint64_t events_removed() const { return events_; }

private:
  void begin_pass();
  void step();
  void done(const write_desk::written& how);
  void later(std::int64_t after_ns, void (old_orders::*what)());

  const keep_options keep_;
  const surroundings around_;
  persistence::remove_old next_; ///< touched by one step at a time
  std::uint64_t orders_before_ = 0;
  std::atomic<std::uint64_t> orders_{0}, documents_{0}, events_{0};
};

} // namespace gantry::actors
