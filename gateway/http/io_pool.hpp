#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <memory>
#include <thread>
#include <vector>

namespace gantry::gateway {

/// The I/O threads that all outgoing connections of this process share. They start with the first
/// user and end with the last one, on whichever thread lets go of it.
class io_pool {
public:
  [[nodiscard]] static std::shared_ptr<io_pool> shared();

  io_pool();
  ~io_pool();
  io_pool(const io_pool&) = delete;
  io_pool& operator=(const io_pool&) = delete;

  [[nodiscard]] boost::asio::io_context& context() { return *context_; }

private:
  using work_guard = boost::asio::executor_work_guard<boost::asio::io_context::executor_type>;

  std::shared_ptr<boost::asio::io_context> context_;
  work_guard work_;
  std::vector<std::thread> threads_;
};

} // namespace gantry::gateway
