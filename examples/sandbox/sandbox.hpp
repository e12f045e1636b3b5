#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace gantry::sandbox {

struct sandbox_options {
  std::filesystem::path data;
  std::string listen = "127.0.0.1:7500";
  /// By system: an address of its own beside `listen`, which is closed during its outages.
  std::map<std::string, std::string> own_listeners;
  std::string engine;               ///< URL that events go to; empty: they are kept
  std::int64_t ships_after_ms = -1; ///< the warehouse confirms by itself; -1: only when told
  std::uint64_t seed = 1;
};

/// A company with ERP, WMS, TMS and CRM behind plain HTTP/JSON; see README.md.
class company {
public:
  [[nodiscard]] static result<std::unique_ptr<company>> open(const sandbox_options& options);
  virtual ~company() = default;
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// Of the listeners of its own that a system was given; 0: it has none.
  [[nodiscard]] virtual std::uint16_t port_of(const std::string& system) const = 0;
  virtual void stop() = 0;
};

} // namespace gantry::sandbox
