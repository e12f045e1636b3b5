#include "gateway/http/server_session.hpp"

#include "gateway/http/answer_slot.hpp"
#include "gateway/http/http_date.hpp"
#include "gateway/http/problem.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cstring>
#include <utility>

namespace gantry::gateway {
namespace {

namespace net = boost::asio;
using boost::system::error_code;

constexpr std::size_t buffer_bytes = 8 * 1024;
constexpr std::size_t body_buffer_bytes = 64 * 1024;
constexpr std::int64_t linger_ms = 2'000;

std::int64_t nanoseconds(server_core::clock::time_point at) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(at.time_since_epoch()).count();
}

/// A header value goes out on one line, whatever the handler put into it.
void append_header(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (const char c : value)
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  out += "\r\n";
}

} // namespace

server_session::server_session(std::shared_ptr<server_core> core, socket_type socket)
    : core_(std::move(core)), socket_(std::move(socket)), buffer_(buffer_bytes),
      reader_(message_reader::side::request, core_->limits.header_bytes_max) {
  error_code ignored;
  const auto remote = socket_.remote_endpoint(ignored);
  if (!ignored)
    remote_address_ = remote.address().to_string();
  socket_.set_option(net::ip::tcp::no_delay{true}, ignored);
}

server_session::~server_session() {
  core_->discharge_body(charged_bytes_);
  core_->leave(*this);
}

void server_session::start() {
  core_->enter(*this);
  net::dispatch(socket_.get_executor(), [self = shared_from_this()] {
    self->enter(phase::header, self->core_->limits.header_timeout_ms);
    self->read_some();
  });
}

void server_session::turn_away() {
  core_->enter(*this);
  net::dispatch(socket_.get_executor(), [self = shared_from_this()] {
    self->refuse({errc::unavailable,
                  "the engine has as many connections as it takes",
                  "Try again in a moment; keep connections open instead of making new ones.",
                  {}});
  });
}

void server_session::enter(phase next, std::int64_t timeout_ms) {
  phase_ = next;
  const auto deadline = server_core::clock::now() + std::chrono::milliseconds{timeout_ms};
  deadline_ns_.store(timeout_ms == 0 ? 0 : nanoseconds(deadline), std::memory_order_relaxed);
}

void server_session::next_request() {
  if (core_->stopping)
    return close();
  reader_ = message_reader{message_reader::side::request, core_->limits.header_bytes_max};
  if (begin_ == end_ && buffer_.size() > buffer_bytes)
    buffer_ = std::vector<char>(buffer_bytes);
  if (begin_ == end_) {
    enter(phase::idle, core_->limits.idle_timeout_ms);
    return read_some();
  }
  enter(phase::header, core_->limits.header_timeout_ms);
  advance();
}

void server_session::read_some() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  const auto room = net::buffer(buffer_.data() + end_, buffer_.size() - end_);
  socket_.async_read_some(room, [self = shared_from_this()](const error_code& ec, std::size_t n) {
    if (self->phase_ == phase::closed)
      return;
    if (self->cut_short_)
      return self->refuse_unfinished();
    if (ec)
      return self->close();
    self->end_ += n;
    if (self->phase_ == phase::idle)
      self->enter(phase::header, self->core_->limits.header_timeout_ms);
    self->advance();
  });
}

void server_session::advance() {
  std::string_view bytes{buffer_.data() + begin_, end_ - begin_};
  auto state = reader_.feed(bytes);
  begin_ = end_ - bytes.size();
  if (phase_ == phase::header && reader_.header_done())
    if (state == reading::header || state == reading::whole) {
      if (!acceptable_header())
        return;
      if (state == reading::header)
        return after_header();
    }
  read_or_finish(state);
}

bool server_session::acceptable_header() {
  http10_ = reader_.version() < 11;
  keep_alive_ = reader_.keep_alive();
  head_only_ = reader_.method() == "HEAD";
  if (const auto hosts = reader_.count("host"); hosts > 1 || (hosts == 0 && !http10_)) {
    refuse({errc::invalid_request, "a request needs exactly one Host header", {}, {}});
    return false;
  }
  if (const auto expectation = reader_.field("expect");
      !expectation.empty() && !equal_ignoring_case(expectation, "100-continue")) {
    refuse({errc::invalid_request, "the only expectation that is met is 100-continue", {}, {}},
           417);
    return false;
  }
  const auto target = parse_target(reader_.target());
  if (!target) {
    refuse(target.error());
    return false;
  }
  request_path_ = target->path;
  const auto bytes_max = core_->body_bytes_max(reader_.method(), request_path_);
  if (reader_.content_length().value_or(0) > bytes_max) {
    refuse({errc::too_large,
            "the body has " + std::to_string(*reader_.content_length()) +
                " bytes, this address takes at most " + std::to_string(bytes_max),
            "Send less at a time.",
            {}});
    return false;
  }
  reader_.limit_body(bytes_max);
  return true;
}

