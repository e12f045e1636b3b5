#include "dsl/graph/graph_builder.hpp"

namespace gantry::dsl::graph {

graph_builder::ways graph_builder::go_back(const syntax::back& b, std::uint32_t node) {
  at(node).details.push_back("back to “" + title_of(b.stage.text) + "”" +
                             (b.at_most ? ", at most " + words_.say(b.at_most) + " times" : ""));
  for (std::uint32_t i = 0; i < graph_.nodes.size(); ++i) {
    const node_kind is = at(i).is;
    const bool is_start = b.stage.text == "started"
                              ? is == node_kind::begin
                              : is == node_kind::stage && at(i).id == b.stage.text;
    if (is_start)
      connect(node, i, edge_kind::jump);
  }
  return beside(b.otherwise, {node, edge_kind::error, "too often"});
}

graph_builder::ways graph_builder::put(const syntax::amend& s, const ways& in,
                                       const source_span& span) {
  std::string what;
  for (const syntax::change& c : s.changes)
    what += (what.empty() ? "" : ", ") + words_of(c.path.back().text);
  const auto node = add(node_kind::change, "change", "Change " + what, span);
  auto out = on_path(in, node);
  if (!s.then) {
    at(node).details.push_back("what was done stays");
    return out;
  }
  return go_back(*s.then, node);
}

graph_builder::ways graph_builder::put(const syntax::back& s, const ways& in,
                                       const source_span& span) {
  const auto node = add(node_kind::back, "back", "Once more", span);
  connect(in, node);
  return go_back(s, node);
}

graph_builder::ways graph_builder::put(const syntax::emit& s, const ways& in,
                                       const source_span& span) {
  const auto node = add(node_kind::tell, s.event.name.text, title_of(s.event.name.text), span);
  if (s.event.contract)
    at(node).details.push_back("told to " + system_of(s.event.contract->text));
  return on_path(in, node);
}

graph_builder::ways graph_builder::put(const syntax::stage& s, const ways& in,
                                       const source_span& span) {
  for (std::uint32_t i = 0; i < graph_.bands.size(); ++i)
    if (graph_.bands[i].name == s.name.text)
      band_ = i;
  return on_path(in, add(node_kind::stage, s.name.text, title_of(s.name.text), span));
}

std::optional<std::uint32_t> graph_builder::same_end(const ways& in, node_kind is,
                                                     const std::string& why) const {
  if (in.size() != 1)
    return std::nullopt;
  for (const edge& e : graph_.edges) {
    const node& end = graph_.nodes[e.to];
    if (e.from == in.front().from && end.is == is && end.part == part_ && end.band == band_ &&
        end.frame == frame_ && end.details == std::vector<std::string>(why.empty() ? 0 : 1, why))
      return e.to;
  }
  return std::nullopt;
}

graph_builder::ways graph_builder::put(const syntax::exit& s, const ways& in,
                                       const source_span& span) {
  using word = syntax::exit::word;
  if (s.is == word::yield) {
    if (yields_.empty())
      return in;
    append(yields_.back(), in);
    return {};
  }
  const auto kind = s.is == word::reject   ? node_kind::rejected
                    : s.is == word::cancel ? node_kind::cancelled
                                           : node_kind::held;
  const char* title = s.is == word::reject   ? "Rejected"
                      : s.is == word::cancel ? "Cancelled"
                                             : "Held for a person";
  const auto why = words_.reason(s.value);
  if (const auto same = is_beside_ ? same_end(in, kind, why) : std::nullopt) {
    connect(in, *same);
    return {};
  }
  const auto node = add(kind, std::string(to_string(kind)), title, span);
  if (!why.empty())
    at(node).details.push_back(why);
  connect(in, node);
  if (s.is == word::hold && !is_beside_)
    return {{node, edge_kind::path, "released"}};
  return {};
}

graph_builder::ways graph_builder::put(const syntax::give_back&, const ways& in,
                                       const source_span& span) {
  complete(in, span);
  return {};
}

graph_builder::ways graph_builder::put(const syntax::broken&, const ways& in, const source_span&) {
  return in;
}

} // namespace gantry::dsl::graph
