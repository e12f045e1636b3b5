#include "dsl/graph/picture/corners.hpp"
#include "dsl/graph/text_lines.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace gantry::dsl::graph {
namespace {

constexpr double label_gap_px = 5;
/// Labels stand so near to the beginning of their edge.
constexpr double reach_px = 200;
constexpr double own_line_price = 14, other_line_price = 16;

struct area {
  point low, high;
};

double overlap(const area& a, const area& b) {
  const double width = std::min(a.high.x, b.high.x) - std::max(a.low.x, b.low.x);
  const double height = std::min(a.high.y, b.high.y) - std::max(a.low.y, b.low.y);
  return width > 0 && height > 0 ? width * height : 0;
}

bool is_in(const point& p, const area& a) {
  return p.x > a.low.x && p.x < a.high.x && p.y > a.low.y && p.y < a.high.y;
}

point on_curve(const point& a, const point& b, const point& c, const point& d, double t) {
  const double u = 1 - t;
  const auto at = [&](double p, double q, double r, double s) {
    return u * u * u * p + 3 * u * u * t * q + 3 * u * t * t * r + t * t * t * s;
  };
  return {at(a.x, b.x, c.x, d.x), at(a.y, b.y, c.y, d.y)};
}

point label_size(const std::string& label) {
  point size;
  const auto lines = label_lines(label);
  for (const auto& line : lines)
    size.x = std::max(size.x, text_width_px(line, detail_size_px));
  size.y = static_cast<double>(lines.size()) * detail_line_px;
  return size;
}

/// Tries places along each edge, beside it and on it, and takes the one that hides least.
class label_placer {
public:
  label_placer(const flow_graph& g, placed_part& part) : g_(g), part_(part) {
    for (const placed_node& n : part.nodes) {
      const auto fitted = fit(g.nodes[n.node]);
      taken_.push_back({{n.centre.x - fitted.width_px / 2, n.centre.y - fitted.height_px / 2},
                        {n.centre.x + fitted.width_px / 2, n.centre.y + fitted.height_px / 2}});
    }
    for (const placed_edge& e : part.edges)
      lines_.push_back(points_of(e));
    for (const placed_node& n : part.nodes)
      if (has_undo(g, n.node))
        for (double x = n.centre.x - fit(g.nodes[n.node]).width_px / 2; x > 0; x -= 5)
          undos_.push_back({x, n.centre.y});
  }

  void place() {
    for (std::size_t i = 0; i < part_.edges.size(); ++i)
      if (!g_.edges[part_.edges[i].edge].label.empty() && !lines_[i].empty())
        place(i);
  }

private:
  /// What a label could hide, near the beginning of its edge.
  struct surroundings {
    std::vector<area> taken;
    std::vector<std::pair<point, double>> lines; ///< with what it costs to hide them
  };

  void place(std::size_t index) {
    const auto& points = lines_[index];
    const auto size = label_size(g_.edges[part_.edges[index].edge].label);
    const auto near = surroundings_of(index, size);
    double least = std::numeric_limits<double>::max();
    area best{};
    for (const point& from : points) {
      const double way = way_price(points, from);
      for (const choice& c : choices) {
        const double price = c.price;
        const area tried = area_at(from, size, c);
        const double all = way + price;
        if (all >= least)
          continue;
        if (const double sum = all + price_of(tried, near); sum < least) {
          least = sum;
          best = tried;
        }
      }
    }
    // Two labels that touch read as one.
    taken_.push_back({{best.low.x - 6, best.low.y - 1}, {best.high.x + 6, best.high.y + 1}});
    part_.edges[index].label =
        point{(best.low.x + best.high.x) / 2, (best.low.y + best.high.y) / 2};
  }

  /// Right of the line rather than left of it, above it rather than below it, beside it rather than
  /// on it. `side` and `above` count in halves of the label.
  struct choice {
    double side, above, down, price;
  };
  static constexpr choice choices[] = {{1, 0, 0, 0},   {1, 0, -8, 2},  {1, 0, 8, 2}, {-1, 0, 0, 4},
                                       {-1, 0, -8, 6}, {-1, 0, 8, 6},  {0, 1, 0, 0}, {0, -1, 0, 8},
                                       {0, 0, 0, 24},  {0, 0, -8, 26}, {0, 0, 8, 26}};

