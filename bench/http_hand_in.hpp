#pragma once

#include "actors/runtime.hpp"
#include "bench/closed_loop.hpp"
#include "gateway/http_server.hpp"

#include <cstdint>
#include <memory>

namespace gantry::bench {

/// Hands orders in through the HTTP front over loopback: so many keep-alive connections, one
/// request at a time on each, driven by one thread of this process, so that the load shares the
/// cores.
class http_hand_in {
public:
  [[nodiscard]] static result<std::unique_ptr<http_hand_in>>
  open(actors::runtime& engine, closed_loop& loop, std::uint64_t connections);
  virtual ~http_hand_in() = default;
  virtual void hand_in(std::uint64_t n) = 0;
};

} // namespace gantry::bench
