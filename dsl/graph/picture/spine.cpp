#include "dsl/graph/picture/spine.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace gantry::dsl::graph {

namespace {

class spine_walk {
public:
  spine_walk(const flow_graph& g, std::uint32_t part)
      : g_(g), part_(part), length_(g.nodes.size(), 1), next_(g.nodes.size()) {}

  std::map<std::uint32_t, int> run() {
    measure();
    const auto begin = std::find_if(g_.nodes.begin(), g_.nodes.end(), [this](const node& n) {
      return n.part == part_ && n.is == node_kind::begin;
    });
    if (begin != g_.nodes.end())
      open_.push_back(static_cast<std::uint32_t>(begin - g_.nodes.begin()));
    for (int piece = 0; !open_.empty(); ++piece) {
      const auto from = open_.back();
      open_.pop_back();
      walk(from, piece);
    }
    return std::move(spine_);
  }

private:
  [[nodiscard]] bool is_way(const edge& e) const {
    const node_kind to = g_.nodes[e.to].is;
    return e.is == edge_kind::path && g_.nodes[e.from].part == part_ && to != node_kind::held &&
           to != node_kind::rejected && to != node_kind::cancelled;
  }

  /// Edges stand in the order of the text, so that one look from the end is nearly enough.
  void measure() {
    bool has_grown = true;
    for (std::size_t round = 0; has_grown && round < length_.size(); ++round) {
      has_grown = false;
      for (auto e = g_.edges.rbegin(); e != g_.edges.rend(); ++e)
        if (is_way(*e) && !leaves_loop(g_, *e) && length_[e->from] < length_[e->to] + 1) {
          length_[e->from] = length_[e->to] + 1;
          next_[e->from] = e->to;
          has_grown = true;
        }
    }
  }

  void walk(std::uint32_t from, int piece) {
    for (std::optional<std::uint32_t> at = from; at && spine_.emplace(*at, piece).second;
         at = next_[*at])
      for (const edge& e : g_.edges)
        if (e.from == *at && is_way(e) && leaves_loop(g_, e))
          open_.push_back(e.to);
  }

  const flow_graph& g_;
  const std::uint32_t part_;
  std::vector<std::size_t> length_;
  std::vector<std::optional<std::uint32_t>> next_;
  std::vector<std::uint32_t>
      open_; ///< what follows on the loops that were met, the inner ones last
  std::map<std::uint32_t, int> spine_;
};

} // namespace

std::map<std::uint32_t, int> spine_of(const flow_graph& g, std::uint32_t part) {
  return spine_walk(g, part).run();
}

bool is_inside(const flow_graph& g, std::uint32_t node, std::uint32_t frame) {
  for (auto f = g.nodes[node].frame; f; f = g.frames[*f].parent)
    if (*f == frame)
      return true;
  return false;
}

bool is_way_back(const flow_graph& g, const edge& e) {
  return e.is == edge_kind::again && g.nodes[e.from].is == node_kind::again &&
         std::any_of(g.edges.begin(), g.edges.end(),
                     [&](const edge& to) { return to.from == e.to && to.to == e.from; });
}

bool is_there_and_back(const flow_graph& g, const edge& e) {
  return std::any_of(g.edges.begin(), g.edges.end(), [&](const edge& back) {
    return back.from == e.to && back.to == e.from && is_way_back(g, back);
  });
}

bool leaves_loop(const flow_graph& g, const edge& e) {
  const node& from = g.nodes[e.from];
  return from.is == node_kind::loop && from.frame && !is_inside(g, e.to, *from.frame);
}

} // namespace gantry::dsl::graph
