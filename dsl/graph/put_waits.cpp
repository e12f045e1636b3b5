#include "dsl/graph/graph_builder.hpp"

namespace gantry::dsl::graph {

graph_builder::ways graph_builder::put(const syntax::wait& s, const ways& in,
                                       const source_span& span) {
  const auto node = add(node_kind::wait, s.name.text, title_of(s.event.name.text), span);
  event_details(node, s.event);
  if (s.where)
    at(node).details.push_back("if " + shortened(words_.say(s.where), 60));
  auto out = on_path(in, node);
  if (s.until)
    append(out, late(*s.until, node));
  return out;
}

graph_builder::ways graph_builder::put(const syntax::wait_first& s, const ways& in,
                                       const source_span& span) {
  const auto node =
      add(node_kind::first, s.name ? s.name->text : "first", "Whatever comes first", span);
  connect(in, node);
  if (s.name)
    yields_.emplace_back();
  ways out;
  for (const syntax::wait_arm& arm : s.arms) {
    std::string label = words_of(arm.event.name.text);
    if (arm.where)
      label += " if " + shortened(words_.say(arm.where), 40);
    append(out, block(arm.body, {{node, edge_kind::path, label}}));
  }
  if (s.until)
    append(out, late(*s.until, node));
  if (s.name) {
    append(out, yields_.back());
    yields_.pop_back();
  }
  return out;
}

graph_builder::ways graph_builder::put(const syntax::wait_time& s, const ways& in,
                                       const source_span& span) {
  const auto title =
      s.length ? "Wait " + words_.say(*s.length) : "Until " + shortened(words_.say(s.until), 60);
  const auto node = add(node_kind::timer, "timer", title, span);
  auto out = on_path(in, node);
  if (s.at_latest)
    append(out, late(*s.at_latest, node));
  return out;
}

std::string graph_builder::stretches_of(const syntax::task& t) const {
  std::string all;
  for (const syntax::due& d : t.stretches) {
    all += (all.empty() ? "" : " ") + words_.say(d.until);
    if (d.escalate_to)
      all += ", then " + words_of(words_.reason(d.escalate_to));
    else if (d.choice)
      all += ", else “" + words_of(d.choice->text) + "”";
  }
  return all;
}

graph_builder::ways graph_builder::put(const syntax::task& s, const ways& in,
                                       const source_span& span) {
  const auto node = add(node_kind::task, s.name.text, title_of(s.name.text), span);
  std::vector<std::string> choices, fields;
  for (const syntax::identifier& c : s.choose)
    choices.push_back(words_of(c.text));
  for (const syntax::entry_field& f : s.enter)
    fields.push_back(words_of(f.name.text));
  at(node).title += ": " + choice_of(choices);
  at(node).details.push_back("decided by " + words_of(words_.reason(s.whom)));
  std::string entered;
  for (const auto& field : fields)
    entered += (entered.empty() ? "" : ", ") + field;
  if (!entered.empty())
    at(node).details.push_back("enters " + entered);
  at(node).details.push_back(stretches_of(s));
  auto out = on_path(in, node);
  for (const syntax::due& d : s.stretches)
    append(out, beside(d.outcome, {node, edge_kind::late, "nobody decides"}));
  return out;
}

} // namespace gantry::dsl::graph