void server_session::after_header() {
  if (!reader_.field("expect").empty() && begin_ == end_)
    return send_continue();
  enter(phase::body, core_->limits.body_timeout_ms);
  advance();
}

void server_session::send_continue() {
  static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  enter(phase::body, core_->limits.body_timeout_ms);
  net::async_write(socket_, net::buffer(go_on.data(), go_on.size()),
                   [self = shared_from_this()](const error_code& ec, std::size_t) {
                     if (ec)
                       return self->close();
                     self->read_some();
                   });
}

void server_session::read_or_finish(reading state) {
  const auto grown = reader_.body_size() - charged_bytes_;
  charged_bytes_ += grown;
  if (grown > 0 && !core_->charge_body(grown))
    return refuse({errc::unavailable,
                   "too many large bodies are arriving at once",
                   "Try again in a moment.",
                   {}});
  switch (state) {
  case reading::whole: return hand_over();
  case reading::malformed:
    return refuse({errc::invalid_request, "this is not HTTP/1.1: " + reader_.problem(), {}, {}});
  case reading::header_too_large:
    return refuse({errc::too_large, "the header of the request is too large", {}, {}}, 431);
  case reading::body_too_large:
    return refuse({errc::too_large,
                   "the body has more than " +
                       std::to_string(core_->body_bytes_max(reader_.method(), request_path_)) +
                       " bytes, which is what this address takes",
                   "Send less at a time.",
                   {}});
  case reading::body_unsupported:
    return refuse(
        {errc::invalid_request, "the only transfer coding that is understood is chunked", {}, {}},
        501);
  case reading::header:
  case reading::more: break;
  }
  // What the reader left unread is one line of a header or of a chunk: it has to fit the buffer.
  const auto bytes_max =
      phase_ == phase::body ? body_buffer_bytes : core_->limits.header_bytes_max + buffer_bytes;
  if (end_ - begin_ >= bytes_max)
    return refuse({errc::too_large, "a line of the request is too long", {}, {}}, 431);
  if (phase_ == phase::body && buffer_.size() < body_buffer_bytes &&
      reader_.body_size() >= buffer_bytes)
    buffer_.resize(body_buffer_bytes);
  else if (end_ - begin_ == buffer_.size())
    buffer_.resize(std::min(buffer_.size() * 2, bytes_max));
  read_some();
}

void server_session::hand_over() {
  core_->discharge_body(charged_bytes_);
  charged_bytes_ = 0;
  auto target = parse_target(reader_.target());
  http_request request;
  request.method = reader_.method();
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  request.headers = reader_.take_fields();
  request.body = reader_.take_body();
  request.remote_address = remote_address_;
  enter(phase::handling, 0);
  const auto slot = std::make_shared<answer_slot>(shared_from_this());
  // An exception of a handler is its defect; the caller is told, and other connections go on.
  try {
    core_->handler(std::move(request),
                   [slot](http_response response) { slot->answer(std::move(response)); });
  } catch (const std::exception& defect) {
    slot->answer(problem_response(
        {errc::internal, std::string{"the handler failed: "} + defect.what(), {}, {}},
        request_path_));
  }
}

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

void server_session::check_deadline(server_core::clock::time_point now) {
  const auto deadline = deadline_ns_.load(std::memory_order_relaxed);
  if (deadline != 0 && deadline <= nanoseconds(now))
    net::post(socket_.get_executor(), [self = shared_from_this()] { self->expired(); });
}

void server_session::expired() {
  const auto deadline = deadline_ns_.load(std::memory_order_relaxed);
  if (deadline == 0 || deadline > nanoseconds(server_core::clock::now()))
    return;
  switch (phase_) {
  case phase::header:
  case phase::body: return cut_short();
  case phase::writing: return reset();
  case phase::idle:
  case phase::lingering: return close();
  case phase::handling:
  case phase::closed: return;
  }
}

void server_session::close_if_idle() {
  net::post(socket_.get_executor(), [self = shared_from_this()] {
    const bool untouched = self->phase_ == phase::header && !self->reader_.got_some();
    if (self->phase_ == phase::idle || untouched)
      self->close();
    else if (self->phase_ == phase::header || self->phase_ == phase::body)
      self->cut_short(); // nothing of it was handed over: it can be sent again
  });
}

void server_session::cut_short() {
  // The pending read is cancelled; its completion answers.
  deadline_ns_.store(0, std::memory_order_relaxed);
  cut_short_ = true;
  error_code ignored;
  socket_.cancel(ignored);
}

void server_session::refuse_unfinished() {
  if (core_->stopping)
    refuse({errc::unavailable, "the engine is stopping", "Send it again in a moment.", {}});
  else
    refuse({errc::timed_out, "the request did not arrive in time", {}, {}});
}

void server_session::abandon() {
  net::post(socket_.get_executor(), [self = shared_from_this()] { self->reset(); });
}

} // namespace gantry::gateway
