#pragma once

#include "actors/order_event.hpp"

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace gantry::actors {

/// The mailbox of one order. It outlives the order's actor: what an actor had in hand when it
/// crashed, or when a commit of unknown outcome took its memory away, is given out again (E8.3).
///
/// The shard puts in, the order's actor takes out; `close` is the handshake of passivation: it
/// succeeds only while nothing waits, and a closed box takes nothing more.
class order_box {
public:
  /// Beyond so many, commands are refused and events of the inbox stay in the store until the rest
  /// was taken. What the order's own calls and timers bring is bounded by them, and always taken.
  static constexpr std::size_t events_max = 4096;

  enum class put_result : std::uint8_t {
    wake,   ///< taken; the actor has to be woken
    awake,  ///< taken; it was woken already
    closed, ///< the order has left memory
    full,
  };

  struct signals {
    std::vector<commit_answer> answers;
    bool flush = false;     ///< what was gathered is to be committed
    bool passivate = false; ///< the order has been idle for long
  };

  // ---- the shard ----
  /// `e` is taken out only with `wake` and `awake`.
  [[nodiscard]] put_result put(order_event& e);
  [[nodiscard]] put_result put(commit_answer a);
  [[nodiscard]] put_result ask_flush();
  [[nodiscard]] put_result ask_passivate();
  /// The store holds more events for the order, from this number of the inbox on.
  [[nodiscard]] put_result owe(std::uint64_t inbox);
  /// After a crash: the event that was being advanced, described; empty when none was.
  [[nodiscard]] std::string last_in_hand() const;
  /// The event that was being advanced is replaced; without one, the new one is the first.
  void replace_broken(order_event e);
  /// After a crash: everything in hand waits again, in its old order.
  void recover();
  /// After `recover`: everything that waits, for those who have to be told that it is lost.
  [[nodiscard]] std::list<order_event> drop();

  // ---- the order's actor ----
  [[nodiscard]] signals look();
  /// From which number of the inbox on the store holds events for the order that did not come in
  /// here; 0: none. Asked when nothing waits any more.
  [[nodiscard]] std::uint64_t take_owed();
  /// The next event; it stays in hand until `done`. Null when none waits.
  [[nodiscard]] order_event* take();
  /// The event that was taken last waits again, in front.
  void put_back();
  /// Everything in hand waits again, in front, in its old order.
  void put_all_back();
  /// What was in hand is durable.
  void done();
  [[nodiscard]] bool close();

  /// Something came past the shard then; 0: nothing did.
  void touch(std::int64_t now_ns) { touched_ns_.store(now_ns, std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t touched_ns() const {
    return touched_ns_.load(std::memory_order_relaxed);
  }

  /// Of a new order, until its first commit is durable. Touched by the owner alone: the shard
  /// before the actor starts, the actor while it lives.
  std::unique_ptr<order_start> start;
  bool create_submitted = false;
  /// The order broke while it was taken up: that is left out, so that it can be held as poisoned.
  bool skip_taken_up = false;
  /// The store could not be read: the actor is started again later, and it is no crash of the
  /// order.
  bool store_unreadable = false;
  /// Numbers the order's batches across its actors, so that an old answer is known as one.
  std::uint16_t batches = 0;

private:
  [[nodiscard]] put_result woken_locked();
  void owe_locked(std::uint64_t inbox);

  std::atomic<std::int64_t> touched_ns_{0};
  mutable std::mutex lock_;
  // Lists: an event is large, stays in its place and is passed from one to the other.
  std::list<order_event> waiting_;
  std::vector<commit_answer> answers_;
  std::uint64_t owed_from_ = 0;
  bool flush_ = false;
  bool passivate_ = false;
  bool woken_ = false;
  bool closed_ = false;
  std::list<order_event> in_hand_; ///< the last one is being advanced
};

} // namespace gantry::actors
