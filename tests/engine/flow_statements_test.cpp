#include "tests/engine/order_driver.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

std::string job_of(const std::string& amount) {
  return R"({"id":"J-1","text":"paper","amount":")" + amount + R"("})";
}

} // namespace

TEST_CASE("`if` takes the arm whose condition holds", "[unit]") {
  const char* flow = R"(
workflow small(job: Job) -> Loose {
  version 1  key job.id
  if job.amount > 100m { reject "too much" }
  else if job.amount > 50m { hold "much" }
  return Loose { colour: "white" }
})";
  order_driver low(flow);
  low.start(job_of("50.00"));
  CHECK(low.summary().phase == "completed");
  order_driver middle(flow);
  middle.start(job_of("50.01"));
  CHECK(middle.holds() == std::vector<std::string>{"flow"});
  order_driver high(flow);
  high.start(job_of("100.01"));
  CHECK(high.summary().phase == "rejected");
  CHECK(high.state().end_reason == "too much");
}

TEST_CASE("`let` is bound once, and an `if` with `yield` carries a value out", "[unit]") {
  order_driver order(R"(
workflow small(job: Job) -> Loose {
  version 1  key job.id
  let size = if job.amount > 50m { yield "large" } else { yield "small" }
  let text = size + " " + job.text
  return Loose { colour: text }
})");
  order.start();
  CHECK(order.view().output_json == R"({"colour":"small paper"})");
  for (const auto& slot : {1, 2})
    CHECK(order.state().slot_versions[static_cast<std::size_t>(slot)] <= 1);
}

TEST_CASE("`if … as` unwraps an optional or takes the other way", "[unit]") {
  const char* flow = R"(
workflow small(job: Job) -> Loose {
  version 1  key job.id
  step seen = far.look(text: job.text)
  if seen.note as note { return Loose { colour: note } }
  return Loose { colour: "none" }
})";
  order_driver with(flow);
  with.start();
  with.ok("seen", R"({"text":"t","limit":"1","note":"blue"})");
  CHECK(with.view().output_json == R"({"colour":"blue"})");
  order_driver without(flow);
  without.start();
  without.ok("seen", R"({"text":"t","limit":"1"})");
  CHECK(without.view().output_json == R"({"colour":"none"})");
}

TEST_CASE("an expression that fails holds its branch with the sentence, and release tries again",
          "[unit][E7.2]") {
  order_driver order(R"(
workflow small(job: Job) -> Loose {
  version 1  key job.id
  let count = int(job.text)
  return Loose { colour: string(count) }
})");
  order.start();
  REQUIRE(order.holds() == std::vector<std::string>{"expression_error"});
  CHECK(order.view().holds[0].evidence.find("paper") != std::string::npos);
  order.command("release");
  CHECK(order.holds() == std::vector<std::string>{"expression_error"});
}

TEST_CASE("stages are passed once, in order, and the last one is shown", "[unit]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  stage packed
  wait seen = far.arrived(id: job.id) { within 1h else hold "nothing arrived" }
  stage shipped final
})");
  order.start();
  CHECK(order.summary().stage == "packed");
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  CHECK(order.summary().stage == "shipped");
  CHECK(order.facts<engine::stage_passed>().size() == 2);
}

TEST_CASE("a final stage discharges what compensation was owed before it", "[unit][E6.2]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step kept = far.keep(text: job.text) { compensate far.drop(id: kept.id) }
  stage shipped final
  step two = far.keep(text: job.text)
  hold "look"
})");
  order.start();
  order.ok("kept", R"({"id":"K-1"})");
  CHECK(order.state().owed.empty());
  order.ok("two", R"({"id":"K-2"})");
  CHECK(order.state().owed.empty());
}

TEST_CASE("a flow without a result completes at its end", "[unit]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  stage packed
})");
  order.start();
  CHECK(order.summary().phase == "completed");
  CHECK(order.view().output_json.empty());
}
