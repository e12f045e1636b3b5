#pragma once

#include "gateway/http_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <unordered_set>

namespace gantry::gateway {

class server_session;

/// What all connections of one server share: limits, handler, the register of sessions and the one
/// timer that watches over all their deadlines.
///
/// A deadline is a relaxed atomic in its session, so moving one costs a store and not a timer; the
/// sweep looks at all of them eight times within the shortest limit (at most once a second), and
/// only while there are connections.
class server_core : public std::enable_shared_from_this<server_core> {
public:
  using clock = std::chrono::steady_clock;

  server_core(http_limits limits, http_handler handler);

  void enter(server_session& session);
  void leave(server_session& session);
  [[nodiscard]] std::size_t connections() const;
  [[nodiscard]] std::size_t body_bytes_max(std::string_view method, std::string_view path) const;
  /// Charges the bytes of unfinished bodies; false when all of them together are too many.
  [[nodiscard]] bool charge_body(std::size_t bytes);
  void discharge_body(std::size_t bytes);

  /// From here on sessions close after the answer under way.
  void begin_stop();
  void close_all();
  /// Whether every session has ended within the time.
  [[nodiscard]] bool wait_until_empty(std::chrono::milliseconds at_most);

  boost::asio::io_context context;
  const http_limits limits;
  const http_handler handler;
  std::atomic<bool> stopping{false};
  std::atomic<bool> stopped{false};

private:
  void arm_sweep();
  void sweep();
  template <class Function>
  void for_each_session(Function function);

  mutable std::mutex mutex_;
  std::condition_variable empty_;
  std::unordered_set<server_session*> sessions_;
  boost::asio::steady_timer sweeper_;
  bool sweeping_ = false;
  std::atomic<std::size_t> body_bytes_{0};
};

} // namespace gantry::gateway
