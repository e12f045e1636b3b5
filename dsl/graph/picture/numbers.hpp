#pragma once

#include <string>

namespace gantry::dsl::graph {

/// A size or place with one decimal, and with a point whatever the machine's language is.
[[nodiscard]] std::string figure(double px);

/// Inches of so many pixels, as Graphviz wants sizes: it counts 72 points to the inch, and a pixel
/// of the picture is a point.
[[nodiscard]] std::string inches(double px);

} // namespace gantry::dsl::graph
