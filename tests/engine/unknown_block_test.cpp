#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

/// The call ended unknown and has settled: its `on unknown` block waits for a word.
order_driver in_block(const char* flow = blind_one) {
  order_driver order(flow);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  return order;
}

const char* const found_in_block = R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    compensate far.unmake(number: made.number)
    on unknown {
      wait word = far.told(id: job.id) { within 1h else hold "nobody knows" }
      yield Made { number: "by word", amount: job.amount }
    }
  }
  wait seen = far.arrived(id: job.id) { within 10d else hold "nothing arrived" }
})";

/// As `in_block`, of a call that has a finder, which did not decide within its time.
order_driver in_block_with_finder() {
  auto order = in_block(found_in_block);
  order.finder_unreachable("made");
  order.fire(timer_purpose::give_up, "made");
  return order;
}

} // namespace

TEST_CASE("a `once` call that nobody can be asked about needs `on unknown` in the flow",
          "[unit][E5.7]") {
  CHECK_THROWS_WITH(compile_flow(R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.blind(text: job.text) { compensate none "paper is patient" }
})"),
                    Catch::Contains("unknown"));
}

TEST_CASE("`on unknown` of a call without a finder runs after settle, not before", "[unit][E5.7]") {
  order_driver order(blind_one);
  order.start();
  order.unknown("made");
  CHECK(order.summary().waiting_for.empty());
  order.fire(timer_purpose::settle, "made");
  CHECK(order.summary().waiting_for == "far.told");
  CHECK(order.sent("made").size() == 1);
}

TEST_CASE("an answer that comes while the block runs is the answer after all", "[unit][E5.7]") {
  auto order = in_block();
  order.ok("made", one_document, 1);
  CHECK(order.call("made").ended == "ok");
  CHECK(order.summary().waiting_for == "far.arrived");
  CHECK(order.facts<engine::incident_opened>().empty());
  CHECK(order.state().owed.size() == 1);
}

TEST_CASE("an answer that comes after the block has ended the step is a duplicate effect",
          "[unit][E5.7][E4.6]") {
  auto order = in_block();
  order.arrives("far.told", R"({"id":"J-1"})");
  REQUIRE(order.call("made").ended == "unknown");
  CHECK(order.summary().waiting_for == "far.arrived");
  order.ok("made", one_document, 1);
  CHECK(order.facts<engine::incident_opened>().size() == 1);
  CHECK(order.summary().waiting_for == "far.arrived");
}

TEST_CASE("a finder that answers while the block runs decides the step", "[unit][E5.7][E5.6]") {
  auto order = in_block_with_finder();
  REQUIRE(order.summary().waiting_for == "far.told");
  order.fire(timer_purpose::verify, "made");
  order.found("made", found_one);
  CHECK(order.call("made").ended == "adopted");
  CHECK(order.summary().waiting_for == "far.arrived");
}

TEST_CASE("a conflict found while the block runs can be adopted, and the flow goes on",
          "[unit][E5.7][E5.5]") {
  auto order = in_block_with_finder();
  order.fire(timer_purpose::verify, "made");
  order.found("made", found_two);
  REQUIRE(order.holds() == std::vector<std::string>{"conflicting_document"});
  order.command("adopt", R"({"document":{"number":"M-1","amount":"10.00"}})");
  CHECK(order.holds().empty());
  CHECK(order.call("made").ended == "adopted");
  CHECK(order.summary().waiting_for == "far.arrived");
  CHECK(order.facts<engine::incident_opened>().size() == 1);
}

TEST_CASE("a conflict found while the block runs can be declared absent, and the block goes on",
          "[unit][E5.7][E5.5]") {
  auto order = in_block_with_finder();
  order.fire(timer_purpose::verify, "made");
  order.found("made", found_two);
  order.command("declare-absent");
  CHECK(order.holds().empty());
  CHECK(order.summary().waiting_for == "far.told");
  CHECK(order.sent("made").size() == 1);
  order.arrives("far.told", R"({"id":"J-1"})");
  CHECK(order.summary().waiting_for == "far.arrived");
}

TEST_CASE("a pause puts off `on unknown`, and does not lose it", "[unit][E5.7][E6.4]") {
  order_driver order(blind_one);
  order.start();
  order.unknown("made");
  order.command("pause");
  order.fire(timer_purpose::settle, "made");
  CHECK(order.holds().empty());
  CHECK(order.summary().waiting_for != "far.told");
  order.command("resume");
  CHECK(order.holds().empty());
  CHECK(order.summary().waiting_for == "far.told");
}

TEST_CASE("a cancel that meets a call nobody can be asked about is held in doubt",
          "[unit][E5.7][E6.2]") {
  order_driver order(blind_one);
  order.start();
  order.command("cancel");
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  REQUIRE(order.holds() == std::vector<std::string>{"in_doubt"});
  CHECK(order.summary().phase == "closing");
  order.command("declare-absent");
  CHECK(order.summary().phase == "cancelled");
  CHECK_FALSE(order.was_made("made/undo"));
}

TEST_CASE("an answer that comes between a cancel and the end of a pause is taken back",
          "[unit][E5.7][E6.2]") {
  auto order = in_block();
  order.command("pause");
  order.command("cancel");
  order.ok("made", one_document, 1);
  SECTION("when the pause ends") {}
  SECTION("when a hold of the block is released first") {
    order.fire(timer_purpose::deadline);
    if (!order.holds().empty())
      order.command("release");
  }
  order.command("resume");
  CHECK(order.call("made").ended == "ok");
  order.ok("made/undo");
  CHECK(order.summary().phase == "cancelled");
  CHECK(order.facts<engine::incident_opened>().empty());
}

TEST_CASE("a cancel ends the block, and the attempt goes on being watched", "[unit][E5.7][E4.5]") {
  auto order = in_block_with_finder();
  order.command("cancel");
  CHECK(order.summary().phase == "cancelled");
  CHECK(order.call("made").ended == "unknown");
  order.ok("made", one_document, 1);
  CHECK(order.facts<engine::incident_opened>().size() == 1);
}
