#pragma once

#include "dsl/check/checked_workflow.hpp"
#include "dsl/graph/flow_graph.hpp"
#include "dsl/graph/plain_words.hpp"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace gantry::dsl::graph {

/// Walks a checked workflow once, in the order of its text, and writes down nodes and edges.
///
/// Each statement takes the ways that lead to it and gives those that lead on. A way that leads
/// nowhere (`reject`, `back`) is dropped; one that leaves a block early (`yield`, `break`) waits
/// at the construct that it leaves.
class graph_builder {
public:
  explicit graph_builder(const checked_workflow& w);
  [[nodiscard]] flow_graph build();

private:
  /// The open end of a path.
  struct way {
    std::uint32_t from = 0;
    edge_kind is = edge_kind::path;
    std::string label;
  };
  using ways = std::vector<way>;

  // Nodes and edges.
  std::uint32_t add(node_kind is, const std::string& id, std::string title, const source_span& at);
  node& at(std::uint32_t index) { return graph_.nodes[index]; }
  void connect(const ways& from, std::uint32_t to);
  void connect(std::uint32_t from, std::uint32_t to, edge_kind is, std::string label = {});
  /// A node on the path: what leads to it, and the way that leads on.
  ways on_path(const ways& in, std::uint32_t node);
  static void append(ways& to, const ways& more);

  // The parts of a workflow.
  void bands();
  ways begins();
  ways begin(const syntax::beginning& said);
  void handler(const syntax::handler& said);
  void complete(const ways& open, const source_span& at);

  // Blocks and statements.
  ways block(const syntax::block& b, ways in);
  /// The end that the same node leads to already, for the same reason.
  [[nodiscard]] std::optional<std::uint32_t> same_end(const ways& in, node_kind is,
                                                      const std::string& why) const;
  /// A block to which only something unusual leads: what holds there does not go on.
  ways beside(const syntax::block& b, const way& in);
  ways beside(const std::optional<syntax::block>& b, const way& in);
  /// A block whose `yield` leads on behind it.
  ways yielding(const syntax::block& b, ways in);
  ways put(const syntax::step& s, const ways& in, const source_span& at);
  ways put(const syntax::let& s, const ways& in, const source_span& at);
  ways put(const syntax::if_else& s, const ways& in, const source_span& at);
  ways put(const syntax::match& s, const ways& in, const source_span& at);
  ways put(const syntax::parallel& s, const ways& in, const source_span& at);
  ways put(const syntax::branch& s, const ways& in, const source_span& at);
  ways put(const syntax::each& s, const ways& in, const source_span& at);
  ways put(const syntax::repeat& s, const ways& in, const source_span& at);
  ways put(const syntax::wait& s, const ways& in, const source_span& at);
  ways put(const syntax::wait_first& s, const ways& in, const source_span& at);
  ways put(const syntax::wait_time& s, const ways& in, const source_span& at);
  ways put(const syntax::task& s, const ways& in, const source_span& at);
  ways put(const syntax::amend& s, const ways& in, const source_span& at);
  ways put(const syntax::back& s, const ways& in, const source_span& at);
  ways put(const syntax::emit& s, const ways& in, const source_span& at);
  ways put(const syntax::stage& s, const ways& in, const source_span& at);
  ways put(const syntax::exit& s, const ways& in, const source_span& at);
  ways put(const syntax::break_out& s, const ways& in, const source_span& at);
  ways put(const syntax::give_back& s, const ways& in, const source_span& at);
  ways put(const syntax::retry& s, const ways& in, const source_span& at);
  ways put(const syntax::broken& s, const ways& in, const source_span& at);

  // The parts of a step.
  std::uint32_t step_node(const syntax::step& s, const source_span& at);
  void undo_of(const syntax::step& s, std::uint32_t step);
  std::string undo_title(const syntax::compensation& c) const;
  ways failures(const syntax::step& s, std::uint32_t step);
  ways deadlines(const syntax::step& s, std::uint32_t step);
  ways handled(const syntax::error_clause& e, std::uint32_t node);
  ways tried_again(const syntax::retry& r, std::uint32_t node);
  ways answered(const syntax::answer& a, const std::string& event, std::uint32_t node);
  [[nodiscard]] std::string answer_of(const syntax::step& s) const;
  [[nodiscard]] std::string retry_words(const syntax::retry& r) const;

  /// What a policy says for the steps that were drawn, with no clause of their own for it.
  struct shared_clauses {
    std::string name;
    std::vector<std::uint32_t> nodes; ///< of its steps
    std::set<std::string> systems;
    bool has_all_of_systems = true; ///< no other step calls one of them
    const syntax::retry* retry = nullptr;
    const syntax::deadline* deadline = nullptr;
    const syntax::answer* answer = nullptr;
    std::set<std::string> answers; ///< the events that answer
    std::vector<const syntax::error_clause*> handlers;
  };
  [[nodiscard]] std::vector<shared_clauses> policies() const;
  [[nodiscard]] std::string steps_of(const shared_clauses& p) const;
  void policy(const shared_clauses& p);

  // Loops and waits.
  ways bounded(const syntax::block& otherwise, std::uint32_t node, const std::string& label);
  ways go_back(const syntax::back& b, std::uint32_t node);
  std::string stretches_of(const syntax::task& t) const;
  void event_details(std::uint32_t node, const syntax::call& event);

  [[nodiscard]] std::string documentation_of(std::string_view define) const;
  /// What is done when a deadline has passed; the node says when that is.
  ways late(const syntax::deadline& d, std::uint32_t node);

  const checked_workflow& w_;
  flow_graph graph_;
  plain_words words_;
  std::set<std::string> ids_;
  std::uint32_t band_ = 0;
  std::uint32_t part_ = 0;
  std::optional<std::uint32_t> frame_;
  bool is_beside_ = false;
  std::vector<ways> yields_; ///< by the constructs that a `yield` leaves, the innermost last
  std::vector<ways> breaks_; ///< by the loops that a `break` leaves
  std::vector<std::uint32_t> steps_; ///< whose clauses are walked: where a `retry` goes back to
  std::vector<std::pair<const syntax::step*, std::uint32_t>>
      drawn_; ///< all steps, with their nodes
  std::optional<std::uint32_t> last_undo_;
};

} // namespace gantry::dsl::graph
