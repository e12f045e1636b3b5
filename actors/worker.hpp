#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gantry::actors {

/// A few threads for what may take a while and belongs to no order: mapping of documents, pages of
/// recovery, answers to callers.
class worker {
public:
  /// 0: tasks run when `run_one` is called.
  explicit worker(std::size_t threads);
  ~worker();
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;

  /// Tasks that come after `stop` are dropped.
  void post(std::function<void()> task);
  [[nodiscard]] std::size_t waiting() const;
  /// Of a worker without threads: false when no task waits.
  bool run_one();
  /// Ends after the tasks that run now; what waits is dropped.
  void stop();

private:
  void run();
  static void run_task(const std::function<void()>& task);

  mutable std::mutex lock_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

} // namespace gantry::actors
