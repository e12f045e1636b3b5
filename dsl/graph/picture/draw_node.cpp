#include "dsl/graph/picture/canvas.hpp"

#include <algorithm>

namespace gantry::dsl::graph {
namespace {

using corners = std::vector<point>;

corners hexagon(point low, point high, double cut) {
  const double middle = (low.y + high.y) / 2;
  return {{low.x + cut, low.y},   {high.x - cut, low.y}, {high.x, middle},
          {high.x - cut, high.y}, {low.x + cut, high.y}, {low.x, middle}};
}

corners octagon(point low, point high, double cut) {
  return {{low.x + cut, low.y},   {high.x - cut, low.y},  {high.x, low.y + cut},
          {high.x, high.y - cut}, {high.x - cut, high.y}, {low.x + cut, high.y},
          {low.x, high.y - cut},  {low.x, low.y + cut}};
}

/// A flag that points to the reader of what is told.
corners pennant(point low, point high, double cut) {
  const double middle = (low.y + high.y) / 2;
  return {{low.x, low.y},
          {high.x - cut, low.y},
          {high.x, middle},
          {high.x - cut, high.y},
          {low.x, high.y}};
}

/// The upper part of a loop: what follows comes for each of several.
corners loop_head(point low, point high, double cut) {
  return {{low.x + cut, low.y}, {high.x - cut, low.y}, {high.x, low.y + cut},
          {high.x, high.y},     {low.x, high.y},       {low.x, low.y + cut}};
}

void draw_shape(canvas& on, node_kind kind, point low, point high) {
  const double width = high.x - low.x, height = high.y - low.y;
  const double cut = shape_cut_px(kind, height);
  switch (kind) {
  case node_kind::decision:
  case node_kind::loop:
  case node_kind::first: return on.polygon(hexagon(low, high, cut), "shape");
  case node_kind::held: return on.polygon(octagon(low, high, cut), "shape");
  case node_kind::tell: return on.polygon(pennant(low, high, cut), "shape");
  case node_kind::every: return on.polygon(loop_head(low, high, cut), "shape");
  case node_kind::flow:
    on.box(low, width, height, 3, "shape");
    return on.box({low.x + 5, low.y}, width - 10, height, 0, "shape");
  case node_kind::begin:
  case node_kind::event:
  case node_kind::completed:
  case node_kind::rejected:
  case node_kind::cancelled: return on.box(low, width, height, cut, "shape");
  case node_kind::wait:
  case node_kind::timer:
    on.box(low, width, height, std::min(14.0, height / 2), "shape");
    return on.box({low.x + 3, low.y + 3}, width - 6, height - 6, std::min(11.0, height / 2 - 3),
                  "shape");
  case node_kind::undo:
  case node_kind::again:
  case node_kind::back:
  case node_kind::change: return on.box(low, width, height, 10, "shape");
  default: return on.box(low, width, height, 3, "shape");
  }
}

/// What a screen reader says, and a pointer shows.
std::string spoken(const node& n) {
  std::string all = n.title;
  for (const auto& detail : n.details)
    all += ", " + detail;
  if (!n.about.empty())
    all += ". " + n.about;
  return all + " (" + n.at.file + ":" + std::to_string(n.at.line) + ")";
}

} // namespace

void draw_node(canvas& on, const node& n, const fitted_node& fitted, point centre) {
  if (n.is == node_kind::stage)
    return;
  const point low{centre.x - fitted.width_px / 2, centre.y - fitted.height_px / 2};
  const point high{centre.x + fitted.width_px / 2, centre.y + fitted.height_px / 2};
  on.open("node " + std::string(to_string(n.is)), spoken(n));
  draw_shape(on, n.is, low, high);
  const double text_px = static_cast<double>(fitted.title.size()) * title_line_px +
                         static_cast<double>(fitted.details.size()) * detail_line_px;
  const double sign = sign_width_px(n.is);
  double middle = centre.x + sign / 2 - (n.is == node_kind::tell ? 5 : 0);
  double base = centre.y - text_px / 2 + title_line_px - 4;
  on.lines({middle, base}, fitted.title, title_line_px, "title");
  base += static_cast<double>(fitted.title.size()) * title_line_px - 1;
  on.lines({middle, base}, fitted.details, detail_line_px, "detail");
  if (sign > 0) {
    const bool is_pointed = n.is == node_kind::loop || n.is == node_kind::first;
    draw_sign(on, n.is, {low.x + (is_pointed ? 26 : 18), centre.y});
  }
  on.close();
}

void draw_sample(canvas& on, node_kind kind, point centre, point size) {
  on.put("<g class=\"node " + std::string(to_string(kind)) + "\">\n");
  draw_shape(on, kind, {centre.x - size.x / 2, centre.y - size.y / 2},
             {centre.x + size.x / 2, centre.y + size.y / 2});
  draw_sign(on, kind, {centre.x - (kind == node_kind::tell ? 5 : 0), centre.y}, 0.7);
  on.close();
}

} // namespace gantry::dsl::graph
