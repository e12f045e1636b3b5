#pragma once

#include "cli/signals.hpp"
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

enum class demo_end : std::uint8_t {
  proven,     ///< every `once` effect happened exactly once, and every order came to rest
  not_proven, ///< it said why
  interrupted ///< by a signal: both processes have ended, and a temporary folder is gone
};

/// Runs the whole demo. Whatever comes, both processes end with it, unless they are to be kept.
/// Errors: whatever kept it from running at all.
[[nodiscard]] result<demo_end> run_demo(const demo_options& options, const end_signals& signals);

} // namespace gantry::cli
