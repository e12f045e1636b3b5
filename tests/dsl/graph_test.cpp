// Goal: a picture shows what a business person has to know of a flow, and nothing that is not so.
#include "dsl/base/json.hpp"
#include "dsl/graph/picture/canvas.hpp"
#include "dsl/graph/text_lines.hpp"
#include "tests/dsl/design_flows.hpp"
#include "tests/dsl/flow_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace gantry;
namespace graph = gantry::dsl::graph;
using graph::edge_kind;
using graph::node_kind;

namespace {

std::vector<graph::flow_graph> drawn(const std::vector<dsl::source_file>& files) {
  std::vector<dsl::diagnostic> told;
  auto graphs = graph::graphs_of(files, told);
  for (const auto& d : told)
    UNSCOPED_INFO(dsl::render(d, files, false));
  return graphs;
}

graph::flow_graph drawn_one(const std::string& workflow) {
  auto graphs = drawn(tests::with_small_contract(workflow));
  REQUIRE(graphs.size() == 1);
  return std::move(graphs.front());
}

graph::flow_graph with_body(const std::string& body) {
  return drawn_one("workflow w(job: Job) {\n  version 1\n  key job.id\n" + body + "\n}\n");
}

const graph::node* find_node(const graph::flow_graph& g, const std::string& id) {
  const auto found = std::find_if(g.nodes.begin(), g.nodes.end(),
                                  [&](const graph::node& n) { return n.id == id; });
  return found == g.nodes.end() ? nullptr : &*found;
}

const graph::node& the(const graph::flow_graph& g, const std::string& id) {
  const auto* found = find_node(g, id);
  INFO("node " << id);
  REQUIRE(found != nullptr);
  return *found;
}

bool leads(const graph::flow_graph& g, const std::string& from, const std::string& to, edge_kind is,
           const std::string& label = {}) {
  return std::any_of(g.edges.begin(), g.edges.end(), [&](const graph::edge& e) {
    return g.nodes[e.from].id == from && g.nodes[e.to].id == to && e.is == is && e.label == label;
  });
}

bool says(const graph::node& n, const std::string& detail) {
  return std::find(n.details.begin(), n.details.end(), detail) != n.details.end();
}

/// The flows of the design, without those that ask for more than this version knows.
std::vector<graph::flow_graph> design_graphs() {
  auto files = tests::design_flows();
  std::vector<dsl::diagnostic> told;
  auto graphs = graph::graphs_of(files, told);
  if (!graphs.empty())
    return graphs;
  std::erase_if(files, [&](const dsl::source_file& file) {
    return std::any_of(told.begin(), told.end(), [&](const dsl::diagnostic& d) {
      return d.level == dsl::diagnostic::severity::error && d.at.file == file.path;
    });
  });
  told.clear();
  return graph::graphs_of(files, told);
}

/// All pictures that there are: those of the project, and of the design where it is there.
std::vector<graph::flow_graph> all_graphs() {
  auto all = drawn(tests::project_flows());
  auto design = design_graphs();
  if (design.empty())
    WARN("the flows of the design are not there: only those of the project are drawn");
  for (auto& g : design)
    all.push_back(std::move(g));
  REQUIRE_FALSE(all.empty());
  return all;
}

} // namespace

TEST_CASE("every stage is a band, in its order, and a final one is a point of no return",
          "[unit]") {
  const auto g = with_body("  step a = far.look(text: job.text)\n  stage made\n"
                           "  step b = far.look(text: job.text)\n  stage gone final\n"
                           "  step c = far.look(text: job.text)");
  REQUIRE(g.bands.size() == 3);
  CHECK(g.bands[1].title == "Made");
  CHECK_FALSE(g.bands[1].is_final);
  CHECK(g.bands[2].is_final);
  CHECK(the(g, "a").band == 0);
  CHECK(the(g, "b").band == 1);
  CHECK(the(g, "c").band == 2);
  CHECK(leads(g, "made", "b", edge_kind::path));
}

