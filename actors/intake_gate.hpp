#pragma once

#include "actors/runtime.hpp"

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

namespace gantry::actors {

/// Counts the callers whose answer is still owed, and lets no more of them in once it is closed.
///
/// A callback that it guards is called exactly once: with its answer, or with `unavailable` when
/// whoever should have answered is gone.
class intake_gate {
public:
  void close();
  [[nodiscard]] bool closed() const;
  /// How many wait for their answers.
  [[nodiscard]] std::size_t inside() const;
  /// True once nobody waits, false after `timeout`.
  bool wait_empty(duration timeout);

  template <class T>
  [[nodiscard]] answer<T> guard(answer<T> done) {
    auto owed = std::make_shared<debt<T>>(*this, std::move(done));
    return [owed](result<T> with) {
      if (auto pay = std::exchange(owed->done, nullptr))
        pay(std::move(with));
    };
  }

  [[nodiscard]] static error unavailable();

private:
  template <class T>
  struct debt {
    debt(intake_gate& of, answer<T> what) : gate(of), done(std::move(what)) { gate.entered(); }
    ~debt() {
      if (done)
        done(tl::unexpected(unavailable()));
      gate.left();
    }
    debt(const debt&) = delete;
    debt& operator=(const debt&) = delete;

    intake_gate& gate;
    answer<T> done;
  };

  void entered();
  void left();

  mutable std::mutex lock_;
  std::condition_variable empty_;
  std::size_t inside_ = 0;
  bool closed_ = false;
};

} // namespace gantry::actors
