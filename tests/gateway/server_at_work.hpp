#pragma once

#include "gateway/http_server.hpp"
#include "tests/support/raw_connection.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <memory>
#include <string>

namespace gantry::gateway::test {

using gantry::test::milliseconds_since;
using gantry::test::raw_answer;
using gantry::test::raw_connection;

/// A server on a free port of this machine, with limits that a test can wait for.
class server_at_work {
public:
  explicit server_at_work(http_limits limits = {}, http_handler handler = {},
                          std::size_t threads = 2) {
    if (!limits.body_bytes_max)
      limits.body_bytes_max = [](std::string_view, std::string_view) { return std::size_t{1'000}; };
    if (!handler)
      handler = echo();
    auto opened = http_server::listen(
        "127.0.0.1:0", limits,
        [this, handler](http_request request, http_answer answer) {
          ++handled_;
          handler(std::move(request), std::move(answer));
        },
        threads);
    if (!opened)
      FAIL(opened.error().message);
    server_ = std::move(*opened);
  }

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] http_server& server() { return *server_; }
  [[nodiscard]] int handled() const { return handled_; }
  [[nodiscard]] raw_connection connect() const { return raw_connection{port()}; }

  /// Answers with method, path and body, so that a test sees what arrived.
  static http_handler echo() {
    return [](const http_request& request, const http_answer& answer) {
      http_response response;
      response.content_type = "text/plain";
      response.body = request.method + " " + request.path + " " + request.body;
      answer(std::move(response));
    };
  }

private:
  std::atomic<int> handled_{0};
  std::unique_ptr<http_server> server_;
};

inline std::string get(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: t\r\n\r\n";
}
inline std::string post(const std::string& target, const std::string& body,
                        const std::string& headers = {}) {
  return "POST " + target + " HTTP/1.1\r\nHost: t\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace gantry::gateway::test
