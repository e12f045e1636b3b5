#pragma once

#include "examples/sandbox/books_writer.hpp"
#include "examples/sandbox/timer.hpp"

#include <functional>
#include <mutex>
#include <optional>

namespace gantry::sandbox {

/// Ships what the warehouse confirms by itself, when it is due; also what fell due while the
/// company was down.
class shipping_clock {
public:
  static constexpr int shipped_at_once_max = 500;

  /// `shipped` is called after events were published. Writer and timer outlive the clock.
  shipping_clock(books_writer& writer, timer& alarms, std::function<void()> shipped);
  /// Something is due then.
  void expect(timestamp due);
  /// Ships what is due now, and sets the alarm for the next.
  void look();
  /// Sets no alarm any more; what is due then ships after the next start.
  void stop();

private:
  books_writer& writer_;
  timer& alarms_;
  std::function<void()> shipped_;
  std::mutex mutex_;
  std::optional<timestamp> alarm_; ///< the earliest that is set
  bool stopped_ = false;
};

} // namespace gantry::sandbox
