#include "dsl/graph/picture/numbers.hpp"
#include "dsl/graph/picture/picture.hpp"
#include "dsl/graph/picture/spine.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace gantry::dsl::graph {
namespace {

std::string name_of_node(std::uint32_t index) {
  return "n" + std::to_string(index);
}

/// What stands beside the drawing (undo) or is left out of it (jump) has no part in the layout.
bool is_laid_out(const flow_graph& g, const edge& e) {
  return e.is != edge_kind::undo && e.is != edge_kind::next && e.is != edge_kind::jump &&
         !is_way_back(g, e);
}

class request_writer {
public:
  request_writer(const flow_graph& g, std::uint32_t part, layout_care care)
      : g_(g), part_(part), care_(care), spine_(spine_of(g, part)) {}

  std::string write() {
    // The lines from an event to its arms stand close and all have labels.
    const std::string room = part_ > 0 ? "nodesep=0.8, ranksep=0.7" : "nodesep=0.38, ranksep=0.5";
    out_ = "digraph part {\n  graph [rankdir=TB, " + room +
           ", ordering=out, newrank=true];\n  node [shape=box, fixedsize=true, label=\"\"];\n";
    members(std::nullopt);
    // What leaves a node stands from left to right in this order: the way of the order first.
    put_edges([this](const edge& e) { return is_main(e); });
    put_edges([this](const edge& e) { return !is_main(e); });
    put_frames_above_what_follows();
    if (part_ == 0)
      keep_bands_apart();
    return out_ + "}\n";
  }

private:
  /// Nodes of a frame, and the frames in it.
  void members(std::optional<std::uint32_t> of) {
    for (std::uint32_t i = 0; i < g_.nodes.size(); ++i) {
      const node& n = g_.nodes[i];
      if (n.part != part_ || n.frame != of || n.is == node_kind::undo)
        continue;
      const auto fitted = fit(n);
      const auto piece = spine_.find(i);
      out_ += "  " + name_of_node(i) + " [width=" + inches(fitted.width_px) +
              ", height=" + inches(fitted.height_px) +
              (piece == spine_.end() || care_ == layout_care::plain
                   ? ""
                   : ", group=way" + std::to_string(piece->second)) +
              "];\n";
    }
    for (std::uint32_t f = 0; f < g_.frames.size(); ++f)
      if (g_.frames[f].part == part_ && g_.frames[f].parent == of) {
        out_ += "  subgraph cluster_" + std::to_string(f) + " {\n  margin=12;\n";
        members(f);
        out_ += "  }\n";
      }
  }

  [[nodiscard]] bool is_main(const edge& e) const {
    const node_kind to = g_.nodes[e.to].is;
    if (part_ > 0) // the arms of a handler stand in the order of its stages
      return true;
    return e.is == edge_kind::path && to != node_kind::held && to != node_kind::rejected &&
           to != node_kind::cancelled;
  }

  template <class Chosen>
  void put_edges(const Chosen& chosen) {
    for (std::uint32_t i = 0; i < g_.edges.size(); ++i)
      if (const edge& e = g_.edges[i];
          is_laid_out(g_, e) && g_.nodes[e.from].part == part_ && chosen(e))
        put_edge(i);
  }

  void put_edge(std::uint32_t index) {
    const edge& e = g_.edges[index];
    out_ += "  " + name_of_node(e.from) + " -> " + name_of_node(e.to) + " [id=e" +
            std::to_string(index) + ", weight=" + std::to_string(weight_of(e)) + ports_of(index) +
            "];\n";
  }

  /// Of two lines between the same shapes the second one keeps to the right, so that each can have
  /// a label.
  [[nodiscard]] std::string ports_of(std::uint32_t index) const {
    const edge& e = g_.edges[index];
    if (care_ == layout_care::plain)
      return {};
    const auto first = std::find_if(g_.edges.begin(), g_.edges.end(), [&](const edge& other) {
      const bool is_same = other.from == e.from && other.to == e.to;
      const bool is_back = other.from == e.to && other.to == e.from;
      return is_laid_out(g_, other) && (is_same || is_back);
    });
    if (first == g_.edges.begin() + index || g_.nodes[e.from].is == node_kind::again ||
        g_.nodes[e.to].is == node_kind::again)
      return {};
    const auto frame = g_.nodes[e.from].frame;
    if (frame && !is_inside(g_, e.to, *frame)) // right of a loop leads what comes behind it
      return ", tailport=sw, headport=nw";
    return e.is == edge_kind::again ? ", tailport=nw, headport=sw" : ", tailport=se, headport=ne";
  }

