#pragma once

#include "dsl/program.hpp"
#include "engine/connector.hpp"
#include "gateway/http_connector.hpp"

#include <cstdint>
#include <future>
#include <memory>
#include <string>

namespace gantry::gateway::test {

/// How an attempt ended, as its adapter is told.
struct attempt_end {
  engine::outcome how;
  bool first_byte_written = false;
  [[nodiscard]] engine::outcome::kind is() const { return how.is; }
};

struct attempt_wish {
  std::string operation = "make"; ///< of the contract in far_system.cpp
  std::string arguments = R"({"text":"spade"})";
  std::int64_t timeout_ms = 5'000;
  std::int64_t send_by_ns = 0;
  std::string traceparent = {};
  std::string request_id = {};
};

/// The HTTP connector, asked as an adapter asks it, with operations of every effect class:
///   read look(text) -> Found errors missing, closed(reason)    once make(text) -> Made
///   idempotent keep(text) -> Found?                             idempotent drop(text)
class far_system {
public:
  explicit far_system(const std::string& url, std::size_t connections_max = 4);

  [[nodiscard]] attempt_end attempt(const attempt_wish& wish = {});
  struct under_way {
    std::shared_ptr<engine::far_call> call;
    std::future<attempt_end> end;
  };
  [[nodiscard]] under_way begin(const attempt_wish& wish = {});

private:
  dsl::program_ptr program_;
  std::shared_ptr<engine::connector> connector_;
};

/// The clock of `send_by`.
[[nodiscard]] std::int64_t boot_clock_ns();

} // namespace gantry::gateway::test
