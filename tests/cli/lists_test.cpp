#include "tests/cli/stage_at_work.hpp"

/// Lists that go over pages, and the verbs on incidents.
namespace gantry::cli::test {
namespace {

void tell(stage_at_work& at, const std::string& id, const std::string& type) {
  const auto told = at.send("POST", "/v1/events",
                            R"({"specversion":"1.0","source":"test","id":")" + id +
                                R"(","type":")" + type + R"(","data":{"x":1}})",
                            {{"Content-Type", "application/cloudevents+json"}});
  REQUIRE(told.status == 202);
}

} // namespace

TEST_CASE("the inbox says that it goes on, and how", "[e2e]") {
  stage_at_work at;
  for (int i = 0; i < 3; ++i)
    tell(at, "e-" + std::to_string(i), "nobody.tells_this");
  const auto first = at.gantry({"inbox", "--limit", "2"});
  INFO(first.out << first.err);
  CHECK(first.exit_code == 0);
  CHECK(first.out.find("STATE") == 0);
  CHECK(first.out.find("finding") != std::string::npos);
  const std::string more = "more: --cursor ";
  const auto said = first.out.find(more);
  REQUIRE(said != std::string::npos);
  auto cursor = first.out.substr(said + more.size());
  cursor.pop_back(); // the end of its line
  const auto second = at.gantry({"inbox", "--limit", "2", "--cursor", cursor});
  CHECK(second.exit_code == 0);
  CHECK(second.out.find(more) == std::string::npos);
  for (const std::string id : {"e-0", "e-1", "e-2"})
    CHECK((first.out.find(id) != std::string::npos) != (second.out.find(id) != std::string::npos));
  CHECK(at.gantry({"inbox", "--state", "finding"}).out.find("e-1") != std::string::npos);
  CHECK(at.gantry({"inbox", "--state", "matched"}).out == "nothing is matched\n");
}

TEST_CASE("a document with a refused order is found, and shows why", "[e2e]") {
  stage_at_work at;
  CHECK(at.gantry({"documents", "list", "--state", "finding"}).out ==
        "every order of every document was taken\n");
  const auto file = std::string(GANTRY_SOURCE_DIR "/examples/orders/wrong/negative-quantity.json");
  const auto sent = at.gantry({"submit", file, "--channel", "portal"});
  INFO(sent.out << sent.err);
  CHECK(sent.exit_code == 1);
  const auto found = at.gantry({"documents", "list", "--state", "finding", "--json"});
  REQUIRE(found.exit_code == 0);
  const auto items = found.json().find("items")->as_list();
  REQUIRE(items.size() == 1);
  const auto id = items.front().find("id")->as_string();
  const auto shown = at.gantry({"documents", "show", id});
  INFO(shown.out << shown.err);
  CHECK(shown.exit_code == 0);
  CHECK(shown.out.find("refused") != std::string::npos);
  CHECK(shown.out.find("quantity") != std::string::npos);
  CHECK(at.gantry({"documents", "show", "nothing"}).exit_code == 3);
}

TEST_CASE("an incident that is not there can be neither acknowledged nor compensated", "[e2e]") {
  stage_at_work at;
  CHECK(at.gantry({"incidents"}).out == "no open incidents\n");
  CHECK(at.gantry({"incidents", "list", "--all"}).out == "no incidents\n");
  for (const std::string verb : {"acknowledge", "compensate-second"}) {
    const auto refused = at.gantry(
        {"incidents", verb, "01890000-0000-7000-8000-000000000000/1", "--reason", "looked"});
    INFO(refused.err);
    CHECK(refused.exit_code == 3);
    CHECK(refused.says("GE1006"));
  }
}

TEST_CASE("a filter by search label that is none is refused by the engine, not dropped", "[e2e]") {
  stage_at_work at;
  const auto got = at.gantry({"orders", "list", "--search", "colour=red"});
  CHECK(got.exit_code == 1);
  CHECK(got.says("search.colour"));
}

} // namespace gantry::cli::test
