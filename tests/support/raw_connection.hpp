#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace gantry::test {

/// An HTTP answer as its bytes came; status 0 stands for a connection that ended without one.
struct raw_answer {
  int status = 0;
  std::string head;
  std::string body;

  [[nodiscard]] std::string header(std::string name) const {
    const auto lower = [](std::string text) {
      std::transform(text.begin(), text.end(), text.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      return text;
    };
    const auto all = lower(head);
    const auto at = all.find("\r\n" + lower(std::move(name)) + ": ");
    if (at == std::string::npos)
      return {};
    const auto begin = head.find(": ", at) + 2;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

/// A client below HTTP: it sends what it is told, byte for byte.
class raw_connection {
public:
  explicit raw_connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    REQUIRE(socket_ >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    patience(10'000);
  }
  ~raw_connection() {
    if (socket_ >= 0)
      ::close(socket_);
  }
  raw_connection(raw_connection&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), unread_(std::move(other.unread_)) {}
  raw_connection& operator=(raw_connection&&) = delete;

  /// How long reads wait for bytes.
  void patience(int timeout_ms) {
    timeval span{timeout_ms / 1'000, timeout_ms % 1'000 * 1'000};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &span, sizeof span);
  }

  /// False when the other side has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0)
        return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// The next answer, of a length that it states. `has_body` is false for HEAD.
  raw_answer read_answer(bool has_body = true) {
    raw_answer answer;
    while (unread_.find("\r\n\r\n") == std::string::npos)
      if (!more())
        return answer;
    const auto end = unread_.find("\r\n\r\n") + 4;
    answer.head = unread_.substr(0, end);
    unread_.erase(0, end);
    answer.status = std::atoi(answer.head.c_str() + std::string_view{"HTTP/1.1 "}.size());
    const auto length = std::strtoull(answer.header("content-length").c_str(), nullptr, 10);
    while (has_body && unread_.size() < length)
      if (!more())
        break;
    if (has_body) {
      answer.body = unread_.substr(0, length);
      unread_.erase(0, length);
    }
    return answer;
  }

  /// Whether the other side has neither ended the connection nor said anything.
  [[nodiscard]] bool is_open_and_silent() const {
    char byte = 0;
    return ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
           (errno == EAGAIN || errno == EWOULDBLOCK);
  }

  /// Whether the other side ends the connection, with or without a reset, within the patience.
  bool ends() {
    char byte = 0;
    const auto got = ::recv(socket_, &byte, 1, 0);
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
  }

private:
  bool more() {
    char buffer[4096];
    const auto got = ::recv(socket_, buffer, sizeof buffer, 0);
    if (got <= 0)
      return false;
    unread_.append(buffer, static_cast<std::size_t>(got));
    return true;
  }

  int socket_;
  std::string unread_;
};

[[nodiscard]] inline std::int64_t milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               start)
      .count();
}

} // namespace gantry::test
