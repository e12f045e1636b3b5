#include "dsl/graph/graph_builder.hpp"

namespace gantry::dsl::graph {
namespace {

/// The names of all calls of a block, in the order of the text.
void calls_in(const syntax::block& b, std::vector<std::string>& names) {
  for (const syntax::statement& s : b.statements) {
    if (const auto* step = std::get_if<syntax::step>(&s.is))
      names.push_back(words_of(step->what.name.text));
    if (const auto* one = std::get_if<syntax::if_else>(&s.is)) {
      calls_in(one->then, names);
      if (one->otherwise)
        calls_in(*one->otherwise, names);
    }
    if (const auto* one = std::get_if<syntax::match>(&s.is))
      for (const syntax::match_arm& arm : one->arms)
        calls_in(arm.body, names);
  }
}

bool is_choice(const syntax::block& b) {
  return b.statements.size() == 1 && !std::holds_alternative<syntax::step>(b.statements[0].is);
}

} // namespace

std::uint32_t graph_builder::step_node(const syntax::step& s, const source_span& span) {
  const auto title = title_of(s.what.name.text);
  const auto call = w_.calls.find(&s.what);
  if (call == w_.calls.end()) {
    const auto node = add(node_kind::flow, s.name.text, title, span);
    at(node).details.push_back("a flow of its own");
    return node;
  }
  const bool reads = call->second.callee().effect == effect_class::read;
  const auto node = add(reads ? node_kind::look : node_kind::call, s.name.text, title, span);
  at(node).details.push_back(system_of(s.what.contract ? s.what.contract->text : std::string{}));
  at(node).about = first_paragraph(call->second.said().documentation);
  return node;
}

std::string graph_builder::undo_title(const syntax::compensation& c) const {
  if (c.undo)
    return title_of(c.undo->name.text);
  std::vector<std::string> names;
  if (c.steps)
    calls_in(*c.steps, names);
  if (c.steps && is_choice(*c.steps))
    return title_of(choice_of(names));
  std::string all;
  for (const auto& name : names)
    all += (all.empty() ? "" : ", then ") + name;
  return title_of(all);
}

void graph_builder::undo_of(const syntax::step& s, std::uint32_t step) {
  for (const syntax::compensation& c : s.said.compensations) {
    if (c.none_because) {
      at(step).details.push_back("cannot be undone: " + words_.reason(c.none_because));
      continue;
    }
    const auto undo = add(node_kind::undo, at(step).id + "_undo", undo_title(c), c.at);
    if (c.undo && c.undo->contract)
      at(undo).details.push_back(system_of(c.undo->contract->text));
    for (const syntax::revision& r : s.said.revisions)
      at(undo).details.push_back("on a change instead: " + words_of(r.again.name.text));
    connect(step, undo, edge_kind::undo);
    if (last_undo_)
      connect(undo, *last_undo_, edge_kind::next);
    last_undo_ = undo;
  }
}

graph_builder::ways graph_builder::handled(const syntax::error_clause& e, std::uint32_t node) {
  std::vector<std::string> names;
  for (const syntax::identifier& name : e.errors)
    names.push_back(words_of(name.text));
  return beside(e.body, {node, edge_kind::error, choice_of(names)});
}

graph_builder::ways graph_builder::tried_again(const syntax::retry& r, std::uint32_t node) {
  at(node).details.push_back("tried again " + retry_words(r));
  return beside(r.otherwise, {node, edge_kind::error, "in vain"});
}

graph_builder::ways graph_builder::answered(const syntax::answer& a, const std::string& event,
                                            std::uint32_t node) {
  const auto when = words_.say(static_cast<const syntax::when&>(a.until));
  at(node).details.push_back(a.is_later ? "goes on; " + event + " " + when
                                        : "waits for " + event + " " + when);
  return beside(a.until.otherwise, {node, edge_kind::late, "no answer"});
}

/// The event that answers a step, in words; empty for one that answers at once.
std::string graph_builder::answer_of(const syntax::step& s) const {
  const auto call = w_.calls.find(&s.what);
  return call == w_.calls.end() || !call->second.said().answer
             ? std::string{}
             : words_of(call->second.said().answer->event.name.text);
}

graph_builder::ways graph_builder::failures(const syntax::step& s, std::uint32_t step) {
  ways open;
  for (const syntax::error_clause& e : s.said.handlers)
    append(open, handled(e, step));
  for (const syntax::retry& r : s.said.retries)
    append(open, tried_again(r, step));
  return open;
}

graph_builder::ways graph_builder::deadlines(const syntax::step& s, std::uint32_t step) {
  ways open;
  for (const syntax::deadline& d : s.said.deadlines)
    append(open, late(d, step));
  for (const syntax::answer& a : s.said.answers)
    append(open, answered(a, answer_of(s), step));
  return open;
}

graph_builder::ways graph_builder::put(const syntax::step& s, const ways& in,
                                       const source_span& span) {
  const auto node = step_node(s, span);
  auto out = on_path(in, node);
  drawn_.emplace_back(&s, node);
  undo_of(s, node);
  steps_.push_back(node);
  yields_.emplace_back();
  append(out, failures(s, node));
  append(out, deadlines(s, node));
  append(out, yields_.back());
  yields_.pop_back();
  steps_.pop_back();
  return out;
}

std::string graph_builder::retry_words(const syntax::retry& r) const {
  std::string times = "at most " + words_.say(r.times) + " times";
  if (!r.every)
    return times;
  const auto span = words_.say(*r.every);
  return "every " + (span.starts_with("1 ") ? span.substr(2) : span) + ", " + times;
}

graph_builder::ways graph_builder::put(const syntax::retry& s, const ways& in,
                                       const source_span& span) {
  const auto id = steps_.empty() ? std::string("again") : at(steps_.back()).id + "_again";
  const auto node = add(node_kind::again, id, "Try again", span);
  at(node).details.push_back(retry_words(s));
  connect(in, node);
  if (!steps_.empty())
    connect(node, steps_.back(), edge_kind::again);
  return beside(s.otherwise, {node, edge_kind::error, "in vain"});
}

} // namespace gantry::dsl::graph
