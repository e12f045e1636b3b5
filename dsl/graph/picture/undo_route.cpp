#include "dsl/graph/picture/undo_route.hpp"

#include <algorithm>
#include <utility>

namespace gantry::dsl::graph {

/// Clips the line at each side of the rectangle (Liang and Barsky); what is left lies inside.
bool is_crossed(const obstacle& it, point from, point to) {
  double begin = 0, end = 1;
  const auto clip = [&](double towards, double room) {
    if (towards == 0)
      return room >= 0;
    const double at = room / towards;
    towards < 0 ? begin = std::max(begin, at) : end = std::min(end, at);
    return begin <= end;
  };
  const double x = to.x - from.x, y = to.y - from.y;
  return clip(-x, from.x - it.low.x) && clip(x, it.high.x - from.x) &&
         clip(-y, from.y - it.low.y) && clip(y, it.high.y - from.y);
}

std::vector<point> undo_route(point from, point to, const std::vector<obstacle>& around) {
  const auto is_free = [&](const std::vector<point>& corners) {
    for (std::size_t i = 0; i + 1 < corners.size(); ++i)
      for (const obstacle& each : around)
        if (is_crossed(each, corners[i], corners[i + 1]))
          return false;
    return true;
  };
  std::vector<point> straight{from, to};
  if (from.x <= to.x || is_free(straight))
    return straight;
  constexpr double step_px = 6, far_px = 240, side_px = 10;
  for (double away = step_px; away <= far_px; away += step_px)
    for (const double y : {from.y + away, from.y - away}) {
      // Down beside the step, along the gap, and to the undo.
      std::vector<point> around_it{
          from, {from.x - side_px, y}, {std::min(to.x + 2 * side_px, from.x - side_px), y}, to};
      if (is_free(around_it))
        return around_it;
    }
  return straight;
}

} // namespace gantry::dsl::graph
