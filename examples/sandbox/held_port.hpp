#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace gantry::sandbox {

/// A port that stays ours while nobody listens on it: a socket that is bound and never listens, so
/// that callers are refused and the kernel gives the port to no one else, be it for a connection
/// that goes out.
class held_port {
public:
  /// Port 0 lets the kernel choose. Errors: address_in_use, bad_argument.
  [[nodiscard]] static result<held_port> take(const std::string& host, std::uint16_t port);
  held_port(held_port&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), port_(other.port_) {}
  held_port& operator=(held_port&& other) noexcept {
    std::swap(socket_, other.socket_);
    std::swap(port_, other.port_);
    return *this;
  }
  ~held_port();

  [[nodiscard]] std::uint16_t port() const { return port_; }

private:
  held_port(int socket, std::uint16_t port) : socket_(socket), port_(port) {}
  int socket_ = -1;
  std::uint16_t port_ = 0;
};

} // namespace gantry::sandbox
