#pragma once

#include "dsl/base/error.hpp"
#include "dsl/graph/flow_graph.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The drawn picture of a flow. Graphviz says where things stand (a layout is asked for as DOT text
/// and read back as JSON); how they look is said here, so that a picture is the same everywhere and
/// needs no font of the machine that made it. All sizes are pixels, y grows downwards.
namespace gantry::dsl::graph {

/// A node as it will be drawn: its text in lines, and its size.
struct fitted_node {
  std::vector<std::string> title, details;
  double width_px = 0, height_px = 0;
};
[[nodiscard]] fitted_node fit(const node& n);

inline constexpr double title_size_px = 13, detail_size_px = 11;
inline constexpr double title_line_px = 16, detail_line_px = 14;
/// Left of the text, for what tells the kind at a glance; 0 for kinds without a sign.
[[nodiscard]] double sign_width_px(node_kind kind);

struct point {
  double x = 0, y = 0;
};

struct placed_node {
  std::uint32_t node = 0;
  point centre;
};

struct placed_edge {
  std::uint32_t edge = 0;
  std::vector<point> curve; ///< a start, then Bézier points in threes
  std::optional<point> tip; ///< where the arrow ends, behind the curve
  std::optional<point> label;
};

struct placed_frame {
  point low, high; ///< upper left and lower right corner
};

/// One part of a graph (the way of the order, or a handler) with the places of all that is in it.
struct placed_part {
  double width_px = 0, height_px = 0;
  std::vector<placed_node> nodes;
  std::vector<placed_edge> edges;
  std::vector<placed_frame> frames;
};

/// How much Graphviz is asked for: some graphs make it end with a crash when lines are told where
/// to begin and which of them are to be straight.
enum class layout_care : std::uint8_t { full, plain };

/// What `dot -Tjson0` is asked for a part: 0 is the way of the order, n is handler n.
[[nodiscard]] std::string layout_request(const flow_graph& g, std::uint32_t part,
                                         layout_care care = layout_care::full);
/// Its answer. Errors: internal, when it is not what Graphviz answers.
[[nodiscard]] result<placed_part> read_layout(std::string_view answer);

/// Labels of edges in lines, and their places: near the beginning of the edge, where they hide
/// least. Graphviz would make room for them and bend the ways around it.
[[nodiscard]] std::vector<std::string> label_lines(const std::string& label);
void place_labels(const flow_graph& g, placed_part& part);

/// The whole picture; `parts` in their order, the way of the order first.
[[nodiscard]] std::string to_svg(const flow_graph& g, std::vector<placed_part> parts);

} // namespace gantry::dsl::graph
