#include "gateway/http/io_pool.hpp"

#include <mutex>

namespace gantry::gateway {
namespace {
constexpr std::size_t thread_count = 2;
} // namespace

std::shared_ptr<io_pool> io_pool::shared() {
  static std::mutex mutex;
  static std::weak_ptr<io_pool> current;
  const std::lock_guard lock{mutex};
  auto pool = current.lock();
  if (!pool) {
    pool = std::make_shared<io_pool>();
    current = pool;
  }
  return pool;
}

io_pool::io_pool()
    : context_(std::make_shared<boost::asio::io_context>()), work_(context_->get_executor()) {
  for (std::size_t i = 0; i < thread_count; ++i)
    threads_.emplace_back([context = context_] { context->run(); });
}

io_pool::~io_pool() {
  work_.reset();
  for (auto& thread : threads_) {
    // The last completion may hold the last reference: a thread cannot wait for itself.
    if (thread.get_id() == std::this_thread::get_id())
      thread.detach();
    else
      thread.join();
  }
}

} // namespace gantry::gateway