TEST_CASE("the other way of an `if` does not stand in the band of a stage that it misses",
          "[unit]") {
  const auto g = with_body("  if job.count > 1 { stage made step a = far.look(text: job.text) }\n"
                           "  else { step b = far.look(text: job.text) }\n"
                           "  step c = far.look(text: job.text)");
  CHECK(the(g, "a").band == 1);
  CHECK(the(g, "b").band == 0);
  CHECK(the(g, "c").band == 1);
  CHECK(leads(g, "decision", "made", edge_kind::path, "yes"));
  CHECK(leads(g, "decision", "b", edge_kind::path, "no"));
}

TEST_CASE("a step that is compensated has an undo path, the latest first", "[unit]") {
  const auto g = with_body("  step a = far.keep(text: job.text) { compensate far.drop(id: a.id) }\n"
                           "  step b = far.keep(text: job.text) { compensate far.drop(id: b.id) }\n"
                           "  step c = far.keep(text: job.text) { compensate none \"it stands\" }");
  CHECK(leads(g, "a", "a_undo", edge_kind::undo));
  CHECK(leads(g, "b", "b_undo", edge_kind::undo));
  CHECK(leads(g, "b_undo", "a_undo", edge_kind::next));
  CHECK(the(g, "a_undo").title == "Drop");
  CHECK(says(the(g, "c"), "cannot be undone: it stands"));
  CHECK(find_node(g, "c_undo") == nullptr);
}

TEST_CASE("errors and lateness have ways of their own", "[unit]") {
  const auto g =
      with_body("  step a = far.look(text: job.text) {\n    within 4h else reject \"late\"\n"
                "    on missing { reject \"not there: \" + job.text }\n"
                "    on closed as c { retry 3 times, every 1d else hold \"stays closed\" }\n  }\n"
                "  wait came = far.arrived(id: job.id) { within 2d else hold \"nothing came\" }");
  CHECK(leads(g, "a", "rejected", edge_kind::error, "missing"));
  CHECK(says(the(g, "rejected"), "not there: …"));
  CHECK(leads(g, "a", "a_again", edge_kind::error, "closed"));
  CHECK(leads(g, "a_again", "a", edge_kind::again));
  CHECK(leads(g, "a_again", "held", edge_kind::error, "in vain"));
  CHECK(leads(g, "a", "rejected_2", edge_kind::late, "after 4 hours"));
  CHECK(leads(g, "came", "held_2", edge_kind::late, "after 2 days"));
  CHECK(leads(g, "a", "came", edge_kind::path));
  CHECK(the(g, "came").is == node_kind::wait);
}

TEST_CASE("loops, branches and choices are drawn as what they are", "[unit]") {
  const auto g =
      with_body("  repeat found until size(found) > 2, at most 5 else hold \"too many\" {\n"
                "    wait first {\n"
                "      came  = far.arrived(id: job.id) { yield came }\n"
                "      other = far.arrived(id: job.text) { break }\n"
                "      within 2d else break\n    }\n  }\n"
                "  parallel {\n    step a = far.look(text: job.text)\n"
                "    branch { step b = far.look(text: job.text) }\n  }\n"
                "  each kept for line in job.lines by line.sku, 4 at once {\n"
                "    step c = far.keep(text: line.sku) { compensate far.drop(id: c.id) }\n  }\n"
                "  match job.kind {\n    plain { reject \"plain\" }\n    rush { stage done }\n  }");
  CHECK(the(g, "found").is == node_kind::loop);
  CHECK(leads(g, "found", "first", edge_kind::path, "no"));
  CHECK(leads(g, "first", "found", edge_kind::again, "arrived"));
  CHECK(leads(g, "first", "fork", edge_kind::path, "arrived"));
  CHECK(leads(g, "first", "fork", edge_kind::late, "after 2 days"));
  CHECK(leads(g, "found", "held", edge_kind::error, "no, after 5 rounds"));
  CHECK(leads(g, "found", "fork", edge_kind::path, "yes"));
  CHECK(leads(g, "fork", "a", edge_kind::path));
  CHECK(leads(g, "fork", "b", edge_kind::path));
  CHECK(leads(g, "b", "join", edge_kind::path));
  CHECK(the(g, "kept").title == "For each line of job lines");
  CHECK(the(g, "kept").frame == the(g, "c").frame);
  CHECK(leads(g, "decision", "rejected", edge_kind::path, "plain"));
  CHECK(leads(g, "decision", "done", edge_kind::path, "rush"));
}

