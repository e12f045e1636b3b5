#pragma once

#include "engine/connector.hpp"

#include <memory>
#include <string>

namespace gantry::gateway {

struct http_connector_options {
  std::string url;                  ///< `http://127.0.0.1:7500/erp`
  std::size_t connections_max = 64; ///< of the keep-alive pool
  std::int64_t connect_timeout_ms = 3'000;
  std::int64_t idle_close_ms = 30'000;
  std::size_t answer_bytes_max = 4u << 20;
};

/// `POST URL/OPERATION`, body = arguments by name, `Idempotency-Key` = the call's key; which answer
/// is which outcome stands in docs/interfaces.md. All connectors share the threads of one I/O pool.
/// Errors: config_invalid when the URL is not understood.
[[nodiscard]] result<std::shared_ptr<engine::connector>>
make_http_connector(const http_connector_options& options);

/// A small client for the command line, the demo and the sandbox's events: blocking, keep-alive.
class http_client {
public:
  struct answer {
    int status = 0;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
  };
  explicit http_client(std::string base_url, std::int64_t timeout_ms = 30'000);
  ~http_client();
  http_client(http_client&&) noexcept;
  /// Errors: connection_failed (also for a base URL that is not understood), timed_out.
  /// Header names and values are sent as they are; threads may share a client.
  [[nodiscard]] result<answer>
  request(std::string_view method, std::string_view target, std::string_view body = {},
          const std::vector<std::pair<std::string, std::string>>& headers = {});

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace gantry::gateway
