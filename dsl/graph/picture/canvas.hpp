#pragma once

#include "dsl/graph/picture/picture.hpp"

#include <string>
#include <string_view>

namespace gantry::dsl::graph {

/// SVG text that grows. Looks are classes of one style sheet, `style_sheet()`.
class canvas {
public:
  void put(std::string_view markup) { out_ += markup; }
  void text(point at, std::string_view line, std::string_view classes);
  /// Lines below each other, the first one with its base at `at`.
  void lines(point at, const std::vector<std::string>& all, double step_px,
             std::string_view classes);
  void box(point low, double width, double height, double corner, std::string_view classes);
  void line(point from, point to, std::string_view classes);
  void polygon(const std::vector<point>& corners, std::string_view classes);
  void path(std::string_view steps, std::string_view classes, std::string_view marker = {},
            std::string_view start_marker = {});
  void open(std::string_view classes, std::string_view title);
  void close() { out_ += "</g>\n"; }
  [[nodiscard]] const std::string& str() const { return out_; }

private:
  std::string out_;
};

/// Text between tags and in attributes.
[[nodiscard]] std::string escaped(std::string_view text);
[[nodiscard]] std::string_view style_sheet();
/// Arrow heads, one for each colour: `arrow-path`, `arrow-error`, …
[[nodiscard]] std::string arrow_heads();

/// The shape of a node, its sign and its text, at its centre.
void draw_node(canvas& on, const node& n, const fitted_node& fitted, point centre);
/// How far the corners of a shape are cut off or rounded.
[[nodiscard]] double shape_cut_px(node_kind kind, double height_px);
/// Where a line from a place at the box around a shape meets the shape itself: Graphviz knows
/// boxes.
[[nodiscard]] point on_border(node_kind kind, const fitted_node& fitted, point centre, point from);
/// The shape of a kind and its sign, without a text.
void draw_sample(canvas& on, node_kind kind, point centre, point size);
/// The sign that tells a kind at a glance; 14 pixels wide, `at` is its middle.
void draw_sign(canvas& on, node_kind kind, point at, double scale = 1);
/// What the shapes and lines of a graph mean, no more than it has. Returns its height.
double draw_legend(canvas& on, const flow_graph& g, point low, double width_px);

} // namespace gantry::dsl::graph
