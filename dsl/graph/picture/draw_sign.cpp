#include "dsl/graph/picture/canvas.hpp"
#include "dsl/graph/picture/numbers.hpp"

namespace gantry::dsl::graph {
namespace {

/// Strokes around the middle (0, 0), at most 7 pixels to each side.
std::string_view strokes_of(node_kind kind) {
  switch (kind) {
  case node_kind::begin: return "M-4 -6L6 0L-4 6z";
  case node_kind::event:
  case node_kind::tell: return "M-7 -5H7V5H-7zM-7 -5L0 1L7 -5";                 // an envelope
  case node_kind::look: return "M3 -1A4 4 0 1 1 -5 -1A4 4 0 1 1 3 -1zM2 2L6 6"; // a lens
  case node_kind::wait:
  case node_kind::timer:
  case node_kind::first:
    return "M-5 -7H5M-5 7H5M-4 -7V-5C-4 -1 4 1 4 5V7M4 -7V-5C4 -1 -4 1 -4 5V7"; // an hourglass
  case node_kind::task:
    return "M3 -4A3 3 0 1 1 -3 -4A3 3 0 1 1 3 -4zM-6 7V5C-6 -1 6 -1 6 5V7z"; // a person
  case node_kind::loop:
  case node_kind::again:
  case node_kind::back: return "M5 -2A5.5 5.5 0 1 0 5 3M6 -7V-2H1";      // a round arrow
  case node_kind::change: return "M-6 6L-5 2L3 -6L6 -3L-2 5zM1 -4L4 -1"; // a pencil
  case node_kind::held: return "M-3 -6V6M3 -6V6";                        // a pause
  case node_kind::completed: return "M-6 0L-2 5L6 -5";
  case node_kind::rejected:
  case node_kind::cancelled: return "M-5 -5L5 5M-5 5L5 -5";
  case node_kind::undo: return "M-2 -6L-6 -2L-2 2M-6 -2H2C8 -2 8 6 2 6H-1"; // an arrow back
  default: return "";
  }
}

} // namespace

void draw_sign(canvas& on, node_kind kind, point at, double scale) {
  if (strokes_of(kind).empty())
    return;
  on.put("<g transform=\"translate(" + figure(at.x) + " " + figure(at.y) + ")" +
         (scale == 1 ? std::string() : " scale(" + figure(scale) + ")") + "\">");
  on.path(strokes_of(kind), "sign");
  on.put("</g>\n");
}

} // namespace gantry::dsl::graph
