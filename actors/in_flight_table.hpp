#pragma once

#include "actors/alarm_clock.hpp"
#include "actors/inline_key.hpp"
#include "engine/connector.hpp"
#include "persistence/rows.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace gantry::actors {

/// Names one sending of a call. The key alone would do for orders that exist; a second submission
/// of the same order has the same keys until the store has refused it.
struct attempt_reference {
  persistence::instance_number instance = 0;
  inline_key key;
  engine::attempt_number attempt = 0;
  friend bool operator==(const attempt_reference&, const attempt_reference&) = default;
};

struct attempt_reference_hash {
  std::size_t operator()(const attempt_reference& r) const noexcept {
    return r.key.hash() ^ (static_cast<std::size_t>(r.instance) * 31 + r.attempt);
  }
};

/// Every attempt that is under way, or ended and not yet durable (E2.6).
///
/// Owns the time-outs of attempts and outlives order actors. An attempt that is asked for and not
/// there is entered as ended in the same step, so that it can never enter later. What has ended
/// stays, with its answer, until `forget`. Thread-safe; the callbacks run outside its locks.
class in_flight_table {
public:
  struct callbacks {
    /// The end of an attempt; again whenever it is asked for, and for an `ok` that comes late.
    std::function<void(const attempt_reference&, const engine::outcome&, bool first_byte_written)>
        report;
    /// The permit of an attempt is free again: it ended, or was turned away.
    std::function<void(const attempt_reference&)> permit_free;
    /// A finder answered, or could not be asked.
    std::function<void(const attempt_reference& asked_for, const engine::outcome&)> answered;
  };

  in_flight_table(alarm_clock& clock, callbacks to);
  ~in_flight_table();
  in_flight_table(const in_flight_table&) = delete;
  in_flight_table& operator=(const in_flight_table&) = delete;

  /// False: the attempt was asked for before, or is here already; it must not be sent. A read that
  /// has ended may be sent again: it leaves before its record is durable, so that its order can
  /// have lost it, and then nobody would hear of its end (E2.4).
  [[nodiscard]] bool enter(const attempt_reference& which, std::size_t adapter, duration timeout,
                           bool is_read);
  /// Asked right before it is sent: false when it has ended meanwhile, or is given up.
  [[nodiscard]] bool may_leave(const attempt_reference& which);
  void under_way(const attempt_reference& which, const std::shared_ptr<engine::far_call>& call);
  /// The connector answered. `unknown` without a first byte is known not to have happened.
  void ended(const attempt_reference& which, engine::outcome how, bool first_byte_written);
  /// A question to a finder ended; nothing of it is kept.
  void question_ended(const attempt_reference& asked_for, const engine::outcome& how);
  /// There: its end will be reported, or is reported again. Not there: entered as ended, unknown.
  void ask(const attempt_reference& which);
  /// The end is durable.
  void forget(const attempt_reference& which);
  /// The order takes no answer now: what has ended of it stays, but nobody who waits for an empty
  /// table waits for that.
  void set_aside(persistence::instance_number order);
  /// An adapter went down: its attempts are given up and unknown. Those that have not left wait for
  /// the next one.
  void abandon(std::size_t adapter);

  [[nodiscard]] std::size_t running() const { return running_.load(); }
  [[nodiscard]] std::size_t size() const;
  /// True once nothing is under way, false after `timeout`.
  bool wait_idle(duration timeout);
  /// True once every end is durable too, or set aside; false after `timeout`.
  bool wait_empty(duration timeout);
  /// Returns once no callback runs; none runs afterwards. Connectors may still hold on to the
  /// table.
  void close();

private:
  enum class stage : std::uint8_t { entered, under_way, giving_up, ended };
  using deadlines = std::multimap<std::int64_t, attempt_reference>;
  struct entry {
    stage at = stage::entered;
    std::size_t adapter = 0;
    duration timeout;
    std::shared_ptr<engine::far_call> call;
    deadlines::iterator deadline;
    engine::outcome how;
    bool first_byte_written = false;
    bool aside = false;
  };
  struct part {
    mutable std::mutex lock;
    std::unordered_map<attempt_reference, entry, attempt_reference_hash> entries;
    deadlines due;
    alarm_clock::ticket alarm = 0;
    std::int64_t alarm_ns = 0;
  };

  [[nodiscard]] std::size_t awaited() const;
  part& part_of(const attempt_reference& which);
  void arm_locked(part& in);
  void ring(part& in);
  void set_ended_locked(part& in, entry& e, engine::outcome how, bool first_byte_written);

  alarm_clock& clock_;
  callbacks to_;
  std::array<part, 16> parts_;
  std::atomic<std::size_t> running_{0};
  /// Callbacks run under the shared side; `close` waits for them.
  std::shared_mutex gate_;
  bool closed_ = false;
  std::atomic<bool> waits_for_empty_{false};
  std::mutex idle_lock_;
  std::condition_variable idle_;
};

} // namespace gantry::actors
