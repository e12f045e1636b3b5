#include "dsl/graph/picture/corners.hpp"

#include "dsl/graph/picture/undo_route.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

namespace gantry::dsl::graph {
namespace {

constexpr double aside_px = 14, room_px = 5, round_px = 8, arrow_px = 8, apart_from_others_px = 7;

struct corner_line {
  point from, corner, to;
};

/// A straight piece as a Bézier curve.
void add_piece(std::vector<point>& curve, point to) {
  const point from = curve.back();
  curve.push_back({from.x + (to.x - from.x) / 3, from.y + (to.y - from.y) / 3});
  curve.push_back({from.x + (to.x - from.x) * 2 / 3, from.y + (to.y - from.y) * 2 / 3});
  curve.push_back(to);
}

bool is_level(const corner_line& l) {
  return l.from.y == l.corner.y;
}

placed_edge drawn_as(const corner_line& l, std::uint32_t edge) {
  const auto near_corner = [&](point other, double px) {
    const double way = std::hypot(other.x - l.corner.x, other.y - l.corner.y);
    const double part = way == 0 ? 0 : std::min(px, way / 2) / way;
    return point{l.corner.x + (other.x - l.corner.x) * part,
                 l.corner.y + (other.y - l.corner.y) * part};
  };
  placed_edge e;
  e.edge = edge;
  e.curve = {l.from};
  add_piece(e.curve, near_corner(l.from, round_px));
  const point behind = near_corner(l.to, round_px);
  e.curve.insert(e.curve.end(), {l.corner, l.corner, behind});
  const double left = std::hypot(l.to.x - behind.x, l.to.y - behind.y);
  const double kept = left == 0 ? 0 : std::max(0.0, left - arrow_px) / left;
  add_piece(e.curve,
            {behind.x + (l.to.x - behind.x) * kept, behind.y + (l.to.y - behind.y) * kept});
  e.tip = l.to;
  return e;
}

/// Whether two short pieces cross each other.
bool do_cross(point a, point b, point c, point d) {
  const auto side = [](point p, point q, point r) {
    return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
  };
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/// The rectangle around a line: most lines of a large picture are far from each other.
obstacle bounds_of(const std::vector<point>& line) {
  obstacle all{{1e9, 1e9}, {-1e9, -1e9}};
  for (const point& p : line) {
    all.low = {std::min(all.low.x, p.x), std::min(all.low.y, p.y)};
    all.high = {std::max(all.high.x, p.x), std::max(all.high.y, p.y)};
  }
  return all;
}

bool do_touch(const obstacle& a, const obstacle& b) {
  return a.low.x <= b.high.x && b.low.x <= a.high.x && a.low.y <= b.high.y && b.low.y <= a.high.y;
}

class corner_maker {
public:
  corner_maker(const flow_graph& g, placed_part& part) : g_(g), part_(part) {
    for (const placed_node& n : part.nodes) {
      const auto fitted = fit(g.nodes[n.node]);
      boxes_[n.node] = {{n.centre.x - fitted.width_px / 2, n.centre.y - fitted.height_px / 2},
                        {n.centre.x + fitted.width_px / 2, n.centre.y + fitted.height_px / 2}};
    }
    for (const placed_edge& e : part.edges) {
      lines_.push_back(points_of(e));
      bounds_.push_back(bounds_of(lines_.back()));
    }
  }

  void run() {
    // What leads far aside begins above what leads less far, so that the two do not cross.
    std::vector<std::size_t> order(part_.edges.size());
    for (std::size_t i = 0; i < order.size(); ++i)
      order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [this](std::size_t a, std::size_t b) { return width_of(a) > width_of(b); });
    // What could not be led because of a curve may be when that one has its corner.
    std::vector<bool> is_led(order.size(), false);
    for (int round = 0; round < 2; ++round)
      for (const std::size_t i : order)
        is_led[i] = is_led[i] || lead(i);
  }

private:
  [[nodiscard]] const edge& edge_at(std::size_t i) const { return g_.edges[part_.edges[i].edge]; }
  [[nodiscard]] double width_of(std::size_t i) const {
    return std::abs(middle(edge_at(i).from).x - middle(edge_at(i).to).x);
  }
  [[nodiscard]] point middle(std::uint32_t node) const {
    const auto found = boxes_.find(node);
    return found == boxes_.end() ? point{}
                                 : point{(found->second.low.x + found->second.high.x) / 2,
                                         (found->second.low.y + found->second.high.y) / 2};
  }

  static bool is_line_of_a_bar(node_kind is) {
    return is == node_kind::stage || is == node_kind::fork || is == node_kind::join;
  }
  static bool is_pointed(node_kind is) {
    return is == node_kind::decision || is == node_kind::loop || is == node_kind::first;
  }

  bool lead(std::size_t i) {
    const edge& e = edge_at(i);
    if (e.is == edge_kind::again || !boxes_.contains(e.from) || !boxes_.contains(e.to) ||
        is_line_of_a_bar(g_.nodes[e.from].is) || is_line_of_a_bar(g_.nodes[e.to].is))
      return false;
    const auto all = tries(e);
    return std::any_of(all.begin(), all.end(),
                       [&](const corner_line& l) { return is_free(l, e) && take(i, l); });
  }

  [[nodiscard]] std::vector<corner_line> tries(const edge& e) const {
    const obstacle &a = boxes_.at(e.from), &b = boxes_.at(e.to);
    const point from = middle(e.from), to = middle(e.to);
    std::vector<corner_line> all;
    static constexpr std::array<double, 5> shifts{0, 9, -9, 16, -16};
    const bool is_right = to.x > from.x;
    const double side = is_right ? a.high.x : a.low.x;
    const double beyond = side + (is_right ? aside_px : -aside_px);
    std::vector<double> drops; // where the line goes down: at the middle of the shape, or on it
    const bool is_straight = std::abs(to.x - from.x) < 24;
    for (const double x : {to.x, to.x + 14, to.x - 14, beyond})
      if (!is_straight && (is_right ? x >= beyond : x <= beyond) && x > b.low.x + 12 &&
          x < b.high.x - 12)
        drops.push_back(x);
    const bool is_beside_undo = !is_right && has_undo(g_, e.from);
    for (const double down : shifts) {
      const double y = from.y + down;
      if ((down == 0 && is_beside_undo) || b.low.y < y + aside_px || y < a.low.y + 6 ||
          y > a.high.y - 6 || (down != 0 && is_pointed(g_.nodes[e.from].is)))
        continue;
      for (const double x : drops)
        all.push_back({{side, y}, {x, y}, {x, b.low.y}});
    }
    const bool leads_aside =
        is_pointed(g_.nodes[e.from].is) || e.is == edge_kind::error || e.is == edge_kind::late;
    if (!leads_aside && (from.x > b.high.x + aside_px || from.x < b.low.x - aside_px) &&
        to.y > a.high.y + aside_px)
      all.insert(all.begin(), corner_line{{from.x, a.high.y},
                                          {from.x, to.y},
                                          {from.x > to.x ? b.high.x : b.low.x, to.y}});
    return all;
  }

  [[nodiscard]] bool is_free(const corner_line& l, const edge& e) const {
    for (const auto& [node, box] : boxes_) {
      if (node == e.from || node == e.to || g_.nodes[node].is == node_kind::stage)
        continue;
      const obstacle wide{{box.low.x - room_px, box.low.y - room_px},
                          {box.high.x + room_px, box.high.y + room_px}};
      if (is_crossed(wide, l.from, l.corner) || is_crossed(wide, l.corner, l.to))
        return false;
    }
    return std::none_of(corners_.begin(), corners_.end(),
                        [&](const corner_line& other) { return lies_on(l, other); });
  }

  /// Whether two lines would be seen as one.
  static bool lies_on(const corner_line& a, const corner_line& b) {
    const auto level = [](const corner_line& l) {
      return is_level(l) ? std::pair(l.from, l.corner) : std::pair(l.corner, l.to);
    };
    const auto upright = [](const corner_line& l) {
      return is_level(l) ? std::pair(l.corner, l.to) : std::pair(l.from, l.corner);
    };
    const auto overlap = [](double a1, double a2, double b1, double b2) {
      return std::min(std::max(a1, a2), std::max(b1, b2)) >
             std::max(std::min(a1, a2), std::min(b1, b2));
    };
    const auto [al, ar] = level(a);
    const auto [bl, br] = level(b);
    if (std::abs(al.y - bl.y) < apart_from_others_px && overlap(al.x, ar.x, bl.x, br.x))
      return true;
    const auto [at, ab] = upright(a);
    const auto [bt, bb] = upright(b);
    return std::abs(at.x - bt.x) < apart_from_others_px && overlap(at.y, ab.y, bt.y, bb.y);
  }

  bool take(std::size_t i, const corner_line& l) {
    auto placed = drawn_as(l, part_.edges[i].edge);
    auto points = points_of(placed);
    if (crossings(points, i) > crossings(lines_[i], i))
      return false;
    bounds_[i] = bounds_of(points);
    lines_[i] = std::move(points);
    part_.edges[i] = std::move(placed);
    corners_.push_back(l);
    return true;
  }

  [[nodiscard]] std::size_t crossings(const std::vector<point>& line, std::size_t index) const {
    std::size_t count = 0;
    const obstacle here = bounds_of(line);
    for (std::size_t other = 0; other < lines_.size(); ++other)
      for (std::size_t i = 0;
           other != index && do_touch(here, bounds_[other]) && i + 1 < line.size(); ++i)
        for (std::size_t k = 0; k + 1 < lines_[other].size(); ++k)
          count += do_cross(line[i], line[i + 1], lines_[other][k], lines_[other][k + 1]) ? 1 : 0;
    return count;
  }

  const flow_graph& g_;
  placed_part& part_;
  std::map<std::uint32_t, obstacle> boxes_;
  std::vector<std::vector<point>> lines_;
  std::vector<obstacle> bounds_; ///< of the lines
  std::vector<corner_line> corners_;
};

} // namespace

bool has_undo(const flow_graph& g, std::uint32_t node) {
  return std::any_of(g.edges.begin(), g.edges.end(),
                     [&](const edge& e) { return e.from == node && e.is == edge_kind::undo; });
}

void lead_around_corners(const flow_graph& g, placed_part& part) {
  corner_maker(g, part).run();
}

} // namespace gantry::dsl::graph
