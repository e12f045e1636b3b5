#pragma once

#include "dsl/base/error.hpp"

#include <optional>
#include <system_error>

namespace gantry::cli {

/// Hands on to standard output what is still held back. The error of the place that it goes to: a
/// full disk or device, or nobody who reads any more (EPIPE).
[[nodiscard]] std::error_code finish_output();

/// What to tell about an output that could not be written; nothing when nobody reads any more.
[[nodiscard]] std::optional<error> output_failure(const std::error_code& why);

} // namespace gantry::cli
