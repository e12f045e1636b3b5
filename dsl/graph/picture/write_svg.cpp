#include "dsl/graph/picture/canvas.hpp"
#include "dsl/graph/picture/corners.hpp"
#include "dsl/graph/picture/numbers.hpp"
#include "dsl/graph/picture/spine.hpp"
#include "dsl/graph/picture/undo_route.hpp"
#include "dsl/graph/text_lines.hpp"

#include <algorithm>
#include <map>

namespace gantry::dsl::graph {
namespace {

constexpr double margin_px = 24, gap_px = 18;
constexpr double gutter_with_undos_px = 206, gutter_without_px = 150;
constexpr double panel_head_px = 34, width_side_by_side_px = 1'320;
constexpr double width_in_rows_px = 940;
constexpr double undo_line_px = 136, stage_line_px = 18;

/// Bands with the way of the order, the undos left of it, handlers right of it or below, the
/// legend at the end.
class picture_writer {
public:
  picture_writer(const flow_graph& g, std::vector<placed_part> parts)
      : g_(g), parts_(std::move(parts)) {
    for (placed_part& part : parts_) {
      lead_around_corners(g_, part);
      place_labels(g_, part);
    }
  }

  std::string write() {
    for (const placed_node& n : parts_[0].nodes)
      place_[n.node] = n.centre;
    arrange();
    bands();
    undo_lines();
    draw_part(parts_[0], origin_, bars());
    undos();
    for (std::size_t h = 0; h < panels_.size(); ++h)
      panel(h);
    const double legend_px =
        draw_legend(on_, g_, {margin_px, bottom_ + gap_px}, width_ - 2 * margin_px);
    return head(bottom_ + gap_px + legend_px + margin_px) + on_.str() + "</svg>\n";
  }

private:
  struct undo_box {
    std::uint32_t node = 0, step = 0;
    fitted_node fitted;
    point centre;
  };

  void arrange() {
    const placed_part& main = parts_[0];
    const bool has_undos = std::any_of(g_.nodes.begin(), g_.nodes.end(),
                                       [](const node& n) { return n.is == node_kind::undo; });
    gutter_px_ = has_undos ? gutter_with_undos_px : gutter_without_px;
    about_ = broken_into_lines(g_.about, 860, 13);
    top_ = margin_px + 34 + static_cast<double>(about_.size()) * 18 + 8;
    origin_ = {margin_px + gutter_px_, top_ + gap_px};
    bands_right_ = origin_.x + main.width_px + gap_px;
    bands_bottom_ = origin_.y + main.height_px + gap_px;
    arrange_undos();
    arrange_panels();
    width_ = std::max(width_, text_width_px(g_.title, 22, true) + 2 * margin_px + 120);
  }

  /// Right of the bands where the page is wide enough, else below them, in rows.
  void arrange_panels() {
    double widest = 0;
    for (std::size_t h = 1; h < parts_.size(); ++h)
      widest = std::max(widest, panel_width(h - 1));
    const bool is_beside = bands_right_ + gap_px + widest + margin_px <= width_side_by_side_px;
    bottom_ = bands_bottom_;
    width_ = bands_right_ + margin_px + (is_beside && widest > 0 ? gap_px + widest : 0);
    point at =
        is_beside ? point{bands_right_ + gap_px, top_} : point{margin_px, bands_bottom_ + gap_px};
    double row_bottom = at.y;
    for (std::size_t h = 0; h + 1 < parts_.size(); ++h) {
      const double width = panel_width(h), height = panel_height(h);
      if (!is_beside && at.x > margin_px &&
          at.x + width > std::max(width_, width_in_rows_px) - margin_px)
        at = {margin_px, row_bottom + gap_px};
      panels_.push_back(at);
      row_bottom = std::max(row_bottom, at.y + height);
      width_ = std::max(width_, at.x + width + margin_px);
      is_beside ? at.y += height + gap_px : at.x += width + gap_px;
    }
    bottom_ = std::max(bottom_, row_bottom);
  }

  [[nodiscard]] double panel_width(std::size_t h) const {
    return std::max(parts_[h + 1].width_px + 2 * gap_px,
                    text_width_px(panel_title(h), title_size_px, true) + 2 * gap_px);
  }
  [[nodiscard]] double panel_height(std::size_t h) const {
    return parts_[h + 1].height_px + panel_head_px + gap_px;
  }
  [[nodiscard]] std::string panel_title(std::size_t h) const { return heading_of(g_.panels[h]); }
  /// A title within a sentence; abbreviations keep their capitals.
  static std::string words_in_sentence(std::string text) {
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (text.size() > 1 && is_capital(text[0]) && !is_capital(text[1]))
      text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
  }

