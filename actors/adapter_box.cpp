#include "actors/adapter_box.hpp"

#include <utility>

namespace gantry::actors {

bool adapter_box::put(call_request_ptr what) {
  std::lock_guard guard(lock_);
  waiting_.push_back(std::move(what));
  return !std::exchange(woken_, true);
}

call_request_ptr adapter_box::take() {
  std::lock_guard guard(lock_);
  if (waiting_.empty()) {
    woken_ = false;
    in_hand_ = nullptr;
    return nullptr;
  }
  in_hand_ = std::move(waiting_.front());
  waiting_.pop_front();
  return in_hand_;
}

call_request_ptr adapter_box::recover() {
  std::lock_guard guard(lock_);
  woken_ = true;
  return std::exchange(in_hand_, nullptr);
}

void free_seats::add(std::size_t seat) {
  std::lock_guard guard(lock_);
  free_.push_back(seat);
}

void free_seats::take(std::vector<std::size_t>& into) {
  into.clear();
  std::lock_guard guard(lock_);
  into.swap(free_);
}

} // namespace gantry::actors
