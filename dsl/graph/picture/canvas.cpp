#include "dsl/graph/picture/canvas.hpp"

#include "dsl/graph/picture/numbers.hpp"

namespace gantry::dsl::graph {
namespace {

std::string class_of(std::string_view classes) {
  return " class=\"" + std::string(classes) + "\"";
}

} // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text)
    switch (c) {
    case '<': out += "&lt;"; break;
    case '>': out += "&gt;"; break;
    case '&': out += "&amp;"; break;
    case '"': out += "&quot;"; break;
    default: out += c;
    }
  return out;
}

void canvas::text(point at, std::string_view line, std::string_view classes) {
  out_ += "<text x=\"" + figure(at.x) + "\" y=\"" + figure(at.y) + "\"" + class_of(classes) + ">" +
          escaped(line) + "</text>\n";
}

void canvas::lines(point at, const std::vector<std::string>& all, double step_px,
                   std::string_view classes) {
  for (const auto& line : all) {
    text(at, line, classes);
    at.y += step_px;
  }
}

void canvas::box(point low, double width, double height, double corner, std::string_view classes) {
  out_ += "<rect x=\"" + figure(low.x) + "\" y=\"" + figure(low.y) + "\" width=\"" + figure(width) +
          "\" height=\"" + figure(height) + "\" rx=\"" + figure(corner) + "\"" + class_of(classes) +
          "/>\n";
}

void canvas::line(point from, point to, std::string_view classes) {
  out_ += "<line x1=\"" + figure(from.x) + "\" y1=\"" + figure(from.y) + "\" x2=\"" + figure(to.x) +
          "\" y2=\"" + figure(to.y) + "\"" + class_of(classes) + "/>\n";
}

void canvas::polygon(const std::vector<point>& corners, std::string_view classes) {
  out_ += "<polygon points=\"";
  for (const point& p : corners)
    out_ += figure(p.x) + "," + figure(p.y) + " ";
  out_ += "\"" + class_of(classes) + "/>\n";
}

void canvas::path(std::string_view steps, std::string_view classes, std::string_view marker,
                  std::string_view start_marker) {
  out_ += "<path d=\"" + std::string(steps) + "\"" + class_of(classes);
  if (!marker.empty())
    out_ += " marker-end=\"url(#arrow-" + std::string(marker) + ")\"";
  if (!start_marker.empty())
    out_ += " marker-start=\"url(#arrow-" + std::string(start_marker) + ")\"";
  out_ += "/>\n";
}

void canvas::open(std::string_view classes, std::string_view title) {
  out_ += "<g" + class_of(classes) + "><title>" + escaped(title) + "</title>\n";
}

} // namespace gantry::dsl::graph
