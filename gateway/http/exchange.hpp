#pragma once

#include "gateway/http/host_pool.hpp"
#include "gateway/http/message_reader.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::gateway {

/// What goes out, and within which bounds.
struct exchange_request {
  std::string head;                        ///< request line and header, with the blank line
  std::shared_ptr<const std::string> body; ///< or null
  std::chrono::nanoseconds timeout{};      ///< of the whole exchange, from `start`
  std::int64_t send_by_ns = 0;             ///< CLOCK_BOOTTIME; 0: whenever (E2.5)
  std::int64_t user_timeout_ms = 0;        ///< TCP_USER_TIMEOUT; 0: the system's
  std::size_t answer_bytes_max = 4u << 20;
  bool answer_has_body = true; ///< not so for HEAD
};

/// How an exchange ended.
struct exchange_end {
  enum class kind : std::uint8_t {
    answered,
    answer_too_large, ///< `status` is known, the body is not
    not_sent,         ///< no byte left: not connected, too late, given up before
    timed_out,
    lost,     ///< the connection broke after the first byte
    garbage,  ///< what came is not HTTP
    given_up, ///< aborted after the first byte
  };
  kind how = kind::not_sent;
  bool first_byte_written = false;
  bool late = false; ///< of `not_sent`: by time-out or `send_by`
  int status = 0;
  name_values headers;
  std::string body;
  std::string detail; ///< a sentence: what happened on the wire

  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;
};

/// One request and its answer over a connection of a pool.
///
/// A kept connection that turns out closed before any byte of the request was written is replaced
/// by a fresh one. Once a byte may have left, nothing is ever sent again: only the caller knows
/// whether that is allowed.
class exchange : public std::enable_shared_from_this<exchange> {
public:
  using completion = std::function<void(exchange_end)>;

  exchange(std::shared_ptr<host_pool> pool, exchange_request request, completion done);

  void start();
  /// Thread-safe. Resets the connection, then completes; without effect once it has ended.
  void abort();

  // Called by the pool, from any thread.
  void use(host_pool::socket_type socket);
  void use_fresh_slot();

private:
  using clock = std::chrono::steady_clock;
  enum class phase : std::uint8_t { waiting, resolving, connecting, writing, reading, ended };

  void acquire();
  void resolve();
  void connect(const std::vector<boost::asio::ip::tcp::endpoint>& to, std::size_t index);
  void connected();
  void begin_writing();
  void write_more();
  void wait_writable();
  void replace_connection();
  void read_some();
  void take(std::size_t bytes);
  void closed_by_peer(const std::string& why);
  void arm_timer(std::chrono::nanoseconds after);
  void timer_fired();
  void finish(exchange_end end);
  void finish_not_sent(std::string detail, bool late);
  [[nodiscard]] bool too_late_to_send() const;
  [[nodiscard]] std::size_t total_bytes() const;

  std::shared_ptr<host_pool> pool_;
  exchange_request request_;
  completion done_;
  boost::asio::any_io_executor strand_;
  boost::asio::ip::tcp::resolver resolver_;
  boost::asio::steady_timer timer_;
  clock::time_point deadline_;
  phase phase_ = phase::waiting;
  host_pool::socket_type socket_;
  bool holds_slot_ = false;
  bool kept_connection_ = false;
  std::size_t written_ = 0;
  bool reusable_ = false; ///< the connection may take another request
  std::vector<char> buffer_;
  std::string pending_; ///< the beginning of a line whose end has not come yet
  message_reader reader_;
};

} // namespace gantry::gateway
