#pragma once

#include "actors/runtime.hpp"
#include "gateway/http_server.hpp"

#include <filesystem>
#include <string>

namespace gantry::gateway {

struct api_options {
  std::size_t order_bytes_max = 1u << 20;
  std::size_t document_bytes_max = 16u << 20;
  std::string version;
  std::filesystem::path backups = "var/backups"; ///< folder that `POST /v1/backups` writes to
};

/// `/v1` and its neighbours (`/healthz`, `/readyz`, `/metrics`, `/problems/NAME`) over a runtime.
/// The runtime outlives the server that uses the handler.
[[nodiscard]] http_handler make_api(actors::runtime& engine, api_options options);
[[nodiscard]] http_limits api_limits(const api_options& options);

} // namespace gantry::gateway
