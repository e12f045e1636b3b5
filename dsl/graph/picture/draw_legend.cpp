#include "dsl/graph/picture/canvas.hpp"
#include "dsl/graph/picture/spine.hpp"
#include "dsl/graph/text_lines.hpp"

#include <algorithm>
#include <utility>

namespace gantry::dsl::graph {
namespace {

constexpr double sample_width_px = 34, sample_height_px = 18, row_px = 26, gap_px = 26;

constexpr std::pair<node_kind, std::string_view> legend_nodes[] = {
    {node_kind::call, "a step that changes something"},
    {node_kind::look, "a step that only reads"},
    {node_kind::flow, "another flow"},
    {node_kind::task, "a person decides"},
    {node_kind::wait, "waits"},
    {node_kind::decision, "a question"},
    {node_kind::loop, "once more until yes"},
    {node_kind::every, "for each of several"},
    {node_kind::fork, "at the same time"},
    {node_kind::tell, "tells others"},
    {node_kind::held, "stops for a person"},
    {node_kind::undo, "how a step is taken back, the latest first"}};

constexpr std::pair<edge_kind, std::string_view> legend_edges[] = {
    {edge_kind::again, "once more"},
    {edge_kind::error, "something failed"},
    {edge_kind::late, "too late"}};

bool has(const flow_graph& g, node_kind kind) {
  return std::any_of(g.nodes.begin(), g.nodes.end(), [&](const node& n) {
    return n.is == kind || (kind == node_kind::wait && n.is == node_kind::timer);
  });
}

bool has(const flow_graph& g, edge_kind kind) {
  return std::any_of(g.edges.begin(), g.edges.end(),
                     [&](const edge& e) { return e.is == kind && !is_way_back(g, e); });
}

/// Entries beside each other, in as many rows as they need.
class legend_rows {
public:
  legend_rows(canvas& on, point low, double width_px)
      : on_(on), low_(low), at_(low), width_px_(width_px) {}

  /// The middle of the sample that stands before the text.
  point entry(std::string_view text) {
    const double text_px = text_width_px(text, detail_size_px);
    if (at_.x > low_.x && at_.x + sample_width_px + 8 + text_px > low_.x + width_px_)
      at_ = {low_.x, at_.y + row_px};
    const point middle{at_.x + sample_width_px / 2, at_.y + row_px / 2};
    on_.text({at_.x + sample_width_px + 8, middle.y + 4}, text, "small");
    at_.x += sample_width_px + 8 + text_px + gap_px;
    return middle;
  }
  [[nodiscard]] double height_px() const { return at_.y + row_px - low_.y; }

private:
  canvas& on_;
  point low_, at_;
  double width_px_;
};

} // namespace

double draw_legend(canvas& on, const flow_graph& g, point low, double width_px) {
  legend_rows rows(on, low, width_px);
  for (const auto& [kind, text] : legend_nodes) {
    if (!has(g, kind))
      continue;
    draw_sample(on, kind, rows.entry(text),
                {sample_width_px, kind == node_kind::fork ? 6 : sample_height_px});
  }
  for (const auto& [kind, text] : legend_edges) {
    if (!has(g, kind))
      continue;
    const auto middle = rows.entry(text);
    const auto name = std::string(to_string(kind));
    on.line({middle.x - sample_width_px / 2, middle.y}, {middle.x + sample_width_px / 2, middle.y},
            "edge " + name);
  }
  if (std::any_of(g.bands.begin(), g.bands.end(), [](const band& b) { return b.is_final; })) {
    const auto middle = rows.entry("point of no return: behind it nothing is taken back");
    on.line({middle.x - sample_width_px / 2, middle.y}, {middle.x + sample_width_px / 2, middle.y},
            "no-return-bar");
  }
  return rows.height_px();
}

} // namespace gantry::dsl::graph
