#pragma once

#include "dsl/compile.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A workflow as a picture: what a business person has to see of it, in plain words and in no
/// particular notation. Writers turn it into DOT, Mermaid, JSON and SVG.
namespace gantry::dsl::graph {

enum class node_kind : std::uint8_t {
  begin,     ///< what starts the flow
  event,     ///< what calls a handler
  call,      ///< a step that changes something in a far system
  look,      ///< a step that only reads
  flow,      ///< a step that calls another workflow
  tell,      ///< `emit`
  decision,  ///< `if`, `match`, the arms of a handler
  first,     ///< `wait first`
  loop,      ///< `repeat`, with its condition
  every,     ///< `each`
  fork,      ///< where a `parallel` begins
  join,      ///< where it ends
  wait,      ///< for an event
  timer,     ///< for a time, or for a condition
  task,      ///< a person decides
  change,    ///< `amend`
  back,      ///< `back to`
  again,     ///< `retry` as a statement
  stage,     ///< a milestone: the border of two bands
  held,      ///< stops for a person
  completed, ///< the end: all is done
  rejected,  ///< the end: what was done is taken back
  cancelled, ///< the end: what was done is taken back
  ignored,   ///< a handler has nothing to do: the flow goes on
  undo,      ///< how a step is taken back
};

enum class edge_kind : std::uint8_t {
  path,  ///< as it should go
  error, ///< something failed
  late,  ///< a deadline has passed
  again, ///< back to what comes once more
  jump,  ///< back to a stage; pictures leave it out, the node names the stage
  undo,  ///< a step, and how it is taken back
  next,  ///< from an undo to the one that follows: in reverse order
};

[[nodiscard]] std::string_view to_string(node_kind kind);
[[nodiscard]] std::string_view to_string(edge_kind kind);

/// What comes behind one stage and before the next one, and is drawn as a band.
struct band {
  std::string name; ///< of the stage: `released`
  std::string title;
  bool is_final = false;        ///< at its upper border nothing can be taken back any more
  std::vector<std::string> due; ///< its service levels, in words
};

/// A box around what is done several times, or beside others.
struct frame {
  std::optional<std::uint32_t> parent;
  std::uint32_t part = 0;
};

struct node {
  std::string id; ///< the name in the text where it has one, made unique: `post`, `held_2`
  node_kind is = node_kind::call;
  std::string title;
  std::vector<std::string> details;
  std::string about;      ///< documentation of what is called; may be empty
  std::uint32_t part = 0; ///< 0: the way of the order; n: panel n
  std::uint32_t band = 0;
  std::optional<std::uint32_t> frame;
  source_span at;
};

struct edge {
  std::uint32_t from = 0, to = 0; ///< indexes of nodes
  edge_kind is = edge_kind::path;
  std::string label;
};

/// What stands beside the way of the order: what happens when an event comes at any time, or what a
/// policy says once for many steps.
struct panel {
  bool is_policy = false;
  std::string title;              ///< `Cancel requested`, `Each step on EDI`
  std::string from;               ///< of a handler the contract: `OMS`; of a policy its name
  std::vector<std::string> steps; ///< of a policy: the ids of the steps that it applies to
};

/// What stands above a panel: `At any time: cancel requested`.
[[nodiscard]] std::string heading_of(const panel& p);

struct flow_graph {
  std::string name;
  std::string title;
  int version = 1;
  std::string about; ///< the first paragraph of its documentation
  std::string file;
  std::vector<band> bands; ///< at least `started`
  std::vector<frame> frames;
  std::vector<node> nodes; ///< in the order of the text
  std::vector<edge> edges;
  std::vector<panel> panels; ///< the handlers, and behind them the policies
};

/// The graph of every workflow of the files, in the order of the text. What went wrong is appended
/// to `diagnostics`; with errors there are no graphs. What a policy says for many steps is drawn
/// once, as a panel.
[[nodiscard]] std::vector<flow_graph> graphs_of(const std::vector<source_file>& files,
                                                std::vector<diagnostic>& diagnostics);

/// One DOT graph, for Graphviz: bands and panels are clusters.
[[nodiscard]] std::string to_dot(const flow_graph& g);
/// A Mermaid flowchart: bands and panels are subgraphs.
[[nodiscard]] std::string to_mermaid(const flow_graph& g);
/// One JSON object; shape in docs/interfaces.md, "Pictures of flows".
[[nodiscard]] std::string to_json(const flow_graph& g);

} // namespace gantry::dsl::graph
