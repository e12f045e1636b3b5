// Goal: nothing in a picture hides behind something else, and the way of an order is its spine.
#include "dsl/graph/picture/corners.hpp"
#include "dsl/graph/picture/spine.hpp"
#include "dsl/graph/picture/undo_route.hpp"
#include "dsl/graph/text_lines.hpp"
#include "tests/dsl/flow_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>

using namespace gantry;
namespace graph = gantry::dsl::graph;

namespace {

graph::flow_graph picture_of(const std::string& body) {
  std::vector<dsl::diagnostic> told;
  auto graphs = graph::graphs_of(tests::with_small_contract("workflow w(job: Job) {\n  version 1\n"
                                                            "  key job.id\n" +
                                                            body + "\n}\n"),
                                 told);
  REQUIRE(graphs.size() == 1);
  return std::move(graphs.front());
}

/// The ids of the spine, a piece a text.
std::vector<std::string> pieces_of(const graph::flow_graph& g) {
  std::vector<std::string> pieces;
  for (const auto& [node, piece] : graph::spine_of(g, 0)) {
    pieces.resize(std::max(pieces.size(), static_cast<std::size_t>(piece) + 1));
    pieces[static_cast<std::size_t>(piece)] += g.nodes[node].id + " ";
  }
  return pieces;
}

bool is_clear(const std::vector<graph::point>& route, const std::vector<graph::obstacle>& shapes) {
  for (std::size_t i = 0; i + 1 < route.size(); ++i)
    for (const auto& shape : shapes)
      if (graph::is_crossed(shape, route[i], route[i + 1]))
        return false;
  return true;
}

} // namespace

TEST_CASE("the spine of a picture is the longest way on which nothing goes wrong", "[unit]") {
  const auto g = picture_of("  step a = far.look(text: job.text) {\n"
                            "    on missing { hold \"m\" } on closed { reject \"c\" }\n  }\n"
                            "  if job.count > 1 {\n    step b = far.look(text: a.text) {\n"
                            "      on missing { hold \"m\" } on closed { reject \"c\" }\n    }\n"
                            "    if b.text == \"\" { reject \"empty\" }\n  }\n  stage made final");
  CHECK(pieces_of(g) == std::vector<std::string>{"begin a decision b decision_2 made completed "});
}

TEST_CASE("what follows on a loop begins a new straight piece below its body", "[unit]") {
  const auto g =
      picture_of("  repeat all until size(all) > 2, at most 5 else hold \"often\" {\n"
                 "    wait came = far.arrived(id: job.id) { within 1d else hold \"x\" }\n"
                 "    yield came.count\n  }\n  stage made");
  CHECK(pieces_of(g) == std::vector<std::string>{"begin all came ", "made completed "});
}

TEST_CASE("Graphviz is asked for less where it does not take all that it is asked for", "[unit]") {
  const auto g =
      picture_of("  repeat all until size(all) > 2, at most 5 else hold \"often\" {\n"
                 "    wait came = far.arrived(id: job.id) { within 1d else hold \"x\" }\n"
                 "    yield came.count\n  }");
  const auto full = graph::layout_request(g, 0);
  CHECK(full.find("group=way0") != std::string::npos);
  CHECK(full.find("tailport=nw, headport=sw") != std::string::npos);
  const auto plain = graph::layout_request(g, 0, graph::layout_care::plain);
  CHECK(plain.find("group=") == std::string::npos);
  CHECK(plain.find("port=") == std::string::npos);
}

TEST_CASE("an undo line is straight where nothing is in its way, and else goes around", "[unit]") {
  const graph::point step{400, 100}, undo{150, 100};
  CHECK(graph::undo_route(step, undo, {}).size() == 2);
  const std::vector<graph::obstacle> above{{{200, 20}, {300, 80}}};
  CHECK(graph::undo_route(step, undo, above).size() == 2);
  const std::vector<graph::obstacle> between{{{200, 80}, {300, 130}}, {{210, 140}, {290, 170}}};
  const auto around = graph::undo_route(step, undo, between);
  REQUIRE(around.size() == 4);
  CHECK(is_clear(around, between));
  CHECK(around.front().x == Approx(step.x));
  CHECK(around.back().x == Approx(undo.x));
  CHECK_FALSE(is_clear({step, undo}, between));
}

TEST_CASE("a label stands beside a long straight line, never on it", "[unit]") {
  graph::flow_graph g;
  g.nodes.resize(4);
  g.edges = {{0, 1, graph::edge_kind::path, {}}, {2, 3, graph::edge_kind::error, "goods are gone"}};
  graph::placed_part part;
  part.width_px = 600;
  part.height_px = 900;
  // The first line is long, so that few of its points are corners; the second one crosses it.
  part.edges = {{0, {{300, 0}, {300, 300}, {300, 600}, {300, 900}}, {}, {}},
                {1, {{270, 400}, {290, 420}, {330, 460}, {400, 500}}, {}, {}}};
  graph::place_labels(g, part);
  REQUIRE(part.edges[1].label.has_value());
  const double half = graph::text_width_px("goods are gone", graph::detail_size_px) / 2;
  CHECK(std::abs(part.edges[1].label->x - 300) >= half);
}

