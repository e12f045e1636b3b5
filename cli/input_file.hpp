#pragma once

#include "dsl/base/error.hpp"

#include <cstddef>
#include <string>

namespace gantry::cli {

/// What a person hands in: the bytes of a file, or of standard input for `-`.
/// Errors, each with the place and what to do: not_found (there is no such file, or it cannot be
/// read), bad_argument (a folder, a device, or nothing in it), too_large (more than `bytes_max`).
[[nodiscard]] result<std::string> read_input_file(const std::string& place, std::size_t bytes_max);

} // namespace gantry::cli
