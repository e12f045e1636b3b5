#include "examples/sandbox/held_port.hpp"

#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gantry::sandbox {
namespace {

std::unique_ptr<addrinfo, void (*)(addrinfo*)> look_up(const std::string& host,
                                                       std::uint16_t port) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0)
    found = nullptr;
  return {found, [](addrinfo* list) {
            if (list != nullptr)
              ::freeaddrinfo(list);
          }};
}

std::uint16_t port_of_socket(int socket) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0)
    return 0;
  return ntohs(address.ss_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                   : reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

} // namespace

result<held_port> held_port::take(const std::string& host, std::uint16_t port) {
  const auto at = look_up(host, port);
  if (!at)
    return fail(errc::bad_argument, "the address " + host + " is not known",
                "give an address of this machine, such as 127.0.0.1");
  const int socket = ::socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  held_port held(socket, 0);
  // The listener, which has the same option, may have the port beside this one.
  const int yes = 1;
  const bool bound = socket >= 0 &&
                     ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
                     ::bind(socket, at->ai_addr, at->ai_addrlen) == 0;
  if (!bound)
    return fail(errno == EADDRINUSE ? errc::address_in_use : errc::bad_argument,
                "cannot listen on " + host + ":" + std::to_string(port) + ": " +
                    std::strerror(errno),
                "give a free port of an address of this machine");
  held.port_ = port_of_socket(socket);
  return held;
}

held_port::~held_port() {
  if (socket_ >= 0)
    ::close(socket_);
}

} // namespace gantry::sandbox
