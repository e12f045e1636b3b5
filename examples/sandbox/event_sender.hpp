#pragma once

#include "examples/sandbox/books_writer.hpp"
#include "gateway/http_connector.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace gantry::sandbox {

/// Sends the events of the outbox to the engine, each until a 2xx, under the same id. A few
/// senders with a connection each; they sleep until something is published or due again.
class event_sender {
public:
  static constexpr int senders_count = 4;
  static constexpr int loaded_max = 256;
  static constexpr std::int64_t answer_timeout_ms = 2'000;
  static constexpr std::int64_t backoff_ms_max = 2'000;

  /// Events go to ENGINE/v1/events; the writer outlives the sender.
  event_sender(std::string engine, books_writer& writer);
  ~event_sender();
  /// Something was published.
  void wake();
  /// Calls `heard` when the engine has taken the event for the first time, from a sender's thread.
  void when_taken(const std::string& id, std::function<void()> heard);
  void forget(const std::string& id);
  void stop();

private:
  using clock = std::chrono::steady_clock;

  void run();
  /// The next event to send; absent when the sender stops.
  [[nodiscard]] std::optional<outgoing_event> take();
  void load();
  void loaded(const std::vector<outgoing_event>& events, std::optional<timestamp> next_due);
  void deliver(gateway::http_client& client, const outgoing_event& event);
  void delivered(const outgoing_event& event);
  void refused(const outgoing_event& event);
  void unreachable(outgoing_event event);
  void release(const std::string& id);
  void tell(const std::string& id);

  const std::string engine_;
  books_writer& writer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<outgoing_event> ready_;
  std::set<std::string> in_hand_; ///< loaded and not settled in the books yet
  std::map<std::string, std::function<void()>> listeners_;
  bool look_again_ = true; ///< the outbox may hold more than is in hand
  bool looking_ = false;
  std::optional<clock::time_point> look_at_; ///< when a postponed event is due
  clock::time_point paused_until_{};         ///< the engine did not answer at all
  int failures_ = 0;                         ///< in a row, to reach the engine
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

} // namespace gantry::sandbox
