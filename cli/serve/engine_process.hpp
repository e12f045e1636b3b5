#pragma once

#include "actors/runtime.hpp"
#include "cli/serve/reply_files.hpp"
#include "cli/settings/settings.hpp"
#include "gateway/http_server.hpp"

#include <memory>

namespace gantry::cli {

struct engine_flags {
  bool adopt = false; ///< take over a copied or restored data folder
};

/// The engine as one process: store, runtime and HTTP front, put together from settings.
class engine_process {
public:
  /// Errors: everything that can be wrong at start, each with what to do; nothing is half started.
  [[nodiscard]] static result<std::unique_ptr<engine_process>> start(const settings& in_force,
                                                                     const engine_flags& flags);
  ~engine_process();
  [[nodiscard]] std::uint16_t port() const { return front_->port(); }
  [[nodiscard]] std::size_t workflow_count() const { return workflow_count_; }
  /// Stops intake, lets what is sent be recorded, and closes.
  void stop(std::int64_t timeout_ms);

private:
  engine_process() = default;
  std::unique_ptr<reply_files> replies_;
  std::unique_ptr<actors::runtime> runtime_;
  std::unique_ptr<gateway::http_server> front_;
  std::size_t workflow_count_ = 0;
};

} // namespace gantry::cli
