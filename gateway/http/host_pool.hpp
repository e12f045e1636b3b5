#pragma once

#include "gateway/http/address.hpp"
#include "gateway/http/io_pool.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace gantry::gateway {

class exchange;

struct host_pool_options {
  std::size_t connections_max = 64;
  std::size_t waiting_max = 10'000; ///< exchanges that wait for a connection
  std::chrono::milliseconds connect_timeout{3'000};
  std::chrono::milliseconds idle_close{30'000};
};

/// The connections to one host: those that are kept for the next request, and how many there may
/// be. Thread-safe. A slot is the right to one connection; whoever holds it gives it back exactly
/// once.
class host_pool : public std::enable_shared_from_this<host_pool> {
public:
  using socket_type = boost::asio::ip::tcp::socket;

  host_pool(http_url url, host_pool_options options);

  /// Hands the exchange a kept connection or a slot for a fresh one, now or when there is one.
  /// False when too many wait already.
  [[nodiscard]] bool acquire(const std::shared_ptr<exchange>& by);
  /// An exchange ended while it waited.
  void forget(const exchange& waiting);
  /// A connection that can take another request, with its slot.
  void keep(socket_type socket);
  /// A slot whose connection is gone.
  void release();
  [[nodiscard]] std::size_t kept() const;

  [[nodiscard]] boost::asio::io_context& context() { return io_->context(); }
  const http_url url;
  const host_pool_options options;

private:
  using clock = std::chrono::steady_clock;
  struct kept_socket {
    socket_type socket;
    clock::time_point since;
  };

  [[nodiscard]] std::shared_ptr<exchange> next_waiting();
  void arm_idle_timer();
  void close_idle();

  std::shared_ptr<io_pool> io_;
  mutable std::mutex mutex_;
  std::vector<kept_socket> kept_; ///< oldest first; the youngest is used first
  std::deque<std::shared_ptr<exchange>> waiting_;
  std::size_t slots_taken_ = 0; ///< connections in use and kept
  boost::asio::steady_timer idle_timer_;
  bool idle_armed_ = false;
};

/// Whether nothing has come over a kept connection: neither its end nor bytes that nobody asked
/// for.
[[nodiscard]] bool is_quiet(host_pool::socket_type& socket);

} // namespace gantry::gateway
