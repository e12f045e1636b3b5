#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace gantry::gateway {

/// Threads for reads that block on the database, so that a long list never holds up intake on the
/// I/O threads. The queue is bounded: beyond it the caller is told to come back.
class read_pool {
public:
  explicit read_pool(std::size_t threads = 2, std::size_t queue_max = 1'000);
  ~read_pool();
  read_pool(const read_pool&) = delete;
  read_pool& operator=(const read_pool&) = delete;

  /// False when too much waits already; the work is not taken then.
  [[nodiscard]] bool post(std::function<void()> work);

private:
  struct shared_state {
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<std::function<void()>> queue;
    bool ending = false;
  };
  static void run(const std::shared_ptr<shared_state>& state);

  std::size_t queue_max_;
  std::shared_ptr<shared_state> state_;
  std::vector<std::thread> threads_;
};

} // namespace gantry::gateway