  /// What leads on from a loop stands below its body, and not where its line would be straight; a
  /// way goes through the border of two bands without a bend.
  [[nodiscard]] int weight_of(const edge& e) const {
    if (!is_main(e) || leaves_loop(g_, e))
      return 1;
    const bool is_border =
        g_.nodes[e.from].is == node_kind::stage || g_.nodes[e.to].is == node_kind::stage;
    return is_border ? 40 : 12;
  }

  /// What follows on a frame stands below all of it, not beside it: pages are narrow.
  void put_frames_above_what_follows() {
    for (const edge& e : g_.edges) {
      const auto frame = g_.nodes[e.from].frame;
      if (is_main(e) && g_.nodes[e.from].part == part_ && frame && !is_inside(g_, e.to, *frame))
        for (std::uint32_t n = 0; n < g_.nodes.size(); ++n)
          if (is_inside(g_, n, *frame) && g_.nodes[n].is != node_kind::undo &&
              is_last_in(n, *frame))
            keep_below(n, e.to, ends_round(n) ? 12 : 0);
    }
  }

  [[nodiscard]] bool ends_round(std::uint32_t node) const {
    return std::any_of(g_.edges.begin(), g_.edges.end(), [&](const edge& e) {
      return e.from == node && e.is == edge_kind::again && g_.nodes[e.to].is == node_kind::loop;
    });
  }

  [[nodiscard]] bool is_last_in(std::uint32_t node, std::uint32_t frame) const {
    return std::none_of(g_.edges.begin(), g_.edges.end(), [&](const edge& e) {
      return is_laid_out(g_, e) && e.from == node && e.is != edge_kind::again &&
             is_inside(g_, e.to, frame);
    });
  }

  /// Everything of a band stands below the stage that begins it, and above the next one.
  void keep_bands_apart() {
    std::vector<std::optional<std::uint32_t>> borders(g_.bands.size());
    for (std::uint32_t i = 0; i < g_.nodes.size(); ++i)
      if (g_.nodes[i].part == 0 && g_.nodes[i].is == node_kind::stage)
        borders[g_.nodes[i].band] = i;
    for (std::uint32_t i = 0; i < g_.nodes.size(); ++i) {
      const node& n = g_.nodes[i];
      if (n.part != 0 || n.is == node_kind::undo)
        continue;
      const bool is_border = n.is == node_kind::stage;
      if (borders[n.band] && !is_border && !has_neighbour(i, true))
        keep_below(*borders[n.band], i);
      if (n.band + 1 < borders.size() && borders[n.band + 1] && !has_neighbour(i, false))
        keep_below(i, *borders[n.band + 1]);
    }
  }

  /// Whether an edge from above (to below) leads to a node of the same band.
  bool has_neighbour(std::uint32_t of, bool above) const {
    return std::any_of(g_.edges.begin(), g_.edges.end(), [&](const edge& e) {
      const auto other = above ? e.from : e.to;
      return is_laid_out(g_, e) && e.is != edge_kind::again && (above ? e.to : e.from) == of &&
             g_.nodes[other].band == g_.nodes[of].band && other != of;
    });
  }

  /// A second line between two nodes would bend the one that is seen.
  [[nodiscard]] bool are_joined(std::uint32_t above, std::uint32_t below) const {
    return std::any_of(g_.edges.begin(), g_.edges.end(), [&](const edge& e) {
      return e.from == above && e.to == below && is_laid_out(g_, e);
    });
  }

  void keep_below(std::uint32_t above, std::uint32_t below, int weight = 0) {
    if (are_joined(above, below) || !kept_.insert({above, below}).second)
      return;
    out_ += "  " + name_of_node(above) + " -> " + name_of_node(below) +
            " [style=invis, weight=" + std::to_string(weight) + "];\n";
  }

  const flow_graph& g_;
  std::uint32_t part_;
  layout_care care_;
  const std::map<std::uint32_t, int> spine_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> kept_;
  std::string out_;
};

} // namespace

std::string layout_request(const flow_graph& g, std::uint32_t part, layout_care care) {
  return request_writer(g, part, care).write();
}

} // namespace gantry::dsl::graph
