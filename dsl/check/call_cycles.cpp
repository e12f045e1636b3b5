#include "dsl/check/library.hpp"
#include "dsl/check/report.hpp"
#include "dsl/check/walk.hpp"

#include <algorithm>
#include <map>
#include <utility>

/// Family 06: workflows call each other, and never in a circle.
namespace gantry::dsl {

namespace {

struct call_edge {
  const syntax::workflow* to = nullptr;
  source_span at;
};
using call_graph = std::map<const syntax::workflow*, std::vector<call_edge>>;

/// Depth first; an edge back to a workflow on the present path closes a circle.
class call_cycle_finder {
public:
  call_cycle_finder(const call_graph& graph, std::vector<diagnostic>& diagnostics)
      : graph_(graph), diagnostics_(diagnostics) {}

  void visit(const syntax::workflow* w) {
    if (!seen_.insert(w).second)
      return;
    path_.push_back(w);
    const auto calls = graph_.find(w);
    if (calls != graph_.end())
      for (const call_edge& call : calls->second) {
        if (std::find(path_.begin(), path_.end(), call.to) != path_.end())
          report(diagnostics_, codes::workflow_cycle, call.at,
                 call.to == w
                     ? "the workflow " + quoted(w->name.text) + " calls itself"
                     : "calling " + quoted(call.to->name.text) + " closes a circle of workflows",
                 "let the work go round in a `repeat`, or call another workflow");
        else
          visit(call.to);
      }
    path_.pop_back();
  }

private:
  const call_graph& graph_;
  std::vector<diagnostic>& diagnostics_;
  std::set<const syntax::workflow*> seen_;
  std::vector<const syntax::workflow*> path_;
};

} // namespace

void library::check_calls() {
  call_graph graph;
  for (const unit& u : units_)
    for (const syntax::workflow& w : u.said.workflows) {
      const auto look = [&](const syntax::block& b) {
        each_statement_anywhere(b, [&](const syntax::statement& s) {
          const auto* step = std::get_if<syntax::step>(&s.is);
          if (step == nullptr || step->what.contract)
            return;
          auto called = workflow_named(u, step->what.name.text);
          if (!called) { // told where the step is checked; the one that was meant is called
            called = workflow_named(u, words::nearest(step->what.name.text, workflow_names(u)));
            if (called)
              called_.insert(called->said);
            return;
          }
          called_.insert(called->said);
          graph[&w].push_back({called->said, step->what.at});
        });
      };
      look(w.body);
      for (const syntax::handler& h : w.handlers)
        for (const syntax::arm& a : h.arms)
          look(a.body);
    }
  call_cycle_finder finder(graph, diagnostics_);
  for (const unit& u : units_)
    for (const syntax::workflow& w : u.said.workflows)
      finder.visit(&w);
}

} // namespace gantry::dsl
