#pragma once

#include "dsl/base/error.hpp"

namespace gantry::cli {

/// What the process answers its caller with (docs/interfaces.md, "Command line").
enum exit_code : int {
  exit_done = 0,
  exit_failed = 1,
  exit_usage = 2,
  exit_not_found = 3,
  exit_conflict = 4,
  exit_unavailable = 5,
};

[[nodiscard]] inline exit_code exit_code_of(const error& e) {
  // What is wrong with flows and settings is no conflict of two orders.
  if (e.code == errc::flow_invalid || e.code == errc::config_invalid ||
      e.code == errc::contract_unserved)
    return exit_failed;
  switch (describe(e.code).http_status) {
  case 404: return exit_not_found;
  case 409:
  case 422: return exit_conflict;
  case 429:
  case 503: return exit_unavailable;
  default: return exit_failed;
  }
}

/// By the status of an HTTP answer of the engine.
[[nodiscard]] inline exit_code exit_code_of_status(int http_status) {
  if (http_status < 400)
    return exit_done;
  switch (http_status) {
  case 404: return exit_not_found;
  case 409:
  case 422: return exit_conflict;
  case 429:
  case 503: return exit_unavailable;
  default: return exit_failed;
  }
}

} // namespace gantry::cli
