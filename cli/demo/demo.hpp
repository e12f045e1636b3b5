#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <filesystem>

namespace gantry::cli {

struct demo_options {
  std::size_t orders_count = 240;
  std::uint64_t seed = 7;
  std::filesystem::path flows;
  std::filesystem::path folder; ///< empty: a folder of its own below the temporary one
  bool keep = false;            ///< both processes go on afterwards
  std::int64_t timeout_ms = 55'000;
};

/// Runs the whole demo; true when every `once` effect happened exactly once and every order came
/// to rest. Errors: whatever kept it from running at all.
[[nodiscard]] result<bool> run_demo(const demo_options& options);

} // namespace gantry::cli
