#pragma once

#include "dsl/compile.hpp"

#include <string>
#include <vector>

namespace gantry::fuzz {

/// What does not hold of what the front of the language said about some files: each mistake has a
/// code, a sentence and a place inside of its file, and can be rendered for people and for tools.
/// Empty when all of it holds.
[[nodiscard]] std::string wrong_with(const std::vector<dsl::diagnostic>& told,
                                     const std::vector<dsl::source_file>& files);

} // namespace gantry::fuzz