namespace {

/// Two shapes below each other and one aside, as Graphviz places them; one edge from 0 to 2.
graph::placed_part placed_with(const graph::point& aside) {
  graph::placed_part part;
  part.width_px = 900;
  part.height_px = 600;
  part.nodes = {{0, {400, 100}}, {1, {400, 300}}, {2, aside}};
  part.edges = {{0, {{400, 130}, {400, 180}, {400, 230}, {400, 270}}, {}, {}},
                {1, {{420, 130}, {450, 160}, {500, 200}, aside}, aside, {}}};
  return part;
}

graph::flow_graph three_nodes() {
  graph::flow_graph g;
  g.nodes.resize(3);
  for (auto& n : g.nodes)
    n.title = "Step";
  g.nodes[2].is = graph::node_kind::held;
  g.edges = {{0, 1, graph::edge_kind::path, {}}, {0, 2, graph::edge_kind::error, "gone"}};
  return g;
}

} // namespace

TEST_CASE("what leads aside leaves a shape level and goes around one corner", "[unit]") {
  const auto g = three_nodes();
  auto part = placed_with({700, 200});
  graph::lead_around_corners(g, part);
  const auto& line = part.edges[1].curve;
  CHECK(line.front().y == Approx(100));
  CHECK(line.front().x == Approx(400 + graph::fit(g.nodes[0]).width_px / 2));
  CHECK(part.edges[1].tip->x == Approx(700));
  CHECK(part.edges[1].tip->y == Approx(200 - graph::fit(g.nodes[2]).height_px / 2));
  for (const auto& p : graph::points_of(part.edges[1]))
    CHECK((p.y < 109 || p.x > 691));
}

TEST_CASE("a line keeps its curve where a shape stands at its corner", "[unit]") {
  auto g = three_nodes();
  g.nodes.push_back(g.nodes[0]);
  auto part = placed_with({700, 200});
  part.nodes.push_back({3, {620, 100}});
  const auto before = part.edges[1].curve.size();
  graph::lead_around_corners(g, part);
  CHECK(part.edges[1].curve.size() == before);
}

TEST_CASE("a picture of a thousand lines is led around its corners without a wait", "[unit]") {
  graph::flow_graph g;
  graph::placed_part part;
  part.width_px = 900;
  for (std::uint32_t i = 0; i < 1'000; ++i) {
    const double y = 100.0 * i;
    g.nodes.resize(g.nodes.size() + 2);
    g.nodes[2 * i + 1].is = graph::node_kind::held;
    part.nodes.push_back({2 * i, {400, y}});
    part.nodes.push_back({2 * i + 1, {700, y + 60}});
    g.edges.push_back({2 * i, 2 * i + 1, graph::edge_kind::error, "gone"});
    part.edges.push_back({i,
                          {{450, y}, {500, y + 20}, {600, y + 30}, {700, y + 50}},
                          graph::point{700, y + 52},
                          {}});
  }
  const auto begin = std::chrono::steady_clock::now();
  graph::lead_around_corners(g, part);
  // Each line against all others, point by point, took 15 s.
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
  CHECK(part.edges[500].curve.front().y == Approx(100.0 * 500));
  CHECK(part.edges[500].tip->x == Approx(700));
}

TEST_CASE("there and back is one line with two heads", "[unit]") {
  const auto g = picture_of("  step a = far.look(text: job.text) {\n"
                            "    on missing { retry 3 times, every 1d else hold \"gone\" }\n"
                            "    on closed { reject \"c\" }\n  }");
  const auto back = std::find_if(g.edges.begin(), g.edges.end(), [](const graph::edge& e) {
    return e.is == graph::edge_kind::again;
  });
  REQUIRE(back != g.edges.end());
  CHECK(graph::is_way_back(g, *back));
  const auto request = graph::layout_request(g, 0);
  CHECK(request.find("id=e" + std::to_string(back - g.edges.begin()) + ",") == std::string::npos);
}

TEST_CASE("a text takes no less room than the widest of its fonts needs", "[unit]") {
  // Measured with DejaVu Sans and DejaVu Sans Bold, rounded up.
  CHECK(graph::text_width_px("Order accepted", 13, true) >= 113);
  CHECK(graph::text_width_px("Return to credit", 22, true) >= 198);
  CHECK(graph::text_width_px("before each round", 11) >= 101);
}
