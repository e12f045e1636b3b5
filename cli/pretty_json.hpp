#pragma once

#include "dsl/base/value.hpp"

#include <string>

namespace gantry::cli {

/// JSON for eyes: a member a line, short lists and objects on one line. Ends without a line end.
[[nodiscard]] std::string pretty_json(const value& what);

} // namespace gantry::cli
