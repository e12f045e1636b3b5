#include "tests/dsl/flow_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>

using namespace gantry;

namespace {

/// The indented block of README.md that begins with an import and holds `workflow hello`.
std::string flow_of_the_readme() {
  std::ifstream page(std::string{GANTRY_SOURCE_DIR} + "/README.md");
  std::string flow;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("    "))
      flow += line.substr(4) + "\n";
    else if (line.empty())
      flow += "\n";
    else if (flow.find("workflow hello") != std::string::npos)
      return flow.substr(flow.find("import"));
    else
      flow.clear();
  }
  return {};
}

} // namespace

TEST_CASE("the first flow of the README checks", "[unit]") {
  auto files = tests::project_flows();
  files.push_back({"hello.flow", flow_of_the_readme()});
  const auto compiled = dsl::compile(files);
  INFO(tests::rendered(compiled, files));
  CHECK_FALSE(compiled.has_errors());
  CHECK(compiled.programs.size() == 2);
}

TEST_CASE("an import of which nothing is used is told, once and where it stands", "[unit]") {
  auto files = tests::project_flows();
  for (auto& file : files)
    if (file.path == "contracts/crm.flow")
      file.text = "import \"types/shipment.flow\"\n" + file.text;
  const auto compiled = dsl::compile(files);
  INFO(tests::rendered(compiled, files));
  REQUIRE(tests::codes_of(compiled) == std::vector<std::string>{"GF0135"});
  CHECK(compiled.diagnostics.front().at.file == "contracts/crm.flow");
  CHECK(compiled.diagnostics.front().at.line == 1);
  CHECK_FALSE(compiled.has_errors());
}

TEST_CASE("a flow knows every event that its contracts tell, also those that nobody waits for",
          "[unit]") {
  const auto compiled = dsl::compile(tests::project_flows());
  REQUIRE(compiled.programs.size() == 1);
  std::vector<std::string> known;
  for (const auto& event : compiled.programs.front()->events)
    known.push_back(event.full_name());
  CHECK(std::count(known.begin(), known.end(), "wms.shipment_confirmed") == 1);
  CHECK(std::count(known.begin(), known.end(), "erp.invoice_posted") == 1);
}
