#include "gateway/http/server_core.hpp"

#include "gateway/http/server_session.hpp"

#include <algorithm>
#include <vector>

namespace gantry::gateway {

server_core::server_core(http_limits of, http_handler to)
    : limits(std::move(of)), handler(std::move(to)), sweeper_(context) {}

std::size_t server_core::connections() const {
  const std::lock_guard lock{mutex_};
  return sessions_.size();
}

std::size_t server_core::body_bytes_max(std::string_view method, std::string_view path) const {
  return limits.body_bytes_max ? limits.body_bytes_max(method, path) : 1u << 20;
}

bool server_core::charge_body(std::size_t bytes) {
  return body_bytes_.fetch_add(bytes, std::memory_order_relaxed) + bytes <=
         limits.unfinished_bytes_max;
}

void server_core::discharge_body(std::size_t bytes) {
  body_bytes_.fetch_sub(bytes, std::memory_order_relaxed);
}

void server_core::enter(server_session& session) {
  const std::lock_guard lock{mutex_};
  sessions_.insert(&session);
  if (!sweeping_ && !stopped) {
    sweeping_ = true;
    arm_sweep();
  }
}

void server_core::leave(server_session& session) {
  const std::lock_guard lock{mutex_};
  sessions_.erase(&session);
  if (sessions_.empty())
    empty_.notify_all();
}

void server_core::arm_sweep() {
  const auto shortest =
      std::min({limits.header_timeout_ms, limits.body_timeout_ms, limits.idle_timeout_ms});
  const auto pause = std::clamp<std::int64_t>(shortest / 8, 5, 1'000);
  sweeper_.expires_after(std::chrono::milliseconds{pause});
  sweeper_.async_wait([self = shared_from_this()](const boost::system::error_code& ec) {
    if (!ec)
      self->sweep();
  });
}

void server_core::sweep() {
  const auto now = clock::now();
  for_each_session([now](server_session& session) { session.check_deadline(now); });
  const std::lock_guard lock{mutex_};
  sweeping_ = !sessions_.empty() && !stopped;
  if (sweeping_)
    arm_sweep();
}

template <class Function>
void server_core::for_each_session(Function function) {
  // A session that is being destroyed waits for the mutex in `leave`, and is not lockable any more.
  std::vector<std::shared_ptr<server_session>> alive;
  {
    const std::lock_guard lock{mutex_};
    alive.reserve(sessions_.size());
    for (auto* session : sessions_)
      if (auto held = session->weak_from_this().lock())
        alive.push_back(std::move(held));
  }
  for (auto& session : alive)
    function(*session);
}

void server_core::begin_stop() {
  stopping = true;
  for_each_session([](server_session& session) { session.close_if_idle(); });
}

void server_core::close_all() {
  stopped = true;
  for_each_session([](server_session& session) { session.abandon(); });
  const std::lock_guard lock{mutex_};
  sweeper_.cancel();
}

bool server_core::wait_until_empty(std::chrono::milliseconds at_most) {
  std::unique_lock lock{mutex_};
  return empty_.wait_for(lock, at_most, [this] { return sessions_.empty(); });
}

} // namespace gantry::gateway