  static area area_at(point from, point size, const choice& c) {
    const point middle{from.x + c.side * (size.x / 2 + label_gap_px),
                       from.y + c.down - c.above * (size.y / 2 + 3)};
    return {{middle.x - size.x / 2, middle.y - size.y / 2},
            {middle.x + size.x / 2, middle.y + size.y / 2}};
  }

  [[nodiscard]] surroundings surroundings_of(std::size_t index, point size) const {
    const point begin = lines_[index].front();
    const area window{{begin.x - reach_px - size.x, begin.y - reach_px - size.y},
                      {begin.x + reach_px + size.x, begin.y + reach_px + size.y}};
    surroundings near;
    for (const area& a : taken_)
      if (overlap(a, window) > 0)
        near.taken.push_back(a);
    for (std::size_t i = 0; i < lines_.size(); ++i)
      for (const point& p : lines_[i])
        if (is_in(p, window))
          near.lines.emplace_back(p, i == index ? own_line_price : other_line_price);
    for (const point& p : undos_)
      if (is_in(p, window))
        near.lines.emplace_back(p, other_line_price);
    return near;
  }

  /// A label belongs near the beginning of its edge, though not at the very border of the node.
  static double way_price(const std::vector<point>& points, point at) {
    const point begin = points.front(), end = points.back();
    const double way = std::hypot(at.x - begin.x, at.y - begin.y);
    const double wanted = std::min(30.0, std::hypot(end.x - begin.x, end.y - begin.y) / 2);
    return std::abs(way - wanted) * 0.7 + (way > reach_px ? 10'000 : 0);
  }

  [[nodiscard]] double price_of(const area& tried, const surroundings& near) const {
    double price = 0;
    for (const area& a : near.taken)
      price += overlap(tried, a) * 2;
    // A label that touches the line of another way reads as that one's.
    const area wide{{tried.low.x - 3, tried.low.y - 1}, {tried.high.x + 3, tried.high.y + 1}};
    for (const auto& [at, cost] : near.lines)
      price += is_in(at, cost == own_line_price ? tried : wide) ? cost : 0;
    const bool is_outside =
        tried.low.x < 0 || tried.low.y < 0 || tried.high.x > part_.width_px + 10;
    return price + (is_outside ? 1'000 : 0);
  }

  const flow_graph& g_;
  placed_part& part_;
  std::vector<area> taken_;
  std::vector<std::vector<point>> lines_;
  std::vector<point> undos_; ///< along the lines to how steps are taken back
};

} // namespace

/// Points along an edge, so close to each other that none of it passes between them unseen.
std::vector<point> points_of(const placed_edge& e) {
  constexpr double apart_px = 5;
  std::vector<point> points;
  for (std::size_t i = 0; i + 3 < e.curve.size(); i += 3) {
    const point &a = e.curve[i], &b = e.curve[i + 1], &c = e.curve[i + 2], &d = e.curve[i + 3];
    const double length = std::hypot(b.x - a.x, b.y - a.y) + std::hypot(c.x - b.x, c.y - b.y) +
                          std::hypot(d.x - c.x, d.y - c.y);
    const double steps = std::max(1.0, std::ceil(length / apart_px));
    for (double step = 0; step < steps; ++step)
      points.push_back(on_curve(a, b, c, d, step / steps));
  }
  if (!e.curve.empty())
    points.push_back(e.curve.back());
  if (e.tip)
    points.push_back(*e.tip);
  return points;
}

std::vector<std::string> label_lines(const std::string& label) {
  return broken_into_lines(label, 120, detail_size_px);
}

void place_labels(const flow_graph& g, placed_part& part) {
  label_placer(g, part).place();
}

} // namespace gantry::dsl::graph
