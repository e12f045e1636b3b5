#pragma once

#include "examples/sandbox/held_port.hpp"
#include "gateway/http_server.hpp"

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace gantry::sandbox {

/// Listeners that systems have for themselves, beside the common one. An outage closes the door:
/// connections are cut and new ones refused by the kernel, as they are by a machine that is down.
/// Thread-safe.
class own_doors {
public:
  using clock = std::chrono::steady_clock;

  /// `addresses` by system; `handler` takes requests until `stop`, and may call `shut` from inside.
  own_doors(std::map<std::string, std::string> addresses, gateway::http_limits limits,
            gateway::http_handler handler);
  ~own_doors();

  /// Errors: those of the servers.
  [[nodiscard]] result<void> open();
  /// Closes the door of a system, if it has one, until then; an answer under way still goes out.
  void shut(const std::string& system, clock::time_point until);
  /// Outages are over.
  void open_all();
  /// By system: where it listens, also while it is shut; port 0 until it has once been open.
  [[nodiscard]] std::map<std::string, std::uint16_t> ports() const;
  /// Ends all; answers under way are still sent, at most so long.
  void stop(std::int64_t timeout_ms);

private:
  struct door {
    std::string address;
    std::uint16_t port = 0;
    std::optional<held_port> held; ///< it comes back where it was
    clock::time_point shut_until = clock::time_point::min();
    std::unique_ptr<gateway::http_server> server; ///< none while it is shut
  };
  [[nodiscard]] result<void> open(door& one);
  void wake(); ///< under the lock
  void keep();
  [[nodiscard]] clock::time_point look(std::unique_lock<std::mutex>& lock);
  [[nodiscard]] result<std::unique_ptr<gateway::http_server>>
  listen(const std::string& address) const;

  const gateway::http_limits limits_;
  const gateway::http_handler handler_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, door> doors_;
  bool has_changed_ = false; ///< since the keeper last looked
  bool stopping_ = false;
  std::thread keeper_; ///< opens and shuts: a server cannot be ended by one of its own threads
};

} // namespace gantry::sandbox
