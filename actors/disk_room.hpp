#pragma once

#include "dsl/base/error.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

namespace gantry::actors {

struct disk_room_options {
  /// Bytes that the engine may still write; none when that cannot be told. Empty: nobody watches.
  std::function<std::optional<std::uint64_t>()> free_bytes = {};
  std::uint64_t warn_bytes = 0;    ///< below, the log warns
  std::uint64_t reserve_bytes = 0; ///< below, nothing new is taken: this is for what runs
};

/// Closes intake well before the disk is full, so that the orders that run have room to end, and
/// opens it again. Nothing polls: whoever wants to bring something in, or asks for metrics, makes
/// it look, at most once a second. Thread-safe.
class disk_room {
public:
  disk_room(disk_room_options how, std::function<std::int64_t()> boot_clock_ns);

  /// Why no order may come in now, if so: `unavailable`.
  [[nodiscard]] std::optional<error> refusal() const;
  /// As of the last second; none when it is not watched.
  [[nodiscard]] std::optional<std::uint64_t> free_bytes() const;

private:
  enum class state : std::uint8_t { enough, low, reserve };
  void look() const;
  void note(state now, std::uint64_t free) const;

  const disk_room_options how_;
  const std::function<std::int64_t()> boot_clock_ns_;
  mutable std::atomic<std::int64_t> look_again_ns_{0};
  mutable std::atomic<std::uint64_t> free_{0};
  mutable std::atomic<bool> known_{false};
  mutable std::mutex lock_; ///< of one look at a time
  mutable state state_ = state::enough;
};

} // namespace gantry::actors
