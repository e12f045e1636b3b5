#include "tests/crash/crash_run.hpp"
#include "tests/support/given_number.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <random>

using namespace gantry;
using crash::disk_fault;

namespace {

/// Where an engine may die, each with a draw of the moment.
std::vector<disk_fault> points_of_death(std::mt19937_64& dice) {
  const auto draw = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(dice);
  };
  using at = disk_fault::moment;
  return {
      {"before a commit", fmt::format("die:before:sync:-wal:{}", draw(2, 60))},
      {"after a commit, before anybody hears of it",
       fmt::format("die:after:sync:-wal:{}", draw(2, 60))},
      {"in the middle of a page of the log", fmt::format("die:half:write:-wal:{}", draw(8, 600))},
      {"between two pages of the log", fmt::format("die:after:write:-wal:{}", draw(8, 600))},
      {"at the start", fmt::format("die:after:write::{}", draw(1, 6)), at::start},
      {"at the start, before its first commit", "die:before:sync:-wal:1", at::start},
      {"in a checkpoint", fmt::format("die:after:write:gantry.db:{}", draw(1, 40)), at::stop},
      {"in a page of a checkpoint", fmt::format("die:half:write:gantry.db:{}", draw(1, 40)),
       at::stop},
      {"behind a checkpoint", "die:before:sync:gantry.db:1", at::stop},
      {"in a backup", fmt::format("die:after:write:.partial:{}", draw(1, 30)), at::backup},
      {"at an fsync that fails", fmt::format("fail:before:sync:-wal:{}", draw(2, 60))},
  };
}

/// Nothing was lost, nothing was done twice, and what is stored agrees with itself.
void expect_all_well(crash::crash_run& run) {
  INFO("data and logs: " << run.where());
  const std::vector<std::string> none;
  REQUIRE(run.refusals() == none);
  CHECK(run.come_to_rest(180'000));
  const auto unexpected = run.unexpected_ends();
  CHECK(unexpected == none);
  const auto audit = run.audit();
  CHECK(audit.faults == none);
  CHECK(audit.exactly_once == audit.effects);
  const auto mistakes = run.mistakes_of_database();
  CHECK(mistakes == none);
  if (unexpected.empty() && audit.clean() && mistakes.empty())
    run.all_was_well();
}

} // namespace

TEST_CASE("an engine that dies at a named point loses nothing and doubles nothing", "[crash]") {
  const auto rounds = test::number_given("GANTRY_CRASH_ROUNDS", 1);
  const auto seed = crash::crash_seed();
  std::mt19937_64 dice(seed);
  std::vector<disk_fault> faults;
  for (int round = 0; round < rounds; ++round)
    for (auto& fault : points_of_death(dice))
      faults.push_back(std::move(fault));
  crash::crash_run run(seed, 25 * faults.size());
  const auto survived = run.feed_and_die_at(faults);
  CHECK(survived == std::vector<std::string>{}); // each fault has to happen
  expect_all_well(run);
}

TEST_CASE("an engine that stands still for seconds loses nothing and doubles nothing", "[crash]") {
  const auto stops = 6 * test::number_given("GANTRY_CRASH_ROUNDS", 1);
  crash::crash_run run(crash::crash_seed(), static_cast<std::size_t>(25 * stops));
  run.feed_and_stop(stops);
  expect_all_well(run);
}

TEST_CASE("a disk that is full at any write stops orders and loses none", "[crash]") {
  const auto rounds = test::number_given("GANTRY_CRASH_ROUNDS", 1);
  const auto seed = crash::crash_seed();
  std::mt19937_64 dice(seed);
  crash::crash_run run(seed, static_cast<std::size_t>(60 * rounds));
  std::vector<std::string> faults;
  for (int round = 0; round < rounds; ++round) {
    faults.push_back(
        fmt::format("full:before:write:-wal:{}:{}", 5 + dice() % 400, 1 + dice() % 40));
    faults.push_back(fmt::format("full:before:write:gantry.db:1:{}", 1 + dice() % 20));
  }
  run.feed_with(faults);
  CHECK(run.said("the journal is stalled") >= static_cast<std::size_t>(rounds));
  expect_all_well(run);
}
