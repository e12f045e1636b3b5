#include "dsl/graph/picture/canvas.hpp"

#include <array>

namespace gantry::dsl::graph {

std::string_view style_sheet() {
  return R"(
text { font-family: Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif; font-size: 11px; fill: #1f2933 }
.heading { font-size: 22px; font-weight: bold }
.about { font-size: 13px; fill: #45525f }
.stage-name { font-size: 15px; font-weight: bold }
.small { fill: #45525f }
.no-return { font-weight: bold; fill: #7a1f1f }
.no-return-bar { stroke: #7a1f1f; stroke-width: 5 }
.border { stroke: #9aa7b5; stroke-width: 1.2 }
.band0 { fill: #f5f7fa } .band1 { fill: #e9eef4 } .band-final { fill: #f9f1ee }
.frame { fill: none; stroke: #8795a5; stroke-dasharray: 2 4; stroke-width: 1.3 }
.panel { fill: #fbfaff; stroke: #6b4fbb; stroke-width: 1.2 }
.node .title { font-size: 13px; font-weight: bold; text-anchor: middle }
.node .detail { text-anchor: middle; fill: #3a4653 }
.shape { fill: #fff; stroke: #52606d; stroke-width: 1.4 }
.call .shape, .flow .shape { fill: #dde9fb; stroke: #2f5ea8 }
.look .shape { fill: #fff; stroke: #2f5ea8 }
.tell .shape { fill: #e6f3ec; stroke: #39795a }
.task .shape { fill: #fff1cc; stroke: #9a6412 }
.wait .shape, .timer .shape, .first .shape { fill: #ece6fb; stroke: #5b3fae }
.begin .shape, .event .shape { fill: #dcefe3; stroke: #1e7d46 }
.held .shape { fill: #fde3c4; stroke: #b4410b }
.completed .shape { fill: #1e7d46; stroke: #145c33 } .completed text { fill: #fff } .completed .detail { fill: #fff }
.rejected .shape { fill: #b3261e; stroke: #84180f } .rejected text { fill: #fff } .rejected .detail { fill: #fff }
.cancelled .shape { fill: #5f6b78; stroke: #3e4853 } .cancelled text { fill: #fff } .cancelled .detail { fill: #fff }
.again .shape, .back .shape, .change .shape { fill: #fff; stroke: #52606d; stroke-dasharray: 5 3 }
.ignored .shape { fill: none; stroke: none }
.undo .shape { fill: #f2fbf9; stroke: #00695c; stroke-dasharray: 5 3 } .undo text { fill: #004d43 }
.fork .shape, .join .shape { fill: #323f4b; stroke: none }
.sign { fill: none; stroke: #1f2933; stroke-width: 1.4; stroke-linecap: round; stroke-linejoin: round }
.completed .sign, .rejected .sign, .cancelled .sign { stroke: #fff }
.undo .sign { stroke: #00695c }
.edge { fill: none; stroke: #323f4b; stroke-width: 1.6 }
.edge.error { stroke: #c62828; stroke-dasharray: 6 4 }
.edge.late { stroke: #a65300; stroke-dasharray: 2 3 }
.edge.again { stroke: #6b7885; stroke-width: 1.3 }
.edge.undo, .edge.next { stroke: #00796b; stroke-dasharray: 5 3; stroke-width: 1.3 }
.label { text-anchor: middle; paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round }
.label.error { fill: #a61b1b } .label.late { fill: #8a4600 }
)";
}

std::string arrow_heads() {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> heads{
      {{"path", "#323f4b"},
       {"error", "#c62828"},
       {"late", "#a65300"},
       {"again", "#6b7885"},
       {"undo", "#00796b"}}};
  std::string all = "<defs>\n";
  for (const auto& [name, colour] : heads)
    all += "<marker id=\"arrow-" + std::string(name) +
           "\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" "
           "markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"" +
           std::string(colour) + "\"/></marker>\n";
  // Where a line leads there and back: it points to where the line begins.
  all +=
      "<marker id=\"arrow-back\" viewBox=\"0 0 8 8\" refX=\"0.5\" refY=\"4\" markerWidth=\"8\" "
      "markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M8 0L0 4L8 8z\" "
      "fill=\"#6b7885\"/></marker>\n";
  return all + "</defs>\n";
}

} // namespace gantry::dsl::graph
