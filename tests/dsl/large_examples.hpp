#pragma once

#include "dsl/compile.hpp"

#include <optional>
#include <string>
#include <vector>

/// Examples of pages about limits, which the catalogue prints shortened, at their full size.
namespace gantry::tests {

struct large_example {
  std::string whole;                   ///< what the page shows without its `…`
  std::vector<dsl::source_file> files; ///< what is checked instead of `whole`, where it is no flow
};

/// Nothing when the page prints the example as it is.
[[nodiscard]] std::optional<large_example> large_example_of(const std::string& code,
                                                            bool is_mended);
/// Whether the text with `…` in it is what is left of the whole one.
[[nodiscard]] bool is_shortened(const std::string& printed, const std::string& whole);

} // namespace gantry::tests
