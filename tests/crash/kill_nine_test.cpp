#include "tests/crash/crash_run.hpp"

#include <catch2/catch.hpp>

using namespace gantry;

TEST_CASE("500 orders survive twenty kill -9: none lost, none doubled, index equals fold",
          "[crash]") {
  crash::crash_run run(crash::crash_seed(), 500);
  run.feed_and_kill(20);
  INFO("data and logs: " << run.where());
  REQUIRE(run.refusals() == std::vector<std::string>{});
  CHECK(run.come_to_rest(120'000));
  CHECK(run.unexpected_ends() == std::vector<std::string>{});
  const auto audit = run.audit();
  CHECK(audit.faults == std::vector<std::string>{});
  CHECK(audit.effects > 400);
  CHECK(audit.exactly_once == audit.effects);
  const auto differences = run.index_against_fold();
  CHECK(differences == std::vector<std::string>{});
  if (audit.clean() && differences.empty())
    run.all_was_well();
}
