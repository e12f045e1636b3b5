#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
#include "tests/dsl/diagnostic_cases.hpp"
#include "tests/dsl/flow_folder.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;

namespace {

std::string closure_of(const std::vector<dsl::source_file>& files) {
  const auto compiled = dsl::compile(files);
  INFO(rendered(compiled, files));
  REQUIRE(compiled.programs.size() == 1);
  return to_hex(compiled.programs[0]->closure);
}

} // namespace

TEST_CASE("a workflow's closure is the same for the same files in any order", "[unit]") {
  auto files = project_flows();
  const auto closure = closure_of(files);
  std::reverse(files.begin(), files.end());
  CHECK(closure_of(files) == closure);
}

TEST_CASE("whatever changes what a flow means changes its closure", "[unit]") {
  const auto files = project_flows();
  const auto closure = closure_of(files);
  const auto changed = [&](const std::string& path, const std::string& part,
                           const std::string& instead) {
    auto other = files;
    for (auto& file : other)
      if (file.path == path) {
        const auto at = file.text.find(part);
        REQUIRE(at != std::string::npos);
        file.text.replace(at, part.size(), instead);
      }
    return closure_of(other);
  };
  CHECK(changed("order_to_cash.flow", "retry 40 times", "retry 41 times") != closure);
  CHECK(changed("contracts/common.flow", "timeout 10s", "timeout 11s") != closure);
  CHECK(changed("types/party.flow", "email:   string? personal", "email:   string?") != closure);
}

TEST_CASE("the rows of a table's file belong to the closure, and are stored with it", "[unit]") {
  auto files = project_flows();
  const auto before = closure_of(files);
  for (auto& file : files)
    if (file.path == "types/order.flow")
      file.text += "table days_of(country: string) -> int from \"../data/days.csv\"\n";
  files.push_back({"data/days.csv", "country,value\nAT,2\n"});
  files.push_back({"data/others.csv", "nobody names it"});
  const auto closure = closure_of(files);
  CHECK(closure != before);
  const auto stored = parse_json(dsl::compile(files).programs[0]->closure_text);
  REQUIRE(stored);
  std::vector<dsl::source_file> again;
  for (const auto& file : stored->as_list())
    again.push_back({file.find("path")->as_string(), file.find("text")->as_string()});
  CHECK(again.back().path == "data/days.csv");
  CHECK(closure_of(again) == closure);
  files[files.size() - 2].text = "country,value\nAT,3\n";
  CHECK(closure_of(files) != closure);
  files[files.size() - 2].text = "country,value\nAT,2\n";
  files.back().text = "nobody names it still";
  CHECK(closure_of(files) == closure);
}

TEST_CASE("an instance is pinned to the very text that was checked, comments included", "[unit]") {
  auto files = project_flows();
  const auto closure = closure_of(files);
  for (auto& file : files)
    if (file.path == "order_to_cash.flow")
      file.text += "// seen by nobody\n";
  CHECK(closure_of(files) != closure);
}

TEST_CASE("files that a workflow does not reach do not change its closure", "[unit]") {
  auto files = project_flows();
  const auto closure = closure_of(files);
  files.push_back({"types/other.flow", "type Other { id: string }\n"});
  CHECK(closure_of(files) == closure);
}

TEST_CASE("what --explain prints names every default that will apply", "[unit]") {
  const auto compiled = dsl::compile(project_flows());
  REQUIRE(compiled.programs.size() == 1);
  const auto texts = dsl::explain(project_flows());
  REQUIRE(texts.size() == 1);
  const auto& text = texts.front();
  INFO(text);
  for (const auto& step : compiled.programs[0]->steps)
    CHECK(text.find(step.name) != std::string::npos);
  for (const auto* part :
       {"timeout", "10s", "retry", "5 times", "out_of_stock",
        // what an `else` does, what a handler does, what is asked, what is found by a label
        R"(hold "retries spent")", R"(retry 40 times, every 6h under a new key)",
        R"(hold "still out of stock")", R"(reject "no such item: " + answer.sku)",
        "match found.total == price.total", "search      po = order.order_number",
        "if price.total > customer.credit_available", R"(hold "promised for yesterday)",
        "before shipping", "if stop.stopped", "nothing: it goes on"})
    CHECK(text.find(part) != std::string::npos);
}
