#include "gateway/http/host_pool.hpp"

#include "gateway/http/exchange.hpp"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <sys/socket.h>

namespace gantry::gateway {

host_pool::host_pool(http_url to, host_pool_options how)
    : url(std::move(to)), options(how), io_(io_pool::shared()), idle_timer_(io_->context()) {}

bool is_quiet(host_pool::socket_type& socket) {
  char byte = 0;
  const auto seen = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return seen < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

bool host_pool::acquire(const std::shared_ptr<exchange>& by) {
  std::optional<socket_type> found;
  {
    const std::lock_guard lock{mutex_};
    while (!kept_.empty() && !found) {
      auto socket = std::move(kept_.back().socket);
      kept_.pop_back();
      if (is_quiet(socket))
        found = std::move(socket);
      else
        --slots_taken_;
    }
    if (!found && slots_taken_ >= options.connections_max) {
      if (waiting_.size() >= options.waiting_max)
        return false;
      waiting_.push_back(by);
      return true;
    }
    if (!found)
      ++slots_taken_;
  }
  if (found)
    by->use(std::move(*found));
  else
    by->use_fresh_slot();
  return true;
}

void host_pool::forget(const exchange& waiting) {
  const std::lock_guard lock{mutex_};
  std::erase_if(waiting_, [&](const auto& held) { return held.get() == &waiting; });
}

std::shared_ptr<exchange> host_pool::next_waiting() {
  if (waiting_.empty())
    return nullptr;
  auto next = std::move(waiting_.front());
  waiting_.pop_front();
  return next;
}

void host_pool::keep(socket_type socket) {
  std::shared_ptr<exchange> next;
  {
    const std::lock_guard lock{mutex_};
    next = next_waiting();
    if (!next) {
      kept_.push_back({std::move(socket), clock::now()});
      arm_idle_timer();
      return;
    }
  }
  next->use(std::move(socket));
}

void host_pool::release() {
  std::shared_ptr<exchange> next;
  {
    const std::lock_guard lock{mutex_};
    next = next_waiting();
    if (!next)
      --slots_taken_;
  }
  if (next)
    next->use_fresh_slot();
}

std::size_t host_pool::kept() const {
  const std::lock_guard lock{mutex_};
  return kept_.size();
}

void host_pool::arm_idle_timer() {
  if (idle_armed_ || kept_.empty())
    return;
  idle_armed_ = true;
  idle_timer_.expires_at(kept_.front().since + options.idle_close);
  idle_timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& ec) {
    const auto self = weak.lock();
    if (self && !ec)
      self->close_idle();
  });
}

void host_pool::close_idle() {
  const std::lock_guard lock{mutex_};
  const auto before = clock::now() - options.idle_close;
  slots_taken_ -= std::erase_if(kept_, [&](const auto& held) { return held.since <= before; });
  idle_armed_ = false;
  arm_idle_timer();
}

} // namespace gantry::gateway
