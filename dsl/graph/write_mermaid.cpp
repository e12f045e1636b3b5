#include "dsl/graph/flow_graph.hpp"

#include <string_view>
#include <utility>

namespace gantry::dsl::graph {
namespace {

/// Mermaid takes entities for what would end a label or begin something else.
std::string mermaid_text(std::string_view text) {
  std::string out;
  for (const char c : text)
    switch (c) {
    case '"': out += "#quot;"; break;
    case '#': out += "#35;"; break;
    case '<': out += "#lt;"; break;
    case '>': out += "#gt;"; break;
    case '&': out += "#amp;"; break;
    case '\n': out += ' '; break;
    default: out += c;
    }
  return out;
}

std::pair<std::string_view, std::string_view> mermaid_shape(node_kind kind) {
  switch (kind) {
  case node_kind::begin:
  case node_kind::event: return {"([", "])"};
  case node_kind::flow: return {"[[", "]]"};
  case node_kind::tell: return {">", "]"};
  case node_kind::decision: return {"{", "}"};
  case node_kind::first:
  case node_kind::loop:
  case node_kind::every: return {"{{", "}}"};
  case node_kind::wait:
  case node_kind::timer: return {"([", "])"};
  case node_kind::task: return {"[/", "\\]"};
  case node_kind::held: return {"[\\", "/]"};
  case node_kind::completed:
  case node_kind::rejected:
  case node_kind::cancelled: return {"(((", ")))"};
  case node_kind::undo:
  case node_kind::again:
  case node_kind::back:
  case node_kind::change: return {"(", ")"};
  default: return {"[", "]"};
  }
}

constexpr std::string_view mermaid_classes =
    R"(  classDef k_begin fill:#bfe5cc,stroke:#1e7d46,color:#111
  classDef k_event fill:#ece6fb,stroke:#6b4fbb,color:#111
  classDef k_tell fill:#e3f4f4,stroke:#2b7a78,color:#111
  classDef k_decision fill:#fff,stroke:#333,color:#111
  classDef k_loop fill:#f2f2f2,stroke:#555,color:#111
  classDef k_every fill:#f2f2f2,stroke:#555,color:#111
  classDef k_fork fill:#333,stroke:#333,color:#fff
  classDef k_join fill:#333,stroke:#333,color:#fff
  classDef k_change fill:#fff,stroke:#555,color:#111
  classDef k_back fill:#fff,stroke:#555,stroke-dasharray:4 3,color:#111
  classDef k_again fill:#fff,stroke:#555,stroke-dasharray:4 3,color:#111
  classDef k_stage fill:#e8eef5,stroke:#33475b,color:#111
  classDef k_ignored fill:#eee,stroke:#999,color:#555
  classDef k_call fill:#dde9fb,stroke:#3b6fb6,color:#111
  classDef k_flow fill:#dde9fb,stroke:#3b6fb6,color:#111
  classDef k_look fill:#fff,stroke:#8aa0b8,color:#111
  classDef k_task fill:#fff1cc,stroke:#b7791f,color:#111
  classDef k_wait fill:#ece6fb,stroke:#6b4fbb,color:#111
  classDef k_timer fill:#ece6fb,stroke:#6b4fbb,color:#111
  classDef k_first fill:#ece6fb,stroke:#6b4fbb,color:#111
  classDef k_held fill:#fde3c4,stroke:#c2410c,color:#111
  classDef k_completed fill:#bfe5cc,stroke:#1e7d46,color:#111
  classDef k_rejected fill:#f6c9c5,stroke:#b3261e,color:#111
  classDef k_cancelled fill:#ddd,stroke:#555,color:#111
  classDef k_undo fill:#fff,stroke:#00796b,stroke-dasharray:4 3,color:#00564c
)";

std::string mermaid_node(const node& n) {
  const auto [open, close] = mermaid_shape(n.is);
  std::string label = mermaid_text(n.is == node_kind::undo ? "Undo: " + n.title : n.title);
  for (const auto& detail : n.details)
    label += "<br/>" + mermaid_text(detail);
  // `n_` and `k_` keep names apart from Mermaid's own words, such as `end` and `call`.
  return "    n_" + n.id + std::string(open) + "\"" + label + "\"" + std::string(close) + ":::k_" +
         std::string(to_string(n.is)) + "\n";
}

std::string mermaid_nodes(const flow_graph& g, std::uint32_t part, std::uint32_t band) {
  std::string out;
  for (const node& n : g.nodes)
    if (n.part == part && (part > 0 || n.band == band))
      out += mermaid_node(n);
  return out;
}

std::string_view mermaid_colour(edge_kind kind) {
  switch (kind) {
  case edge_kind::error: return "#c62828";
  case edge_kind::late: return "#a65300";
  case edge_kind::undo:
  case edge_kind::next: return "#00796b";
  default: return "";
  }
}

} // namespace

std::string to_mermaid(const flow_graph& g) {
  std::string out = "---\ntitle: \"" + mermaid_text(g.title) + ", version " +
                    std::to_string(g.version) + "\"\n---\nflowchart TD\n";
  for (std::uint32_t b = 0; b < g.bands.size(); ++b)
    out += "  subgraph b_" + g.bands[b].name + "[\"" + mermaid_text(g.bands[b].title) +
           (g.bands[b].is_final ? " (point of no return)" : "") + "\"]\n" + mermaid_nodes(g, 0, b) +
           "  end\n";
  for (std::uint32_t h = 0; h < g.panels.size(); ++h)
    out += "  subgraph h_" + std::to_string(h + 1) + "[\"" + mermaid_text(heading_of(g.panels[h])) +
           "\"]\n" + mermaid_nodes(g, h + 1, 0) + "  end\n";
  std::string styles;
  std::size_t number = 0;
  for (const edge& e : g.edges) {
    if (e.is == edge_kind::jump)
      continue;
    const auto colour = mermaid_colour(e.is);
    out += "  n_" + g.nodes[e.from].id + (colour.empty() ? " -->" : " -.->") +
           (e.label.empty() ? "" : "|\"" + mermaid_text(e.label) + "\"|") + " n_" +
           g.nodes[e.to].id + "\n";
    if (!colour.empty())
      styles += "  linkStyle " + std::to_string(number) + " stroke:" + std::string(colour) + "\n";
    ++number;
  }
  return out + styles + std::string(mermaid_classes);
}

} // namespace gantry::dsl::graph
