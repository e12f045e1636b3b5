#include "dsl/graph/graph_builder.hpp"

#include <algorithm>
#include <utility>

namespace gantry::dsl::graph {

graph_builder::ways graph_builder::put(const syntax::let& s, const ways& in,
                                       const source_span& span) {
  if (!s.choice && !s.cases)
    return in; // a value that is worked out is nothing that happens
  yields_.emplace_back();
  auto out = s.choice ? put(*s.choice, in, span) : put(*s.cases, in, span);
  append(out, yields_.back());
  yields_.pop_back();
  return out;
}

graph_builder::ways graph_builder::put(const syntax::if_else& s, const ways& in,
                                       const source_span& span) {
  const auto asked =
      s.as ? title_of(words_.say(s.condition)) + " is there?" : words_.question(s.condition);
  const auto node = add(node_kind::decision, "decision", asked, span);
  connect(in, node);
  const auto before = band_;
  auto out = block(s.then, {{node, edge_kind::path, "yes"}});
  const auto behind_then = std::exchange(band_, before);
  const ways no{{node, edge_kind::path, "no"}};
  append(out, s.otherwise ? block(*s.otherwise, no) : no);
  band_ = std::max(band_, behind_then);
  return out;
}

graph_builder::ways graph_builder::put(const syntax::match& s, const ways& in,
                                       const source_span& span) {
  const auto node = add(node_kind::decision, "decision", words_.question(s.subject), span);
  connect(in, node);
  const auto before = band_;
  auto behind = band_;
  ways out;
  for (const syntax::match_arm& arm : s.arms) {
    std::vector<std::string> cases;
    for (const syntax::pattern& p : arm.patterns)
      cases.push_back(p.is == syntax::pattern::shape::otherwise ? "otherwise"
                      : p.is == syntax::pattern::shape::name    ? words_of(p.text)
                                                                : words_.say(p.literal));
    band_ = before;
    append(out, block(arm.body, {{node, edge_kind::path, choice_of(cases)}}));
    behind = std::max(behind, band_);
  }
  band_ = behind;
  return out;
}

graph_builder::ways graph_builder::put(const syntax::parallel& s, const ways& in,
                                       const source_span& span) {
  const auto fork = add(node_kind::fork, "fork", "At the same time", span);
  connect(in, fork);
  ways open;
  for (const syntax::statement& one : s.body.statements) {
    const ways begin{{fork, edge_kind::path, {}}};
    append(open, std::visit([&](const auto& each) { return put(each, begin, one.at); }, one.is));
  }
  if (open.empty())
    return {};
  const auto join = add(node_kind::join, "join", "All done", span);
  return on_path(open, join);
}

graph_builder::ways graph_builder::put(const syntax::branch& s, const ways& in,
                                       const source_span&) {
  return block(s.body, in);
}

graph_builder::ways graph_builder::put(const syntax::each& s, const ways& in, const source_span&) {
  const auto outer = frame_;
  graph_.frames.push_back({outer, part_});
  frame_ = static_cast<std::uint32_t>(graph_.frames.size() - 1);
  const auto list = shortened(words_.say(s.list), 48);
  const auto node =
      add(node_kind::every, s.name.text, "For each " + words_of(s.item.text) + " of " + list, s.at);
  at(node).details.push_back(words_.say(s.width) + " at once");
  connect(in, node);
  auto out = yielding(s.body, {{node, edge_kind::path, {}}});
  frame_ = outer;
  if (out.size() == 1 && out.front().label.empty())
    out.front().label = "all done";
  return out;
}

graph_builder::ways graph_builder::bounded(const syntax::block& otherwise, std::uint32_t node,
                                           const std::string& label) {
  return beside(otherwise, {node, edge_kind::error, label});
}

graph_builder::ways graph_builder::put(const syntax::repeat& s, const ways& in,
                                       const source_span& span) {
  const auto outer = frame_;
  graph_.frames.push_back({outer, part_});
  const auto inner = static_cast<std::uint32_t>(graph_.frames.size() - 1);
  frame_ = inner;
  const auto node = add(node_kind::loop, s.name.text, words_.question(s.until), span);
  const auto most = words_.rounds(s.at_most);
  at(node).details.push_back("before each round, at most " + most);
  connect(in, node);
  breaks_.emplace_back();
  auto round = yielding(s.body, {{node, edge_kind::path, "no"}});
  frame_ = outer;
  for (way& w : round)
    w.is = w.is == edge_kind::path ? edge_kind::again : w.is;
  connect(round, node);
  ways out{{node, edge_kind::path, "yes"}};
  const bool only_leaves = s.otherwise.statements.size() == 1 &&
                           std::holds_alternative<syntax::break_out>(s.otherwise.statements[0].is);
  if (!only_leaves) { // it is asked where the loop begins, before its body has passed stages
    const auto behind = std::exchange(band_, at(node).band);
    append(out, bounded(s.otherwise, node, "no, after " + most));
    band_ = behind;
  }
  append(out, breaks_.back());
  breaks_.pop_back();
  return out;
}

graph_builder::ways graph_builder::put(const syntax::break_out&, const ways& in,
                                       const source_span&) {
  if (!breaks_.empty())
    append(breaks_.back(), in);
  return {};
}

} // namespace gantry::dsl::graph
