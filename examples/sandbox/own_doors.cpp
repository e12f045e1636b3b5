#include "examples/sandbox/own_doors.hpp"

#include "gateway/http/address.hpp"

#include <algorithm>

namespace gantry::sandbox {
namespace {

/// The answer to the request that met the outage goes out first.
constexpr std::int64_t shut_timeout_ms = 100;
/// Out of files, for a moment.
constexpr std::chrono::milliseconds listen_again_after{50};

} // namespace

own_doors::own_doors(std::map<std::string, std::string> addresses, gateway::http_limits limits,
                     gateway::http_handler handler)
    : limits_(std::move(limits)), handler_(std::move(handler)) {
  for (auto& [system, address] : addresses)
    doors_[system].address = std::move(address);
}

own_doors::~own_doors() {
  stop(0);
}

result<std::unique_ptr<gateway::http_server>> own_doors::listen(const std::string& address) const {
  return gateway::http_server::listen(address, limits_, handler_);
}

result<void> own_doors::open() {
  for (auto& [system, one] : doors_)
    if (auto opened = open(one); !opened)
      return opened;
  if (!doors_.empty())
    keeper_ = std::thread([this] { keep(); });
  return {};
}

result<void> own_doors::open(door& one) {
  const auto written = gateway::parse_address(one.address);
  if (!written)
    return tl::unexpected(written.error());
  auto held = held_port::take(written->host, written->port);
  if (!held)
    return tl::unexpected(std::move(held.error()));
  one.held = std::move(*held);
  one.port = one.held->port();
  one.address = one.address.substr(0, one.address.rfind(':') + 1) + std::to_string(one.port);
  auto server = listen(one.address);
  if (!server)
    return tl::unexpected(std::move(server.error()));
  one.server = std::move(*server);
  return {};
}

void own_doors::shut(const std::string& system, clock::time_point until) {
  const std::lock_guard lock(mutex_);
  const auto found = doors_.find(system);
  if (found == doors_.end())
    return;
  found->second.shut_until = std::max(found->second.shut_until, until);
  wake();
}

void own_doors::open_all() {
  const std::lock_guard lock(mutex_);
  for (auto& [system, one] : doors_)
    one.shut_until = clock::time_point::min();
  wake();
}

void own_doors::wake() {
  has_changed_ = true;
  changed_.notify_one();
}

std::map<std::string, std::uint16_t> own_doors::ports() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, std::uint16_t> all;
  for (const auto& [system, one] : doors_)
    all[system] = one.port;
  return all;
}

void own_doors::keep() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    has_changed_ = false;
    const auto next = look(lock);
    if (next == clock::time_point::max())
      changed_.wait(lock, [this] { return has_changed_; });
    else
      changed_.wait_until(lock, next, [this] { return has_changed_; });
  }
}

/// Opens and shuts what is due; when to look again. Servers end outside of the lock: their last
/// requests may want to shut a door.
own_doors::clock::time_point own_doors::look(std::unique_lock<std::mutex>& lock) {
  auto next = clock::time_point::max();
  for (auto& [system, one] : doors_) {
    const auto now = clock::now();
    if (one.server && one.shut_until > now) {
      const auto ended = std::move(one.server);
      lock.unlock();
      ended->stop(shut_timeout_ms);
      lock.lock();
    }
    if (!one.server && one.shut_until <= clock::now()) {
      auto server = listen(one.address);
      if (server)
        one.server = std::move(*server);
      else
        next = std::min(next, now + listen_again_after);
    }
    if (!one.server && one.shut_until > now)
      next = std::min(next, one.shut_until);
  }
  return next;
}

void own_doors::stop(std::int64_t timeout_ms) {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    wake();
  }
  if (keeper_.joinable())
    keeper_.join();
  for (auto& [system, one] : doors_)
    if (one.server)
      one.server->stop(timeout_ms);
}

} // namespace gantry::sandbox
