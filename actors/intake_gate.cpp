#include "actors/intake_gate.hpp"

#include <chrono>

namespace gantry::actors {

void intake_gate::close() {
  std::lock_guard guard(lock_);
  closed_ = true;
}

bool intake_gate::closed() const {
  std::lock_guard guard(lock_);
  return closed_;
}

std::size_t intake_gate::inside() const {
  std::lock_guard guard(lock_);
  return inside_;
}

bool intake_gate::wait_empty(duration timeout) {
  std::unique_lock guard(lock_);
  return empty_.wait_for(guard, std::chrono::nanoseconds(timeout.ns),
                         [this] { return inside_ == 0; });
}

error intake_gate::unavailable() {
  return {errc::unavailable,
          "the engine stopped before this was decided",
          "Ask again once it runs: what was taken is not taken twice.",
          {}};
}

void intake_gate::entered() {
  std::lock_guard guard(lock_);
  ++inside_;
}

void intake_gate::left() {
  std::lock_guard guard(lock_);
  if (--inside_ == 0)
    empty_.notify_all();
}

} // namespace gantry::actors
