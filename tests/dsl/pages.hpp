#pragma once

#include <string>
#include <vector>

namespace gantry::tests {

/// A page of docs/errors.md about a mistake in a flow.
struct error_page {
  std::string code;
  std::string example; ///< shows the mistake
  std::string mended;  ///< its nearest correct neighbour
};

[[nodiscard]] std::vector<error_page> pages();
/// The declarations beside which the examples stand, as the catalogue prints them.
[[nodiscard]] std::string declarations_of_pages();

} // namespace gantry::tests
