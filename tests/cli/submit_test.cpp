#include "tests/cli/stage_at_work.hpp"

namespace gantry::cli::test {

TEST_CASE("with several files every problem names the file that it is about", "[e2e]") {
  stage_at_work at;
  const auto place = [&](const char* name) { return (at.folder() / name).string(); };
  write_file(place("fine.json"), order("S-1"));
  write_file(place("euro.json"), order("S-2", {{"currency", R"("EURO")"}}));
  write_file(place("half.json"), R"({"order_number": )");
  const auto orders =
      at.gantry({"submit", place("fine.json"), place("euro.json"), place("half.json")});
  CHECK(orders.exit_code == 1);
  CHECK(orders.says("error[GE1002]: " + place("euro.json") + ": "));
  CHECK(orders.says("error[GE1001]: " + place("half.json") + ": "));
  CHECK(orders.out.find("portal/portal/S-1") != std::string::npos);
  // Of one file nobody asks which.
  CHECK_FALSE(at.gantry({"submit", place("euro.json")}).says(place("euro.json")));

  const auto documents =
      at.gantry({"submit", "--channel", "portal", place("euro.json"), place("half.json")});
  CHECK(documents.exit_code == 1);
  CHECK(documents.says(place("euro.json") + ": error: order S-2: "));
  CHECK(documents.says(place("half.json") + ": error: "));
}

TEST_CASE("a folder is told from a file", "[e2e]") {
  stage_at_work at;
  const auto refused = at.gantry({"submit", at.folder().path().string()});
  CHECK(refused.exit_code == 1);
  CHECK(refused.says(at.folder().path().string() + " is a folder"));
  CHECK_FALSE(refused.says("report"));
}

TEST_CASE("a document on standard input is what it begins as", "[e2e]") {
  stage_at_work at;
  run_options how;
  how.input = "\n{\"orders\":[" + order("S-1") + "]}";
  const auto json = at.gantry({"submit", "--channel", "portal", "-"}, how);
  INFO(json.out << json.err);
  CHECK(json.exit_code == 0);
  CHECK(json.out.find("portal/portal/S-1") != std::string::npos);
  how.input = read_file(GANTRY_SOURCE_DIR "/examples/orders/stores.edi");
  CHECK(at.gantry({"submit", "--channel", "edi", "-"}, how).exit_code == 0);
  how.input = "dear shop";
  const auto letter = at.gantry({"submit", "--channel", "portal", "-"}, how);
  CHECK(letter.exit_code == 1);
  CHECK(letter.says("GE1011"));
}

TEST_CASE("a document of which no order came fails, and is found among the findings", "[e2e]") {
  stage_at_work at;
  for (const std::string document : {R"({"orders":[]})", "[]"}) {
    INFO(document);
    run_options how;
    how.input = document;
    const auto none = at.gantry({"submit", "--channel", "portal", "-"}, how);
    CHECK(none.exit_code == 1);
    CHECK(none.says("the document holds no order"));
  }
  const auto found = parse_json(at.get("/v1/documents?state=finding").body);
  REQUIRE(found.has_value());
  CHECK(found->find("items")->as_list().size() == 2);
}

} // namespace gantry::cli::test
