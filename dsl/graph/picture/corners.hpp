#pragma once

#include "dsl/graph/picture/picture.hpp"

namespace gantry::dsl::graph {

/// Leads what goes aside around one corner: level from the side of a shape, then down to what
/// stands beside and below it, or down and then level into the side of what the ways meet in. A
/// line keeps the curve of Graphviz where a shape is in the way, or where it would cross more lines
/// than before.
void lead_around_corners(const flow_graph& g, placed_part& part);

/// Whether a line leads from the left side of a step to how it is taken back.
[[nodiscard]] bool has_undo(const flow_graph& g, std::uint32_t node);

/// Points along an edge, at most 5 pixels apart.
[[nodiscard]] std::vector<point> points_of(const placed_edge& e);

} // namespace gantry::dsl::graph