TEST_CASE("what begins a flow, what it tells and where it goes back to is said", "[unit]") {
  const auto g = drawn_one(
      "workflow w(job: Job) {\n  version 1\n  key job.id\n"
      "  begin on far.arrived as came (job: Job { id: came.id, text: \"\", amount: 0m, count: 1, "
      "tags: [], due: timestamp(\"2026-01-01T00:00:00Z\"), kind: \"plain\", lines: [] })\n"
      "  step a = far.look(text: job.text) {\n"
      "    on missing, closed { back to started, at most 3 else hold \"again and again\" }\n  }\n"
      "  emit far.told(id: job.id)\n  wait for 3d\n}\n");
  CHECK(the(g, "begin").title == "Arrived");
  CHECK(the(g, "told").is == node_kind::tell);
  CHECK(leads(g, "a", "back", edge_kind::error, "missing or closed"));
  CHECK(says(the(g, "back"), "back to “Started”, at most 3 times"));
  CHECK(leads(g, "back", "begin", edge_kind::jump));
  CHECK(leads(g, "back", "held", edge_kind::error, "too often"));
  CHECK(the(g, "timer").title == "Wait 3 days");
  CHECK(leads(g, "timer", "completed", edge_kind::path));
}

TEST_CASE("lines end at the shape, not at the box around it", "[unit]") {
  graph::node n;
  n.is = node_kind::decision;
  const graph::fitted_node fitted{{}, {}, 200, 60};
  const auto side = graph::on_border(n.is, fitted, {0, 0}, {100, 30}); // a corner that is cut off
  CHECK(side.x < 90);
  const auto top = graph::on_border(n.is, fitted, {0, 0}, {0, -30});
  CHECK(top.y == Approx(-30).margin(0.6));
}

TEST_CASE("a task says who decides what, until when, and what then", "[unit]") {
  const auto g = with_body("  task check for \"the-desk\" {\n    show text = job.text\n"
                           "    enter amount: decimal = job.amount\n    choose take, leave\n"
                           "    within 4h else escalate to \"the-lead\" within 1d else leave\n  }");
  const auto& task = the(g, "check");
  CHECK(task.is == node_kind::task);
  CHECK(task.title == "Check: take or leave");
  CHECK(says(task, "decided by the desk"));
  CHECK(says(task, "enters amount"));
  CHECK(says(task, "within 4 hours, then the lead within 1 day, else “leave”"));
}

TEST_CASE("a handler is a part of its own, with a way for each of its arms", "[unit]") {
  const auto g = with_body("  step a = far.look(text: job.text)\n  stage made\n\n"
                           "  on far.arrived(id: job.id) as t {\n"
                           "    before made { cancel \"asked\" }\n    otherwise { }\n  }");
  REQUIRE(g.panels.size() == 2); // and what the policy says
  CHECK(g.panels[0].title == "Arrived");
  CHECK(the(g, "arrived").part == 1);
  CHECK(leads(g, "arrived", "cancelled", edge_kind::path, "before “Made”"));
  CHECK(leads(g, "arrived", "goes_on", edge_kind::path, "later"));
  for (const auto& e : g.edges)
    CHECK(g.nodes[e.from].part == g.nodes[e.to].part);
}

TEST_CASE("every node of every flow can be reached, and every way comes to an end", "[unit]") {
  for (const auto& g : all_graphs()) {
    INFO(g.name);
    std::set<std::string> ids;
    for (std::uint32_t i = 0; i < g.nodes.size(); ++i) {
      const auto& n = g.nodes[i];
      INFO(n.id);
      CHECK(ids.insert(n.id).second);
      CHECK_FALSE(n.title.empty());
      const bool begins =
          n.is == node_kind::begin || n.is == node_kind::event || n.id.starts_with("policy_");
      const bool ends = n.is == node_kind::completed || n.is == node_kind::rejected ||
                        n.is == node_kind::cancelled || n.is == node_kind::held ||
                        n.is == node_kind::ignored || n.is == node_kind::undo ||
                        n.is == node_kind::back || n.is == node_kind::change;
      CHECK((begins || std::any_of(g.edges.begin(), g.edges.end(),
                                   [&](const graph::edge& e) { return e.to == i; })));
      CHECK((ends || std::any_of(g.edges.begin(), g.edges.end(),
                                 [&](const graph::edge& e) { return e.from == i; })));
    }
  }
}

