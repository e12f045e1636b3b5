#include "dsl/graph/graph_builder.hpp"

#include "dsl/lower/checked_folder.hpp"

#include <algorithm>

namespace gantry::dsl::graph {

graph_builder::graph_builder(const checked_workflow& w)
    : w_(w), words_([this](std::string_view name) { return documentation_of(name); }) {}

flow_graph graph_builder::build() {
  const syntax::workflow& said = *w_.said;
  graph_.name = said.name.text;
  graph_.title = title_of(said.name.text);
  graph_.version = said.version.value_or(1);
  graph_.about = first_paragraph(said.documentation);
  graph_.file = said.at.file;
  bands();
  complete(block(said.body, begins()), said.body.at);
  for (const syntax::handler& h : said.handlers)
    handler(h);
  for (const shared_clauses& p : policies())
    policy(p);
  return std::move(graph_);
}

std::uint32_t graph_builder::add(node_kind is, const std::string& id, std::string title,
                                 const source_span& at) {
  std::string unique = id;
  for (int number = 2; !ids_.insert(unique).second; ++number)
    unique = id + "_" + std::to_string(number);
  graph_.nodes.push_back({unique, is, std::move(title), {}, {}, part_, band_, frame_, at});
  return static_cast<std::uint32_t>(graph_.nodes.size() - 1);
}

void graph_builder::connect(std::uint32_t from, std::uint32_t to, edge_kind is, std::string label) {
  graph_.edges.push_back({from, to, is, std::move(label)});
}

void graph_builder::connect(const ways& from, std::uint32_t to) {
  for (const way& w : from)
    connect(w.from, to, w.is, w.label);
}

graph_builder::ways graph_builder::on_path(const ways& in, std::uint32_t node) {
  connect(in, node);
  return {{node, edge_kind::path, {}}};
}

void graph_builder::append(ways& to, const ways& more) {
  to.insert(to.end(), more.begin(), more.end());
}

void graph_builder::bands() {
  graph_.bands.push_back({"started", "Started", false, {}});
  for (const dsl::stage& s : w_.stages)
    if (s.name != "started")
      graph_.bands.push_back({s.name, title_of(s.name), s.final, {}});
  for (const syntax::service_level& level : w_.said->levels)
    for (band& b : graph_.bands)
      if (b.name == level.name.text) {
        b.due.push_back("due " + words_.say(level.until));
        if (level.warn)
          b.due.push_back("warned " + words_.say(*level.warn) + " before");
      }
}

graph_builder::ways graph_builder::begins() {
  ways open;
  for (const syntax::beginning& b : w_.said->begins)
    append(open, begin(b));
  if (!open.empty())
    return open;
  const auto& parameters = w_.said->parameters;
  std::vector<std::string> names;
  for (const auto& p : parameters)
    names.push_back(words_of(p.name.text));
  std::string what = names.empty() ? "Begin" : names.front();
  for (std::size_t i = 1; i < names.size(); ++i)
    what += (i + 1 == names.size() ? " and " : ", ") + names[i];
  what = names.empty() ? what : title_of(what) + " handed in";
  return {{add(node_kind::begin, "begin", what, w_.said->at), edge_kind::path, {}}};
}

graph_builder::ways graph_builder::begin(const syntax::beginning& said) {
  if (const auto* on = std::get_if<syntax::begin_on>(&said.is)) {
    const auto node = add(node_kind::begin, "begin", title_of(on->event.name.text), said.at);
    if (on->event.contract)
      at(node).details.push_back(system_of(on->event.contract->text));
    if (on->where)
      at(node).details.push_back("if " + words_.say(on->where));
    return {{node, edge_kind::path, {}}};
  }
  const auto& when = std::get<syntax::begin_at>(said.is);
  const auto node = add(node_kind::begin, "begin", "Every working day at " + when.time, said.at);
  at(node).details.push_back("calendar “" + words_of(when.calendar.text) + "”");
  return {{node, edge_kind::path, {}}};
}

void graph_builder::complete(const ways& open, const source_span& at) {
  if (!open.empty())
    connect(open, add(node_kind::completed, "completed", "Completed", at));
}

void graph_builder::handler(const syntax::handler& said) {
  const auto& event = said.event;
  graph_.panels.push_back({false,
                           title_of(event.name.text),
                           event.contract ? system_of(event.contract->text) : std::string{},
                           {}});
  part_ = static_cast<std::uint32_t>(graph_.panels.size());
  band_ = 0;
  const auto node = add(node_kind::event, event.name.text, title_of(event.name.text), said.at);
  event_details(node, event);
  if (said.where)
    at(node).details.push_back("if " + words_.say(said.where));
  ways open;
  for (const syntax::arm& arm : said.arms) {
    std::string label;
    if (said.has_arms)
      label = arm.before ? "before “" + title_of(arm.before->text) + "”" : "later";
    append(open, block(arm.body, {{node, edge_kind::path, label}}));
  }
  if (!open.empty())
    connect(open, add(node_kind::ignored, "goes_on", "The flow goes on", said.whole));
}

graph_builder::ways graph_builder::block(const syntax::block& b, ways in) {
  for (const syntax::statement& s : b.statements) {
    if (in.empty())
      break;
    in = std::visit([&](const auto& one) { return put(one, in, s.at); }, s.is);
  }
  return in;
}

graph_builder::ways graph_builder::beside(const syntax::block& b, const way& in) {
  const bool was_beside = std::exchange(is_beside_, true);
  auto out = block(b, {in});
  is_beside_ = was_beside;
  return out;
}

graph_builder::ways graph_builder::beside(const std::optional<syntax::block>& b, const way& in) {
  return b ? beside(*b, in) : ways{};
}

graph_builder::ways graph_builder::yielding(const syntax::block& b, ways in) {
  yields_.emplace_back();
  auto out = block(b, std::move(in));
  append(out, yields_.back());
  yields_.pop_back();
  return out;
}

void graph_builder::event_details(std::uint32_t node, const syntax::call& event) {
  if (event.contract)
    at(node).details.push_back("from " + system_of(event.contract->text));
  const auto found = w_.events.find(&event);
  if (found == w_.events.end())
    return;
  const auto& checked = found->second;
  at(node).about = first_paragraph(checked.contract->said->events[checked.event].documentation);
}

std::string graph_builder::documentation_of(std::string_view define) const {
  const auto in = [&](const unit& u) -> std::string {
    for (const syntax::define& d : u.said.defines)
      if (d.name.text == define)
        return first_paragraph(d.documentation);
    return {};
  };
  auto told = in(*w_.file);
  for (const unit* u : w_.file->imports)
    if (told.empty())
      told = in(*u);
  return told;
}

graph_builder::ways graph_builder::late(const syntax::deadline& d, std::uint32_t node) {
  at(node).details.push_back(words_.say(static_cast<const syntax::when&>(d)));
  const auto label = d.within ? "after " + words_.say(*d.within) : std::string("too late");
  return beside(d.otherwise, {node, edge_kind::late, label});
}

std::vector<flow_graph> graphs_of(const std::vector<source_file>& files,
                                  std::vector<diagnostic>& diagnostics) {
  std::vector<diagnostic> found;
  const checked_folder folder(files, found);
  const bool has_errors = std::any_of(found.begin(), found.end(), [](const diagnostic& d) {
    return d.level == diagnostic::severity::error;
  });
  // What follows from other mistakes is left out by `compile`, so that all tools tell the same.
  auto told = has_errors ? compile(files).diagnostics : std::move(found);
  diagnostics.insert(diagnostics.end(), told.begin(), told.end());
  std::vector<flow_graph> graphs;
  if (!has_errors)
    for (const checked_workflow& w : folder.workflows())
      graphs.push_back(graph_builder(w).build());
  return graphs;
}

} // namespace gantry::dsl::graph
