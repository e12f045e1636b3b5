#include "dsl/graph/picture/picture.hpp"
#include "dsl/graph/text_lines.hpp"

#include <algorithm>

namespace gantry::dsl::graph {
namespace {

constexpr double line_px = 176;
/// What stands beside the way of the order is narrow: several of it stand beside each other.
constexpr double line_aside_px = 128;
constexpr double width_least_px = 96;

/// What the shape needs left and right of its text, and above and below.
std::pair<double, double> room_of(node_kind kind) {
  switch (kind) {
  case node_kind::decision:
  case node_kind::loop:
  case node_kind::first: return {52, 20};
  case node_kind::every: return {44, 18};
  case node_kind::held: return {36, 18};
  case node_kind::tell: return {40, 16};
  case node_kind::flow: return {38, 18};
  default: return {28, 16};
  }
}

bool stands_aside(node_kind kind) {
  return kind == node_kind::held || kind == node_kind::rejected || kind == node_kind::cancelled ||
         kind == node_kind::again || kind == node_kind::back;
}

} // namespace

double sign_width_px(node_kind kind) {
  switch (kind) {
  case node_kind::decision:
  case node_kind::call:
  case node_kind::flow:
  case node_kind::every:
  case node_kind::ignored:
  case node_kind::stage:
  case node_kind::fork:
  case node_kind::join: return 0;
  default: return 20;
  }
}

fitted_node fit(const node& n) {
  if (n.is == node_kind::stage)
    return {{}, {}, 2, 2};
  if (n.is == node_kind::fork || n.is == node_kind::join)
    return {{}, {}, 160, 7};
  fitted_node fitted;
  const double widest = stands_aside(n.is) ? line_aside_px : line_px;
  fitted.title = broken_into_lines(n.title, widest, title_size_px, true);
  for (const auto& detail : n.details)
    for (auto& line : broken_into_lines(detail, widest, detail_size_px))
      fitted.details.push_back(std::move(line));
  double text_px = 0;
  for (const auto& line : fitted.title)
    text_px = std::max(text_px, text_width_px(line, title_size_px, true));
  for (const auto& line : fitted.details)
    text_px = std::max(text_px, text_width_px(line, detail_size_px));
  const auto [beside, above] = room_of(n.is);
  fitted.width_px = std::max(width_least_px, text_px + beside + sign_width_px(n.is));
  fitted.height_px = static_cast<double>(fitted.title.size()) * title_line_px +
                     static_cast<double>(fitted.details.size()) * detail_line_px + above;
  return fitted;
}

} // namespace gantry::dsl::graph