TEST_CASE("the sentence of a define stands in quotes within a condition", "[unit]") {
  const auto question = [](const std::string& condition) {
    auto graphs = drawn(
        tests::with_small_contract("/// Nothing is left to ship.\n"
                                   "define is_done(job: Job) -> bool = size(job.lines) == 0\n"
                                   "workflow w(job: Job) {\n  version 1\n  key job.id\n  if " +
                                   condition + " { reject \"no\" }\n}\n"));
    REQUIRE(graphs.size() == 1);
    return the(graphs.front(), "decision").title;
  };
  CHECK(question("is_done(job)") == "Nothing is left to ship?");
  CHECK(question("!is_done(job)") == "Not “Nothing is left to ship”?");
  CHECK(question("job.count > 1 && is_done(job)") ==
        "Job count > 1 and “Nothing is left to ship”?");
}

TEST_CASE("what a policy says for steps is drawn once, and the steps say what comes back",
          "[unit]") {
  const auto files = tests::design_flows();
  if (files.empty()) {
    WARN("skipped: the flows of the design are not there");
    return;
  }
  for (const auto& g : design_graphs()) {
    if (g.name != "edi_replenishment")
      continue;
    CHECK(says(the(g, "ack"), "functional ack within 24 hours"));
    const auto& root = the(g, "policy_chased");
    CHECK(g.panels[root.part - 1].is_policy);
    CHECK(graph::heading_of(g.panels[root.part - 1]) == "Each step on EDI");
    CHECK(says(root, "goes on; functional ack within 24 hours"));
    CHECK(leads(g, "policy_chased", "repair", edge_kind::error, "faulty"));
    CHECK(the(g, "repair").is == node_kind::task);
    const auto json = graph::to_json(g);
    CHECK(json.find(R"("policies":[{"policy":)") != std::string::npos);
    CHECK(json.find(R"("name":"chased")") != std::string::npos);
  }
}

TEST_CASE("a policy that only says how often is a small panel; its own clause replaces it",
          "[unit]") {
  const auto g = with_body("  step a = far.look(text: job.text)\n"
                           "  step b = far.look(text: job.text) {\n"
                           "    retry 2 times, every 1min else hold \"b\"\n  }");
  REQUIRE_FALSE(g.panels.empty());
  CHECK(g.panels[0].is_policy);
  CHECK(g.panels[0].steps == std::vector<std::string>{"a"});
  CHECK(graph::heading_of(g.panels[0]) == "The step “Look”");
}

TEST_CASE("one end that a step leads to for one reason is drawn once", "[unit]") {
  const auto g =
      with_body("  step a = far.look(text: job.text) {\n"
                "    within 4h else reject \"the window\"\n"
                "    on missing { reject \"the window\" } on closed { reject \"c\" }\n  }");
  CHECK(leads(g, "a", "rejected", edge_kind::error, "missing"));
  CHECK(leads(g, "a", "rejected", edge_kind::late, "after 4 hours"));
  CHECK(leads(g, "a", "rejected_2", edge_kind::error, "closed"));
  CHECK(find_node(g, "rejected_3") == nullptr);
}

TEST_CASE("long texts are broken at blanks and fit into their shapes", "[unit]") {
  for (const auto& g : all_graphs())
    for (const auto& n : g.nodes) {
      const auto fitted = graph::fit(n);
      INFO(g.name << " " << n.id);
      CHECK(fitted.width_px < 330);
      for (const auto& line : fitted.title)
        CHECK(graph::text_width_px(line, graph::title_size_px, true) <= fitted.width_px);
    }
}

