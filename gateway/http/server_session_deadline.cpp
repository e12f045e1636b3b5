#include "gateway/http/server_session.hpp"

#include <boost/asio/post.hpp>

#include <chrono>

/// Who takes too long: the deadline of each phase, and what it does to the connection.
namespace gantry::gateway {
namespace {

namespace net = boost::asio;
using boost::system::error_code;

std::int64_t nanoseconds(server_core::clock::time_point at) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(at.time_since_epoch()).count();
}

} // namespace

void server_session::enter(phase next, std::int64_t timeout_ms) {
  phase_ = next;
  const auto deadline = server_core::clock::now() + std::chrono::milliseconds{timeout_ms};
  deadline_ns_.store(timeout_ms == 0 ? 0 : nanoseconds(deadline), std::memory_order_relaxed);
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
