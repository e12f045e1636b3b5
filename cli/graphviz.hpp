#pragma once

#include "dsl/base/error.hpp"
#include "dsl/graph/flow_graph.hpp"

#include <string>

namespace gantry::cli {

/// The picture of a flow, laid out by the program `dot` of Graphviz.
/// Errors: unavailable where Graphviz is not installed or takes longer than 30 s; internal with
/// what it says.
[[nodiscard]] result<std::string> draw_svg(const dsl::graph::flow_graph& g);

} // namespace gantry::cli
