#include "tests/engine/random_walk.hpp"
#include "tests/support/given_number.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <iostream>
#include <map>

using namespace gantry;
using namespace gantry::tests;

namespace {

const char* const whole_way = R"(
workflow small(job: Job) {
  version 1  key job.id
  pause freezes deadlines
  step seen = far.look(text: job.text) {
    on closed as c { reject c.reason }
    on missing { hold "missing" }
  }
  if seen.limit > 1m { hold "large" }
  step kept = far.keep(text: job.text) {
    compensate far.drop(id: kept.id)
    on full { retry 3 times, every 1h else hold "full" }
  }
  step made = far.make(text: kept.id, amount: job.amount) {
    within 2h else hold "late"
    compensate far.unmake(number: made.number)
    on blocked as e { reject e.reason }
    on gone { retry 2 times, every 1min else reject "gone" }
  }
  step guessed = far.blind(text: made.number) {
    compensate far.unmake(number: guessed.number)
    on unknown {
      wait word = far.told(id: job.id) { within 1h else hold "nobody knows" }
      yield Made { number: "by word", amount: job.amount }
    }
  }
  step two = far.pour(text: guessed.number) {
    compensate far.make(text: two.colour, amount: job.amount)
    on unknown { hold "ask them" }
  }
  stage packed
  wait arrived = far.arrived(id: job.id) { within 5d else hold "nothing arrived" }
  stage shipped
  on far.told(id: job.id) as told {
    before packed { hold "who asks?" }
    before shipped {
      step asked = far.look(text: told.id)
      if asked.limit > 3m { cancel "caught" }
    }
    otherwise { }
  }
})";

const char* const past_the_final_stage = R"(
workflow small(job: Job) -> Made {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    within 1h else reject "late"
    compensate far.unmake(number: made.number)
    on gone { yield Made { number: "none", amount: 0m } }
  }
  stage shipped final
  step poured = far.pour(text: made.number) {
    retry 1 times, every 1s else hold "refused"
  }
  wait arrived = far.arrived(id: job.id) { by timestamp("2026-03-05T18:00:00Z") else hold "nothing arrived" }
  return made
  on far.told(id: job.id) as told { before shipped { cancel "asked" } otherwise { } }
})";

std::uint64_t seed_of_run() {
  const char* given = std::getenv("GANTRY_SIM_SEED");
  const auto seed =
      given != nullptr ? std::strtoull(given, nullptr, 10) : std::uint64_t{std::random_device{}()};
  std::cout << "GANTRY_SIM_SEED=" << seed << '\n';
  return seed;
}

/// Walks of one flow; every one has to come to its end. Returns how they ended.
std::map<std::string, int> walk_all(const char* flow, int by_default, int steps) {
  const auto first_seed = seed_of_run();
  const auto walks = test::number_given("GANTRY_SIM_ORDERS", by_default);
  const auto program = compile_flow(flow);
  std::map<std::string, int> ends;
  std::size_t records = 0;
  for (int walk = 0; walk < walks; ++walk) {
    const auto seed = first_seed + static_cast<std::uint64_t>(walk);
    random_walk order(program, seed);
    try {
      for (int step = 0; step < steps; ++step)
        order.step();
      order.bring_to_end();
      order.look_on();
    } catch (const std::exception& broken) {
      FAIL("seed " << seed << ": " << broken.what() << "\n"
                   << order.trace() << state_text(order.order().state()));
    }
    ++ends[order.order().summary().phase];
    records += order.order().records().size();
  }
  for (const auto& [phase, count] : ends)
    std::cout << count << " orders " << phase << '\n';
  std::cout << records << " records\n";
  return ends;
}

} // namespace

TEST_CASE(
    "whatever happens to an order, its memory equals its records, no `once` call takes effect "
    "twice, it comes to an end, and no document is left that the engine does not know",
    "[sim][E4.5][E5.9][E2.6][E4.1][E5.3][E6.1][E7.4][E8.4]") {
  const auto ends = walk_all(whole_way, 200, 150);
  CHECK(ends.count("completed") == 1);
  CHECK(ends.count("cancelled") == 1);
  CHECK(ends.count("rejected") == 1);
}

TEST_CASE("an order past its final stage comes to its end as well",
          "[sim][E2.6][E5.3][E6.2][E7.4][E8.4]") {
  const auto ends = walk_all(past_the_final_stage, 150, 100);
  CHECK(ends.count("completed") == 1);
}
