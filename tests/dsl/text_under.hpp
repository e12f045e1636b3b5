#pragma once

#include "dsl/compile.hpp"

#include <string>
#include <vector>

namespace gantry::tests {

/// What a span covers: of its first line, with `…` behind it when it has more.
[[nodiscard]] std::string text_under(const dsl::source_span& at,
                                     const std::vector<dsl::source_file>& files);

} // namespace gantry::tests
