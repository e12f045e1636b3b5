#include "dsl/graph/picture/canvas.hpp"

#include <algorithm>
#include <cmath>

namespace gantry::dsl::graph {
namespace {

constexpr double step_px = 0.5;

/// Whether a place, seen from the middle, lies in the shape that `draw_node` draws.
bool is_in_shape(node_kind kind, double half_width, double half_height, point at) {
  const double x = std::abs(at.x), y = std::abs(at.y);
  if (x > half_width || y > half_height)
    return false;
  switch (kind) {
  case node_kind::decision:
  case node_kind::loop:
  case node_kind::first:
    return x <= half_width - shape_cut_px(kind, 2 * half_height) * y / half_height;
  case node_kind::tell:
    return at.x <= half_width - shape_cut_px(kind, 2 * half_height) * y / half_height;
  case node_kind::every:
    return at.y > 0 || x + y <= half_width + half_height - shape_cut_px(kind, 2 * half_height);
  case node_kind::held:
    return x + y <= half_width + half_height - shape_cut_px(kind, 2 * half_height);
  case node_kind::begin:
  case node_kind::event:
  case node_kind::completed:
  case node_kind::rejected:
  case node_kind::cancelled: {
    const double round = shape_cut_px(kind, 2 * half_height);
    const double beyond_x = std::max(0.0, x - (half_width - round));
    const double beyond_y = std::max(0.0, y - (half_height - round));
    return std::hypot(beyond_x, beyond_y) <= round;
  }
  default: return true;
  }
}

} // namespace

double shape_cut_px(node_kind kind, double height_px) {
  switch (kind) {
  case node_kind::decision:
  case node_kind::loop:
  case node_kind::first: return std::min(20.0, height_px / 2);
  case node_kind::tell: return std::min(14.0, height_px / 2);
  case node_kind::every: return std::min(12.0, height_px / 2);
  case node_kind::held: return std::min(10.0, height_px / 3);
  case node_kind::begin:
  case node_kind::event:
  case node_kind::completed:
  case node_kind::rejected:
  case node_kind::cancelled: return std::min(22.0, height_px / 2);
  default: return 0;
  }
}

point on_border(node_kind kind, const fitted_node& fitted, point centre, point from) {
  const double way = std::hypot(from.x - centre.x, from.y - centre.y);
  for (double gone = 0; gone < way; gone += step_px) {
    const double left = 1 - gone / way;
    const point seen{(from.x - centre.x) * left, (from.y - centre.y) * left};
    if (is_in_shape(kind, fitted.width_px / 2, fitted.height_px / 2, seen))
      return {centre.x + seen.x, centre.y + seen.y};
  }
  return centre;
}

} // namespace gantry::dsl::graph