TEST_CASE("the JSON of a graph has the documented shape", "[unit]") {
  const auto g = with_body("  step a = far.keep(text: job.text) { compensate far.drop(id: a.id) }\n"
                           "  stage made final");
  const auto json = parse_json(graph::to_json(g));
  REQUIRE(json.has_value());
  CHECK(json->find("workflow")->as_string() == "w");
  CHECK(json->find("version")->as_int() == 1);
  CHECK(json->find("stages")->as_list()[1].find("final")->as_bool());
  const auto& step = json->find("nodes")->as_list()[1];
  CHECK(step.find("id")->as_string() == "a");
  CHECK(step.find("kind")->as_string() == "call");
  CHECK(step.find("stage")->as_string() == "started");
  CHECK(step.find("line")->as_int() == 5);
  const auto& first = json->find("edges")->as_list()[0];
  for (const auto* name : {"from", "to", "kind"})
    CHECK(first.find(name)->is_string());
}

TEST_CASE("quotes, backslashes and angle brackets of a flow end no label", "[unit]") {
  const auto g = with_body(R"(  reject "a \"b\" <c> \\n & #d")");
  const auto dot = graph::to_dot(g);
  CHECK(dot.find(R"(a \"b\" <c> \\n & #d)") != std::string::npos);
  const auto mermaid = graph::to_mermaid(g);
  CHECK(mermaid.find("a #quot;b#quot; #lt;c#gt;") != std::string::npos);
  const auto svg = graph::to_svg(g, {graph::placed_part{}});
  CHECK(svg.find("<c>") == std::string::npos);
}

TEST_CASE("Mermaid has a subgraph for each band and each handler", "[unit]") {
  const auto g = with_body("  step a = far.look(text: job.text)\n  stage made final\n\n"
                           "  on far.arrived(id: job.id) as t { }");
  const auto text = graph::to_mermaid(g);
  for (const auto* part :
       {"flowchart TD", "subgraph b_started[\"Started\"]",
        "subgraph b_made[\"Made (point of no return)\"]", "subgraph h_1[\"At any time: arrived\"]",
        "n_a --> n_made", ":::k_look", "classDef k_look "})
    CHECK(text.find(part) != std::string::npos);
}

TEST_CASE("a layout that is none is told, and one that is read stands where it was said",
          "[unit]") {
  CHECK_FALSE(graph::read_layout("not JSON").has_value());
  CHECK_FALSE(graph::read_layout("{}").has_value());
  const auto placed = graph::read_layout(
      R"({"bb": "0,0,100,200", "objects": [{"name": "cluster_0", "bb": "8,8,90,150"},)"
      R"({"name": "n3", "pos": "50,180"}],)"
      R"("edges": [{"id": "e1", "pos": "e,5,6 1,2 2,3 3,4 4,5"}]})");
  REQUIRE(placed.has_value());
  REQUIRE(placed->nodes.size() == 1);
  CHECK(placed->nodes[0].node == 3);
  CHECK(placed->nodes[0].centre.y == Approx(20)); // from above
  REQUIRE(placed->frames.size() == 1);
  CHECK(placed->frames[0].low.y == Approx(50));
  REQUIRE(placed->edges.size() == 1);
  CHECK(placed->edges[0].curve.size() == 4);
  CHECK(placed->edges[0].tip->x == Approx(5));
}

TEST_CASE("every kind of node has a colour of its own in Mermaid", "[unit]") {
  for (auto kind = graph::node_kind::begin; kind <= graph::node_kind::undo;
       kind = static_cast<graph::node_kind>(static_cast<int>(kind) + 1)) {
    graph::flow_graph g;
    g.bands.emplace_back();
    graph::node n;
    n.id = "one";
    n.is = kind;
    g.nodes.push_back(n);
    const auto name = "k_" + std::string(to_string(kind));
    INFO(name);
    const auto text = graph::to_mermaid(g);
    CHECK(text.find(":::" + name + "\n") != std::string::npos);
    CHECK(text.find("classDef " + name + " ") != std::string::npos);
  }
}

TEST_CASE("flows with mistakes are not drawn, and say why", "[unit]") {
  std::vector<dsl::diagnostic> told;
  CHECK(
      graph::graphs_of({{"a.flow", "workflow w(job: Nobody) {\n  version 1\n}\n"}}, told).empty());
  CHECK_FALSE(told.empty());
}