  /// Where a stage begins; the first band begins above everything.
  [[nodiscard]] double top_of_band(std::size_t b) const {
    for (std::uint32_t i = 0; i < g_.nodes.size(); ++i)
      if (g_.nodes[i].is == node_kind::stage && g_.nodes[i].part == 0 && g_.nodes[i].band == b)
        if (const auto found = place_.find(i); found != place_.end())
          return origin_.y + found->second.y;
    return top_;
  }

  [[nodiscard]] double bottom_of_band(std::size_t b) const {
    return b + 1 < g_.bands.size() ? top_of_band(b + 1) : bands_bottom_;
  }

  [[nodiscard]] std::vector<std::string> notes_of_band(const band& b) const {
    std::vector<std::string> notes;
    for (const auto& due : b.due)
      for (auto& line : broken_into_lines(due, gutter_px_ - 56, detail_size_px))
        notes.push_back(std::move(line));
    return notes;
  }

  /// In lines left of the way of the order.
  [[nodiscard]] std::vector<std::string> stage_name(const band& b) const {
    auto lines = broken_into_lines(b.title, gutter_px_ - 12, 15, true);
    return lines.empty() ? std::vector<std::string>{b.title} : lines;
  }

  /// A stage inside of a loop is passed once, and the loop goes on behind it.
  [[nodiscard]] std::vector<std::string> no_return_words(std::size_t b) const {
    const bool is_in_loop = std::any_of(g_.nodes.begin(), g_.nodes.end(), [&](const node& n) {
      return n.is == node_kind::stage && n.part == 0 && n.band == b && n.frame.has_value();
    });
    std::vector<std::string> words{"point of no return"};
    if (is_in_loop)
      words.emplace_back("from the first round on");
    return words;
  }

  [[nodiscard]] double label_height(std::size_t b) const {
    const auto lines =
        notes_of_band(g_.bands[b]).size() + (g_.bands[b].is_final ? no_return_words(b).size() : 0);
    return 30 + static_cast<double>(lines) * detail_line_px +
           static_cast<double>(stage_name(g_.bands[b]).size() - 1) * stage_line_px;
  }

  void arrange_undos() {
    for (const edge& e : g_.edges)
      if (e.is == edge_kind::undo && place_.contains(e.from))
        undos_.push_back({e.to,
                          e.from,
                          fit_undo(g_.nodes[e.to]),
                          {margin_px + gutter_px_ / 2 - 8, origin_.y + place_[e.from].y}});
    std::stable_sort(undos_.begin(), undos_.end(),
                     [](const undo_box& a, const undo_box& b) { return a.centre.y < b.centre.y; });
    double free = 0;
    for (undo_box& box : undos_) {
      const auto b = g_.nodes[box.node].band;
      free = std::max(free, top_of_band(b) + label_height(b) + 4);
      box.centre.y = std::max(box.centre.y, free + box.fitted.height_px / 2);
      free = box.centre.y + box.fitted.height_px / 2 + 14;
    }
    if (!undos_.empty())
      bands_bottom_ = std::max(bands_bottom_, free);
  }

  [[nodiscard]] fitted_node fit_undo(node n) const {
    n.title = "Undo: " + words_in_sentence(n.title);
    auto fitted = fit(n);
    fitted.title = broken_into_lines(n.title, undo_line_px, title_size_px, true);
    fitted.details.clear();
    for (const auto& detail : n.details)
      for (auto& line : broken_into_lines(detail, undo_line_px, detail_size_px))
        fitted.details.push_back(std::move(line));
    fitted.width_px = gutter_px_ - 36;
    fitted.height_px = static_cast<double>(fitted.title.size()) * title_line_px +
                       static_cast<double>(fitted.details.size()) * detail_line_px + 12;
    return fitted;
  }

