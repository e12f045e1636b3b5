#include "dsl/graph/graph_builder.hpp"

#include <algorithm>

/// What policies say for many steps at once: a panel for each, because the same ways beside every
/// step would hide what is particular to one.
namespace gantry::dsl::graph {
namespace {

std::string all_of(const std::vector<std::string>& texts) {
  std::string all;
  for (std::size_t i = 0; i < texts.size(); ++i)
    all += (i == 0 ? "" : i + 1 == texts.size() ? " and " : ", ") + texts[i];
  return all;
}

constexpr std::string_view policy_word = "policy ";

} // namespace

std::vector<graph_builder::shared_clauses> graph_builder::policies() const {
  std::vector<shared_clauses> all;
  const auto of = [&](const step_clauses::source& from, const syntax::step& s,
                      std::uint32_t node) -> shared_clauses* {
    if (from.owner == nullptr || !from.from.starts_with(policy_word))
      return nullptr;
    const auto name = from.from.substr(policy_word.size());
    auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& p) { return p.name == name; });
    if (found == all.end()) {
      all.emplace_back().name = name;
      found = all.end() - 1;
    }
    if (found->nodes.empty() || found->nodes.back() != node)
      found->nodes.push_back(node);
    if (s.what.contract)
      found->systems.insert(s.what.contract->text);
    return &*found;
  };
  for (const auto& [s, node] : drawn_) {
    const auto clauses = w_.clauses.find(s);
    if (clauses == w_.clauses.end())
      continue;
    const step_clauses& c = clauses->second;
    if (auto* p = c.retry ? of(c.retry_from, *s, node) : nullptr)
      p->retry = c.retry;
    if (auto* p = c.deadline ? of(c.deadline_from, *s, node) : nullptr)
      p->deadline = c.deadline;
    if (auto* p = c.answer ? of(c.answer_from, *s, node) : nullptr) {
      p->answer = c.answer;
      p->answers.insert(answer_of(*s));
    }
    for (const auto& h : c.handlers)
      if (auto* p = of(h.from, *s, node);
          p && std::find(p->handlers.begin(), p->handlers.end(), h.said) == p->handlers.end())
        p->handlers.push_back(h.said);
  }
  for (shared_clauses& p : all)
    for (const auto& [s, node] : drawn_)
      if (s->what.contract && p.systems.contains(s->what.contract->text) &&
          std::find(p.nodes.begin(), p.nodes.end(), node) == p.nodes.end())
        p.has_all_of_systems = false;
  return all;
}

/// `Each step on CRM and ERP`; the steps by name where others call the same systems.
std::string graph_builder::steps_of(const shared_clauses& p) const {
  std::vector<std::string> names;
  if (p.has_all_of_systems)
    for (const auto& contract : p.systems)
      names.push_back(system_of(contract));
  else
    for (const auto node : p.nodes)
      names.push_back("“" + graph_.nodes[node].title + "”");
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return (p.has_all_of_systems ? "Each step on "
                               : "The step" + std::string(names.size() == 1 ? " " : "s ")) +
         all_of(names);
}

void graph_builder::policy(const shared_clauses& p) {
  panel made{true, steps_of(p), p.name, {}};
  for (const auto node : p.nodes)
    made.steps.push_back(at(node).id);
  if (p.answer) // seen where the step stands: a document that has to come back is business
    for (const auto& [s, node] : drawn_)
      if (const auto c = w_.clauses.find(s); c != w_.clauses.end() && c->second.answer == p.answer)
        at(node).details.push_back(answer_of(*s) + " " +
                                   words_.say(static_cast<const syntax::when&>(p.answer->until)));
  graph_.panels.push_back(std::move(made));
  part_ = static_cast<std::uint32_t>(graph_.panels.size());
  band_ = 0;
  const auto node = add(node_kind::call, "policy_" + p.name, "The step",
                        p.retry      ? p.retry->at
                        : p.deadline ? p.deadline->at
                        : p.answer   ? p.answer->at
                                     : p.handlers.front()->at);
  ways open{{node, edge_kind::path, {}}};
  steps_.push_back(node);
  yields_.emplace_back();
  if (p.retry)
    append(open, tried_again(*p.retry, node));
  if (p.deadline)
    append(open, late(*p.deadline, node));
  if (p.answer)
    append(open,
           answered(*p.answer, p.answers.size() == 1 ? *p.answers.begin() : "the answer", node));
  for (const auto* h : p.handlers)
    append(open, handled(*h, node));
  append(open, yields_.back());
  yields_.pop_back();
  steps_.pop_back();
  connect(open, add(node_kind::ignored, "goes_on", "The flow goes on", at(node).at));
}

} // namespace gantry::dsl::graph
