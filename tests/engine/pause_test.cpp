#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

std::string waits_with(const std::string& header, const std::string& deadline) {
  return R"(
workflow small(job: Job) {
  version 1  key job.id
  )" + header +
         R"(
  wait seen = far.arrived(id: job.id) { )" +
         deadline + R"( else reject "nothing arrived" }
})";
}

} // namespace

TEST_CASE("a pause sends nothing new and lets what is under way end", "[unit][E6.4]") {
  order_driver order(makes_two);
  order.start();
  order.command("pause");
  CHECK(order.summary().control == "pausing");
  order.ok("kept", R"({"id":"K-1"})");
  CHECK(order.summary().control == "paused");
  CHECK(order.summary().status == "paused");
  CHECK_FALSE(order.was_made("made"));
  order.command("resume");
  CHECK(order.sent("made").size() == 1);
}

TEST_CASE("an order with nothing under way is paused at once", "[unit][E6.4]") {
  order_driver order(makes_and_waits);
  order.start();
  order.ok("made", one_document);
  order.command("pause");
  CHECK(order.summary().control == "paused");
}

TEST_CASE("pausing lasts until an attempt of a closed step has ended too", "[unit][E6.4]") {
  order_driver order(makes_and_waits);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", "[]");
  order.fire(timer_purpose::retry, "made");
  order.ok("made", one_document, 1);
  order.command("pause");
  CHECK(order.summary().control == "pausing");
  order.refused("made", 2);
  CHECK(order.summary().control == "paused");
}

TEST_CASE("a pause revokes the place in the lane, and resume takes one again",
          "[unit][E6.4][E2.1]") {
  order_driver order(makes_one);
  order.grant_permits(false);
  order.start();
  REQUIRE(order.new_effects<engine::join_lane>().size() == 1);
  order.command("pause");
  CHECK(order.new_effects<engine::leave_lane>().size() == 1);
  CHECK(order.summary().control == "paused");
  order.grant_permits(true);
  order.offer_permit("made"); // it was on its way
  CHECK(order.sent("made").empty());
  order.command("resume");
  CHECK(order.sent("made").size() == 1);
}

TEST_CASE("a retry that falls due under a pause goes out on resume", "[unit][E6.4]") {
  order_driver order(makes_one);
  order.start();
  order.refused("made");
  order.command("pause");
  order.fire(timer_purpose::retry, "made");
  CHECK(order.sent("made").size() == 1);
  order.command("resume");
  CHECK(order.sent("made").size() == 2);
}

TEST_CASE("a call in doubt goes on being verified under a pause, and is shown", "[unit][E6.4]") {
  order_driver order(makes_one);
  order.start();
  order.command("pause");
  order.unknown("made");
  CHECK(order.summary().control == "paused");
  CHECK(order.summary().in_doubt);
  order.fire(timer_purpose::settle, "made");
  REQUIRE(order.questions("made").size() == 1);
  order.found("made", found_one);
  CHECK(order.call("made").ended == "adopted");
  CHECK(order.summary().phase == "running");
  order.command("resume");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("an event that comes under a pause is kept and taken on resume", "[unit][E6.4]") {
  order_driver order(makes_and_waits);
  order.start();
  order.ok("made", one_document);
  order.command("pause");
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  CHECK(order.new_facts<engine::event_consumed>().at(0).became == "kept");
  CHECK(order.summary().phase == "running");
  order.restart();
  order.command("resume");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("a cancel under a pause is recorded and acts on resume", "[unit][E6.4]") {
  order_driver order(makes_and_waits);
  order.start();
  order.ok("made", one_document);
  order.command("pause");
  order.command("cancel");
  CHECK(order.new_facts<engine::cancel_requested>().size() == 1);
  CHECK(order.summary().phase == "running");
  CHECK_FALSE(order.was_made("made/undo"));
  REQUIRE(order.view().cancel_requested);
  CHECK(order.view().cancel_requested->by == "test");
  order.command("resume");
  CHECK(order.summary().phase == "compensating");
  order.ok("made/undo");
  CHECK_FALSE(order.view().cancel_requested);
}

TEST_CASE("a pause holds compensations back", "[unit][E6.4]") {
  order_driver order(makes_two);
  order.start();
  order.ok("kept", R"({"id":"K-1"})");
  order.ok("made", one_document);
  order.command("cancel");
  order.command("pause");
  order.ok("made/undo");
  CHECK_FALSE(order.was_made("kept/undo"));
  order.command("resume");
  CHECK(order.sent("kept/undo").size() == 1);
}

TEST_CASE("deadlines run on under a pause and act on resume", "[unit][E6.4]") {
  order_driver order(waits_with("", "within 1h"));
  order.start();
  const auto due = order.due(timer_purpose::deadline);
  order.command("pause");
  order.fire(timer_purpose::deadline);
  CHECK(order.now() == due);
  CHECK(order.summary().phase == "running");
  order.command("resume");
  CHECK(order.summary().phase == "rejected");
}

TEST_CASE("`pause freezes deadlines` puts `within` off by the length of the pause",
          "[unit][E6.4]") {
  order_driver order(waits_with("pause freezes deadlines", "within 1h"));
  order.start();
  const auto due = *order.due(timer_purpose::deadline);
  order.command("pause");
  SECTION("resumed before it was due") {
    order.pass(seconds(600));
  }
  SECTION("resumed after it was due") {
    order.fire(timer_purpose::deadline);
    order.pass(seconds(600));
  }
  const auto pause = order.now() - order.state().paused_at;
  order.command("resume");
  CHECK(order.summary().phase == "running");
  CHECK(order.due(timer_purpose::deadline) == due + pause);
  order.fire(timer_purpose::deadline);
  CHECK(order.summary().phase == "rejected");
}

TEST_CASE("a call that is edited under a pause has its whole `within`, and no more",
          "[unit][E6.4][E7.4]") {
  order_driver order(R"(
workflow small(job: Job) -> Made {
  version 1  key job.id
  pause freezes deadlines
  step made = far.make(text: job.text, amount: job.amount) {
    within 1h else reject "too late"
    compensate far.unmake(number: made.number)
  }
  return made
})");
  order.start();
  order.business_error("made", "gone");
  REQUIRE(order.holds() == std::vector<std::string>{"flow"});
  order.command("pause");
  order.pass(seconds(7200));
  order.command("edit", R"({"arguments":{"text":"card"}})");
  REQUIRE(order.last_reply().accepted);
  order.pass(seconds(600));
  order.command("resume");
  CHECK(order.due(timer_purpose::deadline) == order.now() + seconds(3600));
}

TEST_CASE("`by` is a date, and no pause freezes it", "[unit][E6.4]") {
  order_driver order(
      waits_with("pause freezes deadlines", R"(by timestamp("2026-03-02T09:00:00Z"))"));
  order.start();
  const auto due = order.due(timer_purpose::deadline);
  order.command("pause");
  order.pass(seconds(600));
  order.command("resume");
  CHECK(order.due(timer_purpose::deadline) == due);
  order.command("pause");
  order.fire(timer_purpose::deadline);
  order.command("resume");
  CHECK(order.summary().phase == "rejected");
}

TEST_CASE("a verification given up under a pause holds the call on resume", "[unit][E6.4][E5.6]") {
  order_driver order(makes_one);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.command("pause");
  order.finder_unreachable("made");
  order.fire(timer_purpose::give_up, "made");
  CHECK(order.holds().empty());
  order.command("resume");
  CHECK(order.holds() == std::vector<std::string>{"in_doubt"});
}
