#pragma once

#include "gateway/http/message_reader.hpp"
#include "gateway/http/server_core.hpp"
#include "gateway/http_server.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace gantry::gateway {

/// One connection: reads a request, hands it to the handler, writes the answer, and again. All its
/// state belongs to the strand of its socket; only the deadline is read from outside.
class server_session : public std::enable_shared_from_this<server_session> {
public:
  using socket_type = boost::asio::ip::tcp::socket;

  server_session(std::shared_ptr<server_core> core, socket_type socket);
  ~server_session();
  server_session(const server_session&) = delete;
  server_session& operator=(const server_session&) = delete;

  void start();
  /// Too many connections: answers 503 without reading anything.
  void turn_away();
  /// Thread-safe: the answer of the handler to the request under way.
  void answer(http_response response);

  // From other threads, on behalf of the core.
  void check_deadline(server_core::clock::time_point now);
  void close_if_idle();
  void abandon();

private:
  enum class phase : std::uint8_t { idle, header, body, handling, writing, lingering, closed };

  void enter(phase next, std::int64_t timeout_ms);
  void next_request();
  void read_some();
  void advance();
  void after_header();
  [[nodiscard]] bool acceptable_header();
  void send_continue();
  void read_or_finish(reading state);
  void hand_over();
  void refuse(const error& why, int status = 0);
  void write(http_response response);
  void written(bool close);
  void linger();
  void close();
  void reset();
  void expired();
  void cut_short();
  void refuse_unfinished();
  [[nodiscard]] std::string head_of(const http_response& response, bool close) const;

  std::shared_ptr<server_core> core_;
  socket_type socket_;
  std::string remote_address_;
  phase phase_ = phase::idle;
  std::atomic<std::int64_t> deadline_ns_{0}; ///< of the steady clock; 0: none
  bool cut_short_ = false;                   ///< the request under way is not waited for any longer
  std::vector<char> buffer_;
  std::size_t begin_ = 0; ///< unread bytes are [begin_, end_) of the buffer
  std::size_t end_ = 0;
  message_reader reader_;
  std::size_t charged_bytes_ = 0;
  std::string request_path_;
  bool head_only_ = false;
  bool keep_alive_ = true;
  bool http10_ = false;
  std::string head_out_;
  std::string body_out_;
};

} // namespace gantry::gateway
