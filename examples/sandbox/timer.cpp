#include "examples/sandbox/timer.hpp"

namespace gantry::sandbox {

timer::timer() : thread_([this] { run(); }) {}

timer::~timer() {
  stop();
}

void timer::after(std::int64_t delay_ms, std::function<void()> what) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) {
      appointments_.push({clock::now() + std::chrono::milliseconds(delay_ms), std::move(what)});
      changed_.notify_one();
      return;
    }
  }
  what();
}

void timer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable())
    thread_.join();
}

void timer::run() {
  while (auto what = take_first())
    what();
}

/// Waits for the earliest appointment; empty when the timer ends.
std::function<void()> timer::take_first() {
  std::unique_lock lock(mutex_);
  while (true) {
    if (appointments_.empty()) {
      if (stopping_)
        return {};
      changed_.wait(lock);
    } else if (stopping_ || appointments_.top().due <= clock::now()) {
      auto what = appointments_.top().what;
      appointments_.pop();
      return what;
    } else {
      // A copy: the queue may move its appointments while this thread sleeps.
      const auto due = appointments_.top().due;
      changed_.wait_until(lock, due);
    }
  }
}

} // namespace gantry::sandbox
