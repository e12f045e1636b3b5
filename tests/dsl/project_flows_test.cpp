#include "tests/dsl/flow_folder.hpp"

#include <catch2/catch.hpp>

using namespace gantry;

TEST_CASE("the project's flows check without a word", "[unit]") {
  const auto files = tests::project_flows();
  const auto compiled = dsl::compile(files);
  INFO(tests::rendered(compiled, files));
  CHECK(compiled.diagnostics.empty());
  REQUIRE(compiled.programs.size() == 1);
  CHECK(compiled.programs.front()->name == "order_to_cash");
}

TEST_CASE("every effect of order_to_cash before the final stage has a compensation", "[unit]") {
  const auto compiled = dsl::compile(tests::project_flows());
  REQUIRE(compiled.programs.size() == 1);
  const auto& program = *compiled.programs.front();
  std::size_t effects = 0;
  for (const auto& step : program.steps) {
    const bool reads = program.operations[step.call.operation].effect == dsl::effect_class::read;
    if (reads || step.in_handler || step.name == "invoice")
      continue;
    ++effects;
    CHECK(step.compensate.has_value());
  }
  CHECK(effects == 4);
}
