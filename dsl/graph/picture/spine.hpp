#pragma once

#include "dsl/graph/flow_graph.hpp"

#include <cstdint>
#include <map>

namespace gantry::dsl::graph {

/// The longest way through a part on which nothing goes wrong: it is drawn straight, and what else
/// may happen stands beside it. By node the number of its straight piece: what follows on a loop
/// begins a new one below the body of the loop. Empty where a part has no way.
[[nodiscard]] std::map<std::uint32_t, int> spine_of(const flow_graph& g, std::uint32_t part);

/// Whether a node stands in a frame, or in one inside of it.
[[nodiscard]] bool is_inside(const flow_graph& g, std::uint32_t node, std::uint32_t frame);
/// Whether an edge leads from the question of a loop to what comes when it is answered.
[[nodiscard]] bool leaves_loop(const flow_graph& g, const edge& e);

/// Whether an edge leads to `try again`, from where another one leads back: both are one line.
[[nodiscard]] bool is_there_and_back(const flow_graph& g, const edge& e);
/// Whether an edge is the way back of such a pair, which has no line of its own.
[[nodiscard]] bool is_way_back(const flow_graph& g, const edge& e);

} // namespace gantry::dsl::graph
