#include "dsl/graph/flow_graph.hpp"
#include "dsl/graph/text_lines.hpp"

#include <map>

namespace gantry::dsl::graph {
namespace {

constexpr double dot_line_px = 190;
constexpr double dot_text_px = 12;

std::string dot_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + "\"";
}

/// Broken into lines; every line is quoted by itself, so that a backslash of a text stays one.
std::string dot_label(const std::string& title, const std::vector<std::string>& details) {
  std::string all;
  const auto put = [&](const std::string& text) {
    for (const auto& line : broken_into_lines(text, dot_line_px, dot_text_px)) {
      const auto quoted = dot_quoted(line);
      all += (all.empty() ? "" : "\\n") + quoted.substr(1, quoted.size() - 2);
    }
  };
  put(title);
  for (const auto& detail : details)
    put(detail);
  return "\"" + all + "\"";
}

std::string_view dot_look(node_kind kind) {
  switch (kind) {
  case node_kind::begin:
  case node_kind::event: return "shape=oval, fillcolor=\"#dcefe3\"";
  case node_kind::call: return "shape=box, fillcolor=\"#dde9fb\"";
  case node_kind::look: return "shape=box, fillcolor=\"#ffffff\"";
  case node_kind::flow: return "shape=box, peripheries=2, fillcolor=\"#dde9fb\"";
  case node_kind::tell: return "shape=cds, fillcolor=\"#eaf5ef\"";
  case node_kind::decision: return "shape=diamond, fillcolor=\"#ffffff\"";
  case node_kind::first: return "shape=trapezium, fillcolor=\"#ece6fb\"";
  case node_kind::loop: return "shape=hexagon, fillcolor=\"#ffffff\"";
  case node_kind::every: return "shape=invhouse, fillcolor=\"#ffffff\"";
  case node_kind::fork:
  case node_kind::join: return "shape=box, height=0.1, fillcolor=\"#333333\", fontcolor=white";
  case node_kind::wait:
  case node_kind::timer:
    return "shape=box, style=\"rounded,filled\", peripheries=2, fillcolor=\"#ece6fb\"";
  case node_kind::task: return "shape=house, fillcolor=\"#fff1cc\"";
  case node_kind::change:
  case node_kind::back:
  case node_kind::again: return "shape=box, style=\"rounded,filled\", fillcolor=\"#f2f2f2\"";
  case node_kind::stage: return "shape=box, height=0.1, fillcolor=\"#cfd8e3\"";
  case node_kind::held: return "shape=octagon, fillcolor=\"#fde3c4\"";
  case node_kind::completed: return "shape=doubleoctagon, fillcolor=\"#bfe5cc\"";
  case node_kind::rejected: return "shape=oval, peripheries=2, fillcolor=\"#f6c9c5\"";
  case node_kind::cancelled: return "shape=oval, peripheries=2, fillcolor=\"#dddddd\"";
  case node_kind::ignored: return "shape=plaintext, fillcolor=\"#ffffff00\"";
  case node_kind::undo: return "shape=box, style=\"rounded,dashed\", color=\"#00796b\"";
  }
  return "";
}

std::string_view dot_line(edge_kind kind) {
  switch (kind) {
  case edge_kind::path: return "weight=8";
  case edge_kind::error: return "style=dashed, color=\"#c62828\", fontcolor=\"#c62828\"";
  case edge_kind::late: return "style=dashed, color=\"#a65300\", fontcolor=\"#a65300\"";
  case edge_kind::again: return "color=\"#555555\"";
  case edge_kind::jump: return "";
  case edge_kind::undo: return "style=dashed, color=\"#00796b\", fontcolor=\"#00796b\"";
  case edge_kind::next: return "style=dashed, color=\"#00796b\", constraint=false";
  }
  return "";
}

std::string dot_node(const node& n) {
  auto title = n.is == node_kind::undo ? "Undo: " + n.title : n.title;
  return "    " + dot_quoted(n.id) + " [label=" + dot_label(title, n.details) + ", " +
         std::string(dot_look(n.is)) + "];\n";
}

std::string dot_cluster(const std::string& name, const std::string& label, std::string_view look,
                        const std::string& nodes) {
  return "  subgraph " + dot_quoted("cluster_" + name) + " {\n    label=" + dot_quoted(label) +
         "; labeljust=l; fontsize=14; " + std::string(look) + ";\n" + nodes + "  }\n";
}

std::string dot_bands(const flow_graph& g) {
  std::string out;
  for (std::uint32_t b = 0; b < g.bands.size(); ++b) {
    std::string nodes;
    for (const node& n : g.nodes)
      if (n.part == 0 && n.band == b)
        nodes += dot_node(n);
    auto label = g.bands[b].title;
    if (g.bands[b].is_final)
      label += " (point of no return)";
    for (const auto& due : g.bands[b].due)
      label += ", " + due;
    out += dot_cluster(g.bands[b].name, label,
                       g.bands[b].is_final ? "style=bold; penwidth=4; color=\"#333333\""
                                           : "style=filled; color=\"#f4f6f9\"",
                       nodes);
  }
  return out;
}

} // namespace

std::string to_dot(const flow_graph& g) {
  std::string out = "digraph " + dot_quoted(g.name) + " {\n  label=" +
                    dot_quoted(g.title + ", version " + std::to_string(g.version)) +
                    "; labelloc=t; fontsize=20; fontname=\"Helvetica\"; rankdir=TB; newrank=true;\n"
                    "  node [style=filled, fontname=\"Helvetica\", fontsize=12];\n"
                    "  edge [fontname=\"Helvetica\", fontsize=11];\n";
  out += dot_bands(g);
  for (std::uint32_t h = 0; h < g.panels.size(); ++h) {
    std::string nodes;
    for (const node& n : g.nodes)
      if (n.part == h + 1)
        nodes += dot_node(n);
    out += dot_cluster("panel_" + std::to_string(h + 1), heading_of(g.panels[h]),
                       "style=\"rounded\"; color=\"#6b4fbb\"", nodes);
  }
  for (const edge& e : g.edges) {
    if (e.is == edge_kind::jump)
      continue;
    out += "  " + dot_quoted(g.nodes[e.from].id) + " -> " + dot_quoted(g.nodes[e.to].id) + " [" +
           std::string(dot_line(e.is)) +
           (e.label.empty() ? "" : ", label=" + dot_label(e.label, {})) + "];\n";
  }
  return out + "}\n";
}

} // namespace gantry::dsl::graph
