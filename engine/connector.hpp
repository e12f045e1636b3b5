#pragma once

#include "dsl/program.hpp"
#include "engine/effect.hpp"

#include <functional>
#include <memory>
#include <string>

namespace gantry::engine {

/// One request to a far system, as an adapter hands it to its connector.
struct far_request {
  std::string contract;
  std::string operation;
  dsl::effect_class effect = dsl::effect_class::read;
  const dsl::operation* declaration = nullptr; ///< outlives the request (the program is pinned)
  std::shared_ptr<const void> keep_alive;      ///< of the declaration
  call_key key;
  attempt_number attempt = 1;
  std::string order;     ///< UUID of the order, for logs
  shared_text arguments; ///< JSON object: the body
  std::string traceparent;
  std::string request_id;
  duration timeout;            ///< of the attempt, from `send`
  std::int64_t send_by_ns = 0; ///< CLOCK_BOOTTIME; no first byte after it (E2.5)
};

/// A request under way. Destroying it does not stop it.
class far_call {
public:
  virtual ~far_call() = default;
  /// Gives up: shuts the socket down so that a late write fails, and closes it with a reset. The
  /// completion is still called, once, after that (E2.5, E2.6).
  virtual void abort() = 0;
};

/// A way to a far system: HTTP, in process, later files and queues. Owned by an adapter.
class connector {
public:
  virtual ~connector() = default;
  /// Thread-safe, never blocks. `done` is called exactly once, from any thread, also on time-out
  /// and on abort; `first_byte_written` tells whether anything can have reached the far side.
  virtual std::shared_ptr<far_call>
  send(far_request request, std::function<void(outcome how, bool first_byte_written)> done) = 0;
  /// For readiness and `gantry config`: where it leads.
  [[nodiscard]] virtual std::string describe() const = 0;
};

} // namespace gantry::engine