  void bands() {
    const double width = bands_right_ - margin_px;
    for (std::size_t b = 0; b < g_.bands.size(); ++b) {
      const band& it = g_.bands[b];
      const double y = top_of_band(b);
      on_.open("band", it.title);
      on_.box({margin_px, y}, width, bottom_of_band(b) - y, 0, b % 2 == 0 ? "band0" : "band1");
      if (b > 0)
        on_.line({margin_px, y}, {bands_right_, y}, it.is_final ? "no-return-bar" : "border");
      on_.lines({margin_px + 12, y + 22}, stage_name(it), stage_line_px, "stage-name");
      double base =
          y + 22 + detail_line_px + static_cast<double>(stage_name(it).size() - 1) * stage_line_px;
      if (it.is_final) {
        on_.lines({margin_px + 12, base}, no_return_words(b), detail_line_px, "no-return");
        base += static_cast<double>(no_return_words(b).size()) * detail_line_px;
      }
      on_.lines({margin_px + 12, base}, notes_of_band(it), detail_line_px, "small");
      on_.close();
    }
  }

  void undo_lines() {
    for (std::size_t i = 0; i < undos_.size(); ++i) {
      const undo_box& box = undos_[i];
      const auto step = place_[box.step];
      const double left = origin_.x + step.x - fit(g_.nodes[box.step]).width_px / 2;
      const double right = box.centre.x + box.fitted.width_px / 2;
      const auto corners =
          undo_route({left, origin_.y + step.y}, {right, box.centre.y}, shapes_but(box.step));
      std::string steps;
      for (const point& corner : corners)
        steps += (steps.empty() ? "M" : "L") + figure(corner.x) + " " + figure(corner.y);
      on_.path(steps, "edge undo", "undo");
      if (i > 0) {
        const undo_box& above = undos_[i - 1];
        const double x =
            box.centre.x + box.fitted.width_px / 2 - 20; // right of the names of stages
        on_.path("M" + figure(x) + " " + figure(box.centre.y - box.fitted.height_px / 2) + "L" +
                     figure(x) + " " + figure(above.centre.y + above.fitted.height_px / 2),
                 "edge next", "undo");
      }
    }
  }

  /// What an undo line has to go around.
  [[nodiscard]] std::vector<obstacle> shapes_but(std::uint32_t step) const {
    constexpr double room_px = 4;
    std::vector<obstacle> all;
    for (const auto& [index, centre] : place_) {
      const auto fitted = fit(g_.nodes[index]);
      const point half{fitted.width_px / 2 + room_px, fitted.height_px / 2 + room_px};
      if (index != step && g_.nodes[index].is != node_kind::stage)
        all.push_back({{origin_.x + centre.x - half.x, origin_.y + centre.y - half.y},
                       {origin_.x + centre.x + half.x, origin_.y + centre.y + half.y}});
    }
    return all;
  }

  void undos() {
    for (const undo_box& box : undos_)
      draw_node(on_, g_.nodes[box.node], box.fitted, box.centre);
  }

  /// The box around a loop is open where a point of no return goes through it.
  void draw_frame(point low, point high, const std::vector<double>& bars) {
    constexpr double open_px = 9;
    std::vector<double> through;
    for (const double y : bars)
      if (y > low.y && y < high.y)
        through.push_back(y);
    if (through.empty())
      return on_.box(low, high.x - low.x, high.y - low.y, 8, "frame");
    const auto side = [&](double x, double from, double to) {
      return "M" + figure(x) + " " + figure(from) + "V" + figure(to);
    };
    std::string steps = side(low.x, through.front() - open_px, low.y) + "H" + figure(high.x) + "V" +
                        figure(through.front() - open_px);
    for (std::size_t i = 0; i + 1 < through.size(); ++i)
      for (const double x : {low.x, high.x})
        steps += side(x, through[i] + open_px, through[i + 1] - open_px);
    on_.path(steps + side(low.x, through.back() + open_px, high.y) + "H" + figure(high.x) + "V" +
                 figure(through.back() + open_px),
             "frame");
  }

  /// Where the points of no return are, in the picture.
  [[nodiscard]] std::vector<double> bars() const {
    std::vector<double> all;
    for (std::size_t b = 1; b < g_.bands.size(); ++b)
      if (g_.bands[b].is_final)
        all.push_back(top_of_band(b));
    return all;
  }

  void draw_part(const placed_part& part, point origin, const std::vector<double>& bars = {}) {
    for (const placed_frame& f : part.frames)
      draw_frame({origin.x + f.low.x, origin.y + f.low.y},
                 {origin.x + f.high.x, origin.y + f.high.y}, bars);
    for (const placed_edge& e : part.edges)
      draw_edge(part, e, origin);
    for (const placed_node& n : part.nodes)
      draw_node(on_, g_.nodes[n.node], fit(g_.nodes[n.node]),
                {origin.x + n.centre.x, origin.y + n.centre.y});
    for (const placed_edge& e : part.edges)
      draw_label(e, origin);
  }

