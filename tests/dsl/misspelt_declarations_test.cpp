// Goal: a declaration whose name is misspelt is told there, once, and not wherever it is missed.
// Method: folders of several files with one wrong name each; code, span, help, and the number of
// places that are noted.
#include "tests/dsl/flow_folder.hpp"
#include "tests/dsl/text_under.hpp"

#include <catch2/catch.hpp>

using namespace gantry;

namespace {

using files = std::vector<dsl::source_file>;

std::string contract_of(const std::string& name, const std::string& policy) {
  return "import \"common.flow\"\ncontract " + name + " with " + policy +
         " {\n  read ask(of: Order) -> Order\n}\n";
}

files company(const std::string& policy, const std::string& type, const std::string& field) {
  return {{"common.flow", "policy " + policy + " { timeout 10s }\ntype " + type +
                              " { id: string, " + field + ": int }\n"},
          {"crm.flow", contract_of("crm", "calm")},
          {"erp.flow", contract_of("erp", "calm")},
          {"main.flow", "import \"common.flow\"\nimport \"crm.flow\"\nimport \"erp.flow\"\n"
                        "define twice(order: Order) -> int = order.count * 2\n"
                        "workflow w(order: Order) {\n  version 1\n  key order.id\n"
                        "  step a = crm.ask(of: order)\n  step b = erp.ask(of: a)\n"
                        "  hold string(b.count + twice(order))\n}\n"}};
}

void check_told_once(const files& all, const std::string& code, const std::string& wrong,
                     const std::string& meant, std::size_t places) {
  const auto compiled = dsl::compile(all);
  INFO(tests::rendered(compiled, all));
  REQUIRE(compiled.diagnostics.size() == 1);
  const auto& told = compiled.diagnostics[0];
  CHECK(told.code == code);
  CHECK(told.at.file == "common.flow");
  CHECK(tests::text_under(told.at, all) == wrong);
  CHECK(told.help == "did you mean `" + meant + "`?");
  CHECK(told.notes.size() == places);
}

} // namespace

TEST_CASE("a company without a slip is right", "[unit]") {
  CHECK(dsl::compile(company("calm", "Order", "count")).diagnostics.empty());
}

TEST_CASE("a policy that is misspelt where it is declared is told there", "[unit]") {
  check_told_once(company("clam", "Order", "count"), "GF0303", "clam", "calm", 2);
}

TEST_CASE("a type that is misspelt where it is declared is told there", "[unit]") {
  check_told_once(company("calm", "Ordr", "count"), "GF0260", "Ordr", "Order", 5);
}

TEST_CASE("a field that is misspelt where it is declared is told there", "[unit]") {
  check_told_once(company("calm", "Order", "cuont"), "GF0202", "cuont", "count", 2);
}

TEST_CASE("a choice, a stage or a parameter that is misspelt where it is declared is told there",
          "[unit]") {
  const auto flow_with = [](const std::string& input, const std::string& choice,
                            const std::string& stage) {
    auto all = company("calm", "Order", "count");
    all[3].text = "import \"common.flow\"\nimport \"crm.flow\"\nworkflow w(" + input +
                  ": Order) {\n  version 1\n  key order.id\n  sla late within 3d else { }\n"
                  "  step a = crm.ask(of: order)\n  task t for \"desk\" { choose yes, " +
                  choice +
                  " within 1d else refuse }\n  if t.choice == \"refuse\" { hold a.id }\n"
                  "  stage " +
                  stage + "\n  wait for 1d\n}\n";
    all.erase(all.begin() + 2);
    return all;
  };
  const auto told = [&](const files& all) {
    const auto compiled = dsl::compile(all);
    INFO(tests::rendered(compiled, all));
    std::size_t errors = 0;
    std::string wrong;
    for (const auto& d : compiled.diagnostics)
      if (d.level == dsl::diagnostic::severity::error) {
        ++errors;
        wrong = tests::text_under(d.at, all);
      }
    CHECK(errors < 2);
    return wrong;
  };
  CHECK(told(flow_with("order", "refuse", "late")).empty());
  CHECK(told(flow_with("order", "refse", "late")) == "refse");
  CHECK(told(flow_with("oder", "refuse", "late")) == "oder");
}

TEST_CASE("a name that is declared and used is not blamed for one that is missed", "[unit]") {
  auto all = company("calm", "Order", "count");
  all[3].text += "define thrice(order: Order) -> int = order.cuont * 3\n"
                 "define often(order: Order) -> int = order.cuont * 9\n";
  const auto compiled = dsl::compile(all);
  INFO(tests::rendered(compiled, all));
  REQUIRE(compiled.diagnostics.size() == 1);
  CHECK(compiled.diagnostics[0].at.file == "main.flow");
  CHECK(tests::text_under(compiled.diagnostics[0].at, all) == "cuont");
}
