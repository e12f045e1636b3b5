#include "gateway/http/http_date.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/server_session.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <utility>

/// The second half of a session: what goes out, and how the connection ends.
namespace gantry::gateway {
namespace {

namespace net = boost::asio;
using boost::system::error_code;

constexpr std::int64_t linger_ms = 2'000;

/// A header value goes out on one line, whatever the handler put into it.
void append_header(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (const char c : value)
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  out += "\r\n";
}

} // namespace

void server_session::answer(http_response response) {
  if (core_->stopped)
    return;
  net::dispatch(socket_.get_executor(),
                [self = shared_from_this(), answer = std::move(response)]() mutable {
                  if (self->phase_ != phase::handling)
                    return;
                  if (answer.drop)
                    return self->reset();
                  self->write(std::move(answer));
                });
}

void server_session::refuse(const error& why, int status) {
  auto response = status == 0 ? problem_response(why, request_path_)
                              : problem_response(why, request_path_, status);
  response.close = true;
  // What has arrived of the request is of no use any more, and others wait for the room.
  core_->discharge_body(std::exchange(charged_bytes_, 0));
  reader_ = message_reader{message_reader::side::request, core_->limits.header_bytes_max};
  write(std::move(response));
}

std::string server_session::head_of(const http_response& response, bool close) const {
  std::string head;
  head.reserve(256);
  head += "HTTP/1.1 ";
  head += std::to_string(response.status);
  head += ' ';
  head += reason_phrase(response.status);
  head += "\r\n";
  append_header(head, "Date", http_date_now());
  if (!response.content_type.empty())
    append_header(head, "Content-Type", response.content_type);
  if (response.status != 204 && response.status != 304)
    append_header(head, "Content-Length", std::to_string(response.body.size()));
  if (close)
    append_header(head, "Connection", "close");
  else if (http10_)
    append_header(head, "Connection", "keep-alive");
  for (const auto& [name, value] : response.headers)
    append_header(head, name, value);
  head += "\r\n";
  return head;
}

void server_session::write(http_response response) {
  const bool close = response.close || !keep_alive_ || core_->stopping;
  head_out_ = head_of(response, close);
  body_out_ = head_only_ || response.status == 204 || response.status == 304
                  ? std::string{}
                  : std::move(response.body);
  enter(phase::writing, core_->limits.body_timeout_ms);
  const std::array parts{net::buffer(head_out_), net::buffer(body_out_)};
  net::async_write(socket_, parts,
                   [self = shared_from_this(), close](const error_code& ec, std::size_t) {
                     if (ec)
                       return self->close();
                     self->written(close);
                   });
}

void server_session::written(bool close) {
  body_out_ = {};
  if (close)
    return linger();
  next_request();
}

void server_session::linger() {
  // Closing over unread bytes would reset the connection and could take the answer with it, so what
  // still comes is read and thrown away for a moment (RFC 9112 section 9.6).
  error_code ec;
  socket_.shutdown(socket_type::shutdown_send, ec);
  if (ec)
    return close();
  if (phase_ != phase::lingering)
    enter(phase::lingering, linger_ms);
  socket_.async_read_some(net::buffer(buffer_),
                          [self = shared_from_this()](const error_code& failed, std::size_t) {
                            if (failed || self->phase_ == phase::closed)
                              return self->close();
                            self->linger();
                          });
}

void server_session::close() {
  phase_ = phase::closed;
  deadline_ns_.store(0, std::memory_order_relaxed);
  error_code ignored;
  socket_.close(ignored);
}

void server_session::reset() {
  error_code ignored;
  socket_.set_option(net::socket_base::linger{true, 0}, ignored);
  close();
}

} // namespace gantry::gateway