  /// A line from shape to shape. Graphviz leads it from box to box, and the shapes are smaller.
  static std::string steps_of(const placed_edge& placed, const point& begin,
                              const std::optional<point>& end, point origin) {
    const auto at = [&](const point& p) {
      return figure(origin.x + p.x) + " " + figure(origin.y + p.y);
    };
    std::string steps = "M" + at(begin) + "L" + at(placed.curve.front());
    for (std::size_t i = 1; i < placed.curve.size(); ++i)
      steps += (i % 3 == 1 ? "C" : " ") + at(placed.curve[i]);
    return end ? steps + "L" + at(*end) : steps;
  }

  [[nodiscard]] point at_shape(const placed_part& part, std::uint32_t node, point from) const {
    for (const placed_node& n : part.nodes)
      if (n.node == node)
        return on_border(g_.nodes[node].is, fit(g_.nodes[node]), n.centre, from);
    return from;
  }

  void draw_edge(const placed_part& part, const placed_edge& placed, point origin) {
    if (placed.curve.empty())
      return;
    const edge& e = g_.edges[placed.edge];
    auto end = placed.tip;
    if (end)
      end = at_shape(part, e.to, *end);
    const auto steps = steps_of(placed, at_shape(part, e.from, placed.curve.front()), end, origin);
    const auto kind = std::string(to_string(e.is));
    const bool is_through = g_.nodes[e.to].is == node_kind::stage;
    on_.path(steps, "edge " + kind, is_through ? std::string() : kind,
             is_there_and_back(g_, e) ? "back" : "");
  }

  void draw_label(const placed_edge& placed, point origin) {
    const edge& e = g_.edges[placed.edge];
    if (!placed.label)
      return;
    const auto lines = label_lines(e.label);
    const double height = static_cast<double>(lines.size()) * detail_line_px;
    on_.lines(
        {origin.x + placed.label->x, origin.y + placed.label->y - height / 2 + detail_line_px - 3},
        lines, detail_line_px, "label " + std::string(to_string(e.is)));
  }

  void panel(std::size_t h) {
    const point low = panels_[h];
    on_.open("handler", panel_title(h));
    on_.box(low, panel_width(h), panel_height(h), 10, "panel");
    on_.put("<g class=\"node\">");
    on_.text({low.x + panel_width(h) / 2, low.y + 22}, panel_title(h), "title");
    on_.put("</g>\n");
    draw_part(parts_[h + 1],
              {low.x + (panel_width(h) - parts_[h + 1].width_px) / 2, low.y + panel_head_px});
    on_.close();
  }

  std::string head(double height) {
    const auto size = figure(width_) + " " + figure(height);
    std::string all = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size +
                      "\" width=\"" + figure(width_) + "\" height=\"" + figure(height) +
                      "\" role=\"img\" aria-labelledby=\"title about\">\n<title id=\"title\">" +
                      escaped(g_.title) + ", version " + std::to_string(g_.version) +
                      "</title>\n<desc id=\"about\">" + escaped(g_.about) + "</desc>\n<style>" +
                      std::string(style_sheet()) + "</style>\n" + arrow_heads();
    canvas title;
    title.put("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    title.text({margin_px, margin_px + 22}, g_.title, "heading");
    title.text({margin_px + text_width_px(g_.title, 22, true) + 14, margin_px + 22},
               "version " + std::to_string(g_.version), "about");
    title.lines({margin_px, margin_px + 46}, about_, 18, "about");
    return all + title.str();
  }

  const flow_graph& g_;
  std::vector<placed_part> parts_;
  std::map<std::uint32_t, point> place_; ///< of the way of the order, by node
  std::vector<undo_box> undos_;
  std::vector<std::string> about_;
  std::vector<point> panels_;
  point origin_; ///< of the way of the order
  double gutter_px_ = 0, top_ = 0, bands_right_ = 0, bands_bottom_ = 0, bottom_ = 0, width_ = 0;
  canvas on_;
};

} // namespace

std::string to_svg(const flow_graph& g, std::vector<placed_part> parts) {
  return picture_writer(g, std::move(parts)).write();
}

} // namespace gantry::dsl::graph
