#include "gateway/api/read_pool.hpp"

namespace gantry::gateway {

read_pool::read_pool(std::size_t threads, std::size_t queue_max)
    : queue_max_(queue_max), state_(std::make_shared<shared_state>()) {
  for (std::size_t i = 0; i < threads; ++i)
    threads_.emplace_back([state = state_] { run(state); });
}

read_pool::~read_pool() {
  {
    const std::lock_guard lock{state_->mutex};
    state_->ending = true;
    state_->queue.clear();
  }
  state_->wake.notify_all();
  for (auto& thread : threads_) {
    // A read may hold the last reference to the pool: a thread cannot wait for itself.
    if (thread.get_id() == std::this_thread::get_id())
      thread.detach();
    else
      thread.join();
  }
}

bool read_pool::post(std::function<void()> work) {
  {
    const std::lock_guard lock{state_->mutex};
    if (state_->ending || state_->queue.size() >= queue_max_)
      return false;
    state_->queue.push_back(std::move(work));
  }
  state_->wake.notify_one();
  return true;
}

void read_pool::run(const std::shared_ptr<shared_state>& state) {
  std::unique_lock lock{state->mutex};
  for (;;) {
    state->wake.wait(lock, [&] { return state->ending || !state->queue.empty(); });
    if (state->queue.empty())
      return;
    auto work = std::move(state->queue.front());
    state->queue.pop_front();
    lock.unlock();
    work();
    work = nullptr;
    lock.lock();
  }
}

} // namespace gantry::gateway
