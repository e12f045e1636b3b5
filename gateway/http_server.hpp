#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gantry::gateway {

/// One request, read whole within its limits.
struct http_request {
  std::string method;
  std::string path; ///< decoded, without the query
  std::vector<std::pair<std::string, std::string>> query;
  std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
  std::string body;
  std::string remote_address;
  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

struct http_response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  bool close = false; ///< send, then close
  bool drop = false;  ///< close without an answer (the sandbox's faults)
};

/// Answers one request once, from any thread; answering twice or never is an error of the handler:
/// the second answer is discarded, and a handler that lets go of its last copy without having
/// answered makes the server answer 500.
using http_answer = std::function<void(http_response)>;
using http_handler = std::function<void(http_request, http_answer)>;

struct http_limits {
  std::int64_t header_timeout_ms = 10'000;
  std::int64_t body_timeout_ms = 30'000;
  std::int64_t idle_timeout_ms = 60'000;
  std::size_t header_bytes_max = 16 * 1024;
  /// Beyond, a connection is accepted, answered 503 with Retry-After and closed, so that the caller
  /// learns why; far beyond (another tenth) it is reset at once.
  std::size_t connections_max = 1'000;
  /// Of all bodies that are still arriving, together; beyond: 503 with Retry-After.
  std::size_t unfinished_bytes_max = 256u << 20;
  /// Largest body for a path; what is larger gets 413 without being read.
  std::function<std::size_t(std::string_view method, std::string_view path)> body_bytes_max;
};

/// HTTP/1.1 with keep-alive on Boost.Beast, behind plain types. Pipelined requests are answered one
/// after the other, in order. What the server refuses by itself (malformed, too slow, too large) it
/// answers with problem details and then closes the connection.
///
/// Address and port: `127.0.0.1:7400`, `[::1]:7400`, `localhost:0`; port 0 lets the kernel choose.
class http_server {
public:
  /// Errors: address_in_use, bad_argument.
  [[nodiscard]] static result<std::unique_ptr<http_server>>
  listen(std::string_view address_and_port, http_limits limits, http_handler handler,
         std::size_t threads = 1);
  virtual ~http_server() = default;
  [[nodiscard]] virtual std::uint16_t port() const = 0; ///< of port 0: the one that was given
  [[nodiscard]] virtual std::size_t connections() const = 0;
  /// Stops accepting; answers under way are still sent, at most so long.
  virtual void stop(std::int64_t timeout_ms) = 0;
};

} // namespace gantry::gateway
