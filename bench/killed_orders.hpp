#pragma once

#include "dsl/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace gantry::bench {

struct killed_options {
  std::uint64_t orders = 5'000;
  double ended_share = 0.4;     ///< of the orders have ended when the engine is killed
  std::filesystem::path folder; ///< of the database; a new one below it, removed afterwards
};

/// All orders are handed in at once, the engine dies (SIGKILL), and another one goes on. Times
/// count from the moment at which the second one opens the database.
struct killed_result {
  std::uint64_t orders = 0;
  std::uint64_t ended_before = 0; ///< when it died
  std::uint64_t taken_before = 0; ///< whose hand-in was answered; the others are handed in again
  double start_s = 0;             ///< until intake is open
  std::uint64_t in_doubt = 0;     ///< whose answer was lost: they wait out their settle time of 2 s
  double others_s = 0;            ///< until the last of the others has ended
  double all_s = 0;               ///< until the last of those in doubt has
};

/// Errors: those of the store, internal when orders are lost or do not end.
[[nodiscard]] result<killed_result> run_killed(const killed_options& options);

[[nodiscard]] std::string to_json(const killed_result& r);

} // namespace gantry::bench
