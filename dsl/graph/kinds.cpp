#include "dsl/graph/flow_graph.hpp"

namespace gantry::dsl::graph {

std::string_view to_string(node_kind kind) {
  switch (kind) {
  case node_kind::begin: return "begin";
  case node_kind::event: return "event";
  case node_kind::call: return "call";
  case node_kind::look: return "look";
  case node_kind::flow: return "flow";
  case node_kind::tell: return "tell";
  case node_kind::decision: return "decision";
  case node_kind::first: return "first";
  case node_kind::loop: return "loop";
  case node_kind::every: return "every";
  case node_kind::fork: return "fork";
  case node_kind::join: return "join";
  case node_kind::wait: return "wait";
  case node_kind::timer: return "timer";
  case node_kind::task: return "task";
  case node_kind::change: return "change";
  case node_kind::back: return "back";
  case node_kind::again: return "again";
  case node_kind::stage: return "stage";
  case node_kind::held: return "held";
  case node_kind::completed: return "completed";
  case node_kind::rejected: return "rejected";
  case node_kind::cancelled: return "cancelled";
  case node_kind::ignored: return "ignored";
  case node_kind::undo: return "undo";
  }
  return "";
}

/// A title within a sentence keeps the capitals of its abbreviations.
std::string heading_of(const panel& p) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  auto title = p.title;
  if (p.is_policy)
    return title;
  if (title.size() > 1 && is_capital(title[0]) && !is_capital(title[1]))
    title[0] = static_cast<char>(title[0] - 'A' + 'a');
  return "At any time: " + title;
}

std::string_view to_string(edge_kind kind) {
  switch (kind) {
  case edge_kind::path: return "path";
  case edge_kind::error: return "error";
  case edge_kind::late: return "late";
  case edge_kind::again: return "again";
  case edge_kind::jump: return "jump";
  case edge_kind::undo: return "undo";
  case edge_kind::next: return "next";
  }
  return "";
}

} // namespace gantry::dsl::graph
