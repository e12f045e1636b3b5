#include "actors/worker.hpp"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

namespace gantry::actors {

worker::worker(std::size_t threads) {
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i)
    threads_.emplace_back([this] { run(); });
}

worker::~worker() {
  stop();
}

void worker::post(std::function<void()> task) {
  {
    std::lock_guard guard(lock_);
    if (stopping_)
      return;
    tasks_.push_back(std::move(task));
  }
  changed_.notify_one();
}

std::size_t worker::waiting() const {
  std::lock_guard guard(lock_);
  return tasks_.size();
}

void worker::stop() {
  std::deque<std::function<void()>> dropped;
  {
    std::lock_guard guard(lock_);
    stopping_ = true;
    dropped.swap(tasks_);
  }
  changed_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable())
      thread.join();
}

void worker::run() {
  for (;;) {
    std::function<void()> task;
    {
      std::unique_lock guard(lock_);
      changed_.wait(guard, [this] { return stopping_ || !tasks_.empty(); });
      if (stopping_)
        return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    run_task(task);
  }
}

bool worker::run_one() {
  std::function<void()> task;
  {
    std::lock_guard guard(lock_);
    if (stopping_ || tasks_.empty())
      return false;
    task = std::move(tasks_.front());
    tasks_.pop_front();
  }
  run_task(task);
  return true;
}

void worker::run_task(const std::function<void()>& task) {
  try {
    task();
  } catch (const std::exception& problem) {
    spdlog::error("a background task failed: {}", problem.what());
  }
}

} // namespace gantry::actors
