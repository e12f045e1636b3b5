#include "tests/crash/crash_run.hpp"
#include "tests/support/given_number.hpp"

#include <catch2/catch.hpp>

using namespace gantry;

TEST_CASE("500 orders survive twenty kill -9: none lost, none doubled, index equals fold",
          "[crash]") {
  // The long run has more of both.
  const auto orders = test::number_given("GANTRY_CRASH_ORDERS", 500);
  const auto kills = test::number_given("GANTRY_CRASH_KILLS", 20);
  crash::crash_run run(crash::crash_seed(), static_cast<std::size_t>(orders));
  run.feed_and_kill(kills);
  INFO("data and logs: " << run.where());
  REQUIRE(run.refusals() == std::vector<std::string>{});
  CHECK(run.come_to_rest(120'000 + 100 * orders));
  const auto unexpected = run.unexpected_ends();
  CHECK(unexpected == std::vector<std::string>{});
  const auto audit = run.audit();
  CHECK(audit.faults == std::vector<std::string>{});
  CHECK(audit.effects > static_cast<std::size_t>(orders) * 4 / 5);
  CHECK(audit.exactly_once == audit.effects);
  const auto mistakes = run.mistakes_of_database();
  CHECK(mistakes == std::vector<std::string>{});
  if (unexpected.empty() && audit.clean() && mistakes.empty())
    run.all_was_well();
}
