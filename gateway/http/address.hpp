#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace gantry::gateway {

struct host_and_port {
  std::string host;
  std::uint16_t port = 0;
};

/// `127.0.0.1:7400`, `[::1]:7400`, `localhost:0`. Errors: bad_argument.
[[nodiscard]] result<host_and_port> parse_address(std::string_view text);

/// `http://HOST[:PORT][/PATH]`, without query and user part.
struct http_url {
  std::string host;
  std::uint16_t port = 80;
  std::string path; ///< without a slash at its end; empty for the root
  /// As it stands in a Host header: with the port where it is not 80.
  [[nodiscard]] std::string authority() const;
};
/// Errors: config_invalid, naming what is not understood; `https` is told apart.
[[nodiscard]] result<http_url> parse_http_url(std::string_view text);

} // namespace gantry::gateway
