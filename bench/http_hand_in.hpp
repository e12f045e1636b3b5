#pragma once

#include "actors/runtime.hpp"
#include "gateway/http_server.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace gantry::bench {

/// Hands orders in through the HTTP front over loopback: so many keep-alive connections, one
/// request at a time on each, driven by one thread of this process, so that the load shares the
/// cores.
class http_hand_in {
public:
  /// Called on the load's thread, but for `text`, which is called on the caller's.
  struct wishes {
    std::function<std::string(std::uint64_t n)> text; ///< of order n, JSON
    /// The whole answer, and the id in it when it is 202.
    std::function<void(std::uint64_t n, int status, std::string id, std::string answer)> answered;
    std::function<void(std::string why)> failed; ///< the load itself; it does not go on
  };

  [[nodiscard]] static result<std::unique_ptr<http_hand_in>>
  open(actors::runtime& engine, std::uint64_t connections, wishes what);
  virtual ~http_hand_in() = default;
  virtual void hand_in(std::uint64_t n) = 0;
  /// Handed in, and not sent because no connection was free.
  [[nodiscard]] virtual std::size_t waiting() = 0;
};

} // namespace gantry::bench
