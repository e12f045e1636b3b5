#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

/// Held by the author inside `on unknown`; a finder exists.
order_driver held_in_block() {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    compensate far.unmake(number: made.number)
    on unknown { hold "ask them" }
  }
})");
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.finder_unreachable("made");
  order.fire(timer_purpose::give_up, "made");
  return order;
}

} // namespace

TEST_CASE("a `hold` at the end of a flow lets it complete when it is released", "[unit][E7.4]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  hold "look"
})");
  order.start();
  order.command("release");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("a `hold` at the end of a flow with a result is not released into nothing",
          "[unit][E7.4]") {
  order_driver order(R"(
workflow small(job: Job) -> Job {
  version 1  key job.id
  hold "look"
})");
  order.start();
  for (int release = 0; release < 2; ++release) {
    order.command("release");
    REQUIRE(order.holds() == std::vector<std::string>{"flow"});
    CHECK(order.view().holds[0].evidence == "the flow ends here without a result");
  }
  CHECK(order.summary().phase == "running");
}

TEST_CASE("a released `hold` does not run into the other arm of its `if`", "[unit][E7.4]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  if job.amount > 5m { hold "look" } else { wait for 1h }
  stage packed
})");
  order.start();
  order.command("release");
  CHECK(order.summary().stage == "packed");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("a released `hold` where a value is due makes the choice again", "[unit][E7.4]") {
  order_driver order(R"(
workflow small(job: Job) -> Loose {
  version 1  key job.id
  let colour = if job.amount > 5m { hold "look" } else { yield "white" }
  return Loose { colour: colour }
})");
  order.start();
  order.command("release");
  CHECK(order.holds() == std::vector<std::string>{"flow"});
  CHECK(order.summary().phase == "running");
}

TEST_CASE("a released `hold` does not run into the next arm of its handler", "[unit][E7.4]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  wait seen = far.arrived(id: job.id) { within 1h else hold "nothing arrived" }
  stage packed
  on far.told(id: job.id) as told {
    before packed { hold "look" }
    otherwise { cancel "asked" }
  }
})");
  order.start();
  order.arrives("far.told", R"({"id":"J-1"})");
  order.command("release");
  CHECK(order.holds().empty());
  CHECK(order.summary().phase == "running");
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("a `hold` in `on unknown` that is released in doubt runs the block again",
          "[unit][E7.4][E5.7]") {
  auto order = held_in_block();
  REQUIRE(order.holds() == std::vector<std::string>{"flow"});
  order.command("release");
  CHECK(order.holds() == std::vector<std::string>{"flow"});
  CHECK(order.sent("made").size() == 1);
  order.ok("made", one_document, 1);
  CHECK(order.holds().empty());
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("a `hold` in `on unknown` that is released after absence was proven makes the call again",
          "[unit][E7.4][E5.7]") {
  auto order = held_in_block();
  order.fire(timer_purpose::verify, "made");
  order.found("made", "[]");
  CHECK(order.sent("made").size() == 1);
  order.command("release");
  CHECK(order.holds().empty());
  if (order.sent("made").size() == 1)
    order.fire(timer_purpose::retry, "made");
  const auto sent = order.sent("made");
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].key == sent[1].key);
  order.ok("made", one_document);
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("a call whose absence was proven in its `on unknown` block can be edited",
          "[unit][E7.4][E3.5]") {
  auto order = held_in_block();
  order.command("edit", R"({"arguments":{"text":"card"}})");
  CHECK_FALSE(order.last_reply().accepted);
  order.fire(timer_purpose::verify, "made");
  order.found("made", "[]");
  order.command("edit", R"({"arguments":{"text":"card"}})");
  REQUIRE(order.last_reply().accepted);
  CHECK(order.sent("made").size() == 2);
  order.ok("made", one_document);
  CHECK(order.summary().phase == "completed");
  for (const auto& call : order.state().calls)
    CHECK_FALSE(call.open());
}

TEST_CASE("a conflict that is found while a `hold` of the block stands takes its place",
          "[unit][E5.5][E5.7]") {
  auto order = held_in_block();
  order.fire(timer_purpose::verify, "made");
  order.found("made", found_two);
  REQUIRE(order.holds() == std::vector<std::string>{"conflicting_document"});
  order.command("declare-absent");
  CHECK(order.holds() == std::vector<std::string>{"flow"});
  order.command("release");
  order.fire(timer_purpose::retry, "made");
  order.ok("made", R"({"number":"M-3","amount":"10.00"})");
  CHECK(order.holds().empty());
  CHECK(order.summary().phase == "completed");
}
