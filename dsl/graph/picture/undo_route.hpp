#pragma once

#include "dsl/graph/picture/picture.hpp"

#include <vector>

namespace gantry::dsl::graph {

/// A rectangle that lines stay out of.
struct obstacle {
  point low, high;
};

/// The corners of a line from the left side of a step to the right side of its undo, around the
/// shapes between them: straight where it can be, else through the nearest gap above or below.
[[nodiscard]] std::vector<point> undo_route(point from, point to,
                                            const std::vector<obstacle>& around);

/// Whether a straight line goes through a rectangle.
[[nodiscard]] bool is_crossed(const obstacle& it, point from, point to);

} // namespace gantry::dsl::graph
