#pragma once

#include "dsl/base/json.hpp"
#include "gateway/http_server.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace gantry::sandbox::test {

/// Listens where the engine would, and remembers the events that it was sent.
class engine_double {
public:
  struct received {
    std::string id;
    std::string type;
    value data;
  };

  /// `status_of` says what the n-th request (from 1) is answered with.
  explicit engine_double(
      std::function<int(int)> status_of = [](int) { return 202; }, std::uint16_t port = 0);
  ~engine_double();
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  /// What has come, once it is at least so much or 5 s have passed.
  std::vector<received> wait_for(std::size_t count);
  [[nodiscard]] std::vector<received> events();

private:
  void take(const gateway::http_request& request, const gateway::http_answer& reply);
  std::function<int(int)> status_of_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<received> events_;
  int requests_ = 0;
  std::unique_ptr<gateway::http_server> server_;
};

} // namespace gantry::sandbox::test
