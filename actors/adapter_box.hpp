#pragma once

#include "actors/call_request.hpp"

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace gantry::actors {

using call_request_ptr = std::shared_ptr<call_request>;

/// What waits for one adapter. It outlives the adapter's actor: what was not yet given to a call
/// actor when the adapter crashed is given to the next one.
class adapter_box {
public:
  /// True: the adapter has to be woken.
  [[nodiscard]] bool put(call_request_ptr what);
  /// The next request; it is in hand until the next `take`. Null: none, and the next `put` wakes.
  [[nodiscard]] call_request_ptr take();
  /// After a crash: what was in hand, and the new adapter is to be woken once.
  [[nodiscard]] call_request_ptr recover();

private:
  std::mutex lock_;
  std::deque<call_request_ptr> waiting_;
  call_request_ptr in_hand_;
  bool woken_ = false;
};

/// Where call actors tell their adapter that they are free again: it looks when it needs one, which
/// saves it a message for every call.
class free_seats {
public:
  void add(std::size_t seat);
  /// All that were added; `into` is emptied first.
  void take(std::vector<std::size_t>& into);

private:
  std::mutex lock_;
  std::vector<std::size_t> free_;
};

} // namespace gantry::actors
