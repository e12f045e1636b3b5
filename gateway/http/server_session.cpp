#include "gateway/http/server_session.hpp"

#include "gateway/http/answer_slot.hpp"
#include "gateway/http/problem.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/write.hpp>

#include <cstring>
#include <utility>

namespace gantry::gateway {
namespace {

namespace net = boost::asio;
using boost::system::error_code;

constexpr std::size_t buffer_bytes = 8 * 1024;
constexpr std::size_t body_buffer_bytes = 64 * 1024;

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
    return refuse({errc::too_large,
                   "the header of the request has more than " +
                       std::to_string(core_->limits.header_bytes_max) + " bytes",
                   "Send fewer or shorter header fields.",
                   {}},
                  431);
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

} // namespace gantry::gateway
