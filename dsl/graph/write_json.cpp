#include "dsl/base/json.hpp"
#include "dsl/graph/flow_graph.hpp"

#include <algorithm>

namespace gantry::dsl::graph {
namespace {

value texts(const std::vector<std::string>& all) {
  value::list_type list;
  for (const auto& text : all)
    list.emplace_back(text);
  return value::make_list(std::move(list));
}

value number(std::uint32_t n) {
  return value(static_cast<std::int64_t>(n));
}

/// Handlers and policies are numbered each from 1.
std::int64_t number_of_panel(const flow_graph& g, std::uint32_t part) {
  return std::count_if(g.panels.begin(), g.panels.begin() + static_cast<std::ptrdiff_t>(part),
                       [&](const panel& p) { return p.is_policy == g.panels[part - 1].is_policy; });
}

value as_json(const flow_graph& g, const node& n) {
  value::map_entries members{{value("id"), value(n.id)},
                             {value("kind"), value(to_string(n.is))},
                             {value("title"), value(n.title)},
                             {value("details"), texts(n.details)}};
  if (!n.about.empty())
    members.emplace_back(value("about"), value(n.about));
  if (n.part == 0)
    members.emplace_back(value("stage"), value(g.bands[n.band].name));
  else
    members.emplace_back(value(g.panels[n.part - 1].is_policy ? "policy" : "handler"),
                         value(number_of_panel(g, n.part)));
  if (n.frame)
    members.emplace_back(value("frame"), value(static_cast<std::int64_t>(*n.frame) + 1));
  members.emplace_back(value("file"), value(n.at.file));
  members.emplace_back(value("line"), number(n.at.line));
  return value::make_map(std::move(members));
}

value as_json(const flow_graph& g, const edge& e) {
  value::map_entries members{{value("from"), value(g.nodes[e.from].id)},
                             {value("to"), value(g.nodes[e.to].id)},
                             {value("kind"), value(to_string(e.is))}};
  if (!e.label.empty())
    members.emplace_back(value("label"), value(e.label));
  return value::make_map(std::move(members));
}

value bands_of(const flow_graph& g) {
  value::list_type list;
  for (const band& b : g.bands)
    list.push_back(value::make_map({{value("name"), value(b.name)},
                                    {value("title"), value(b.title)},
                                    {value("final"), value(b.is_final)},
                                    {value("due"), texts(b.due)}}));
  return value::make_list(std::move(list));
}

value handlers_of(const flow_graph& g) {
  value::list_type list;
  for (std::uint32_t part = 1; part <= g.panels.size(); ++part)
    if (const panel& p = g.panels[part - 1]; !p.is_policy)
      list.push_back(value::make_map({{value("handler"), value(number_of_panel(g, part))},
                                      {value("title"), value(p.title)},
                                      {value("from"), value(p.from)}}));
  return value::make_list(std::move(list));
}

value policies_of(const flow_graph& g) {
  value::list_type list;
  for (std::uint32_t part = 1; part <= g.panels.size(); ++part)
    if (const panel& p = g.panels[part - 1]; p.is_policy)
      list.push_back(value::make_map({{value("policy"), value(number_of_panel(g, part))},
                                      {value("name"), value(p.from)},
                                      {value("title"), value(p.title)},
                                      {value("steps"), texts(p.steps)}}));
  return value::make_list(std::move(list));
}

} // namespace

std::string to_json(const flow_graph& g) {
  value::list_type nodes, edges;
  for (const node& n : g.nodes)
    nodes.push_back(as_json(g, n));
  for (const edge& e : g.edges)
    edges.push_back(as_json(g, e));
  return gantry::to_json(value::make_map({{value("workflow"), value(g.name)},
                                          {value("version"), value(g.version)},
                                          {value("title"), value(g.title)},
                                          {value("about"), value(g.about)},
                                          {value("file"), value(g.file)},
                                          {value("stages"), bands_of(g)},
                                          {value("handlers"), handlers_of(g)},
                                          {value("policies"), policies_of(g)},
                                          {value("nodes"), value::make_list(std::move(nodes))},
                                          {value("edges"), value::make_list(std::move(edges))}}));
}

} // namespace gantry::dsl::graph
