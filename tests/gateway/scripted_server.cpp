#include "tests/gateway/scripted_server.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <cstdlib>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gantry::gateway::test {
namespace {

int listening_socket(std::uint16_t& port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), length) == 0);
  REQUIRE(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) == 0);
  REQUIRE(::listen(listener, 64) == 0);
  port = ntohs(address.sin_port);
  return listener;
}

bool readable(int socket, int timeout_ms) {
  pollfd wanted{socket, POLLIN, 0};
  return ::poll(&wanted, 1, timeout_ms) > 0;
}

} // namespace

scripted_connection::~scripted_connection() {
  if (socket_ >= 0)
    ::close(socket_);
}

std::string scripted_connection::read_request() {
  const auto more = [this] {
    char buffer[65'536];
    if (!readable(socket_, 5'000))
      return false;
    const auto got = ::recv(socket_, buffer, sizeof buffer, 0);
    if (got > 0)
      unread_.append(buffer, static_cast<std::size_t>(got));
    return got > 0;
  };
  std::size_t length = 0;
  while (unread_.find("\r\n\r\n") == std::string::npos)
    if (!more())
      return std::exchange(unread_, {});
  const auto head_end = unread_.find("\r\n\r\n") + 4;
  if (const auto at = unread_.find("Content-Length: "); at < head_end)
    length = std::strtoull(unread_.c_str() + at + 16, nullptr, 10);
  while (unread_.size() < head_end + length)
    if (!more())
      break;
  auto request = unread_.substr(0, head_end + length);
  unread_.erase(0, request.size());
  return request;
}

std::string scripted_connection::read_rest(int timeout_ms) {
  char buffer[65'536];
  while (readable(socket_, timeout_ms)) {
    const auto got = ::recv(socket_, buffer, sizeof buffer, 0);
    if (got <= 0)
      break;
    unread_.append(buffer, static_cast<std::size_t>(got));
  }
  return std::exchange(unread_, {});
}

void scripted_connection::write(const std::string& bytes) {
  (void)::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

void scripted_connection::answer(int status, const std::string& body, const std::string& headers) {
  write("HTTP/1.1 " + std::to_string(status) + " Said\r\n" + headers +
        "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

void scripted_connection::reset() {
  linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(socket_, -1));
}

scripted_server::scripted_server(std::vector<act> script)
    : script_(std::move(script)), listener_(listening_socket(port_)) {
  thread_ = std::thread([this] { run(); });
}

scripted_server::~scripted_server() {
  ::shutdown(listener_, SHUT_RDWR);
  finish();
  ::close(listener_);
}

void scripted_server::finish() {
  if (thread_.joinable())
    thread_.join();
}

void scripted_server::run() {
  for (const auto& next : script_) {
    const int socket = ::accept(listener_, nullptr, nullptr);
    if (socket < 0)
      return;
    {
      const std::lock_guard lock(mutex_);
      ++accepted_;
    }
    scripted_connection connection(socket);
    next(connection);
  }
}

void scripted_server::saw(std::string what) {
  const std::lock_guard lock(mutex_);
  seen_.push_back(std::move(what));
}

std::vector<std::string> scripted_server::seen() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}

std::size_t scripted_server::accepted() const {
  const std::lock_guard lock(mutex_);
  return accepted_;
}

std::uint16_t deserted_port() {
  std::uint16_t port = 0;
  ::close(listening_socket(port));
  return port;
}

} // namespace gantry::gateway::test
