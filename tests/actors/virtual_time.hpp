#pragma once

#include "dsl/base/time.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace gantry::tests {

/// The clocks of a test, and what the outside does at their points. Nothing moves by itself.
class virtual_time {
public:
  [[nodiscard]] timestamp wall() const { return {start_wall_ns + boot_ns_}; }
  [[nodiscard]] std::int64_t boot_ns() const { return boot_ns_; }
  void move_to(std::int64_t boot_ns) { boot_ns_ = boot_ns; }

  void after(duration span, std::function<void()> what) {
    agenda_.emplace(boot_ns_ + span.ns, std::move(what));
  }
  [[nodiscard]] std::optional<std::int64_t> next_ns() const {
    if (agenda_.empty())
      return std::nullopt;
    return agenda_.begin()->first;
  }
  /// Does the next thing that is due; false when nothing is.
  bool run_one() {
    if (agenda_.empty() || agenda_.begin()->first > boot_ns_)
      return false;
    const auto what = std::move(agenda_.begin()->second);
    agenda_.erase(agenda_.begin());
    what();
    return true;
  }

private:
  static constexpr std::int64_t start_wall_ns = 1'772'438'400'000'000'000; // 2026-03-02T08:00:00Z
  std::int64_t boot_ns_ = 1'000'000'000'000;
  std::multimap<std::int64_t, std::function<void()>> agenda_;
};

} // namespace gantry::tests
