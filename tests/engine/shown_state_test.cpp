#include "engine/timeline.hpp"
#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

TEST_CASE("the phases of an order follow its way", "[unit][E7.1]") {
  order_driver order(makes_and_waits);
  order.start();
  CHECK(order.summary().phase == "running");
  order.unknown("made");
  order.command("cancel");
  CHECK(order.summary().phase == "closing");
  order.fire(timer_purpose::settle, "made");
  order.found("made", found_one);
  CHECK(order.summary().phase == "compensating");
  order.ok("made/undo");
  CHECK(order.summary().phase == "cancelled");
  CHECK(order.all_effects<engine::finished>().size() == 1);
}

TEST_CASE("the status is one word, derived from phase, control and holds", "[unit][E7.3]") {
  order_driver order(makes_and_waits);
  order.start();
  CHECK(order.summary().status == "running");
  order.refused("made");
  CHECK(order.summary().status == "waiting");
  CHECK(order.summary().waiting_for == "retry of made");
  order.fire(timer_purpose::retry, "made");
  CHECK(order.summary().status == "running");
  order.ok("made", one_document);
  CHECK(order.summary().status == "waiting");
  CHECK(order.summary().waiting_for == "far.arrived");
  order.command("pause");
  CHECK(order.summary().status == "paused");
  order.command("resume");
  order.fire(timer_purpose::deadline);
  CHECK(order.summary().status == "held");
  CHECK(order.summary().waiting_for == "hold");
  order.command("cancel");
  CHECK(order.summary().status == "compensating");
  order.ok("made/undo");
  CHECK(order.summary().status == "cancelled");
  CHECK(order.summary().waiting_for.empty());
}

TEST_CASE("a hold stops its branch alone, and shows what a person needs", "[unit][E7.2]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step kept = far.keep(text: job.text) { compensate far.drop(id: kept.id) }
  on far.told(id: job.id) as told { hold "who is " + told.id + "?" }
})");
  order.start();
  order.pass(seconds(5));
  order.arrives("far.told", R"({"id":"J-1"})");
  const auto held = order.view().holds;
  REQUIRE(held.size() == 1);
  CHECK(held[0].cause == "flow");
  CHECK(held[0].evidence == "who is J-1?");
  CHECK(held[0].since == order.now());
  order.ok("kept", R"({"id":"K-1"})"); // the main path goes on
  CHECK(order.call("kept").ended == "ok");
  CHECK(order.summary().phase == "running"); // and waits for the handler at its end
  order.command("release");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("lists show the oldest cause", "[unit][E7.2]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  wait seen = far.arrived(id: job.id) { within 1h else hold "nothing arrived" }
  on far.told(id: job.id) as told { hold "look" }
})");
  order.start();
  order.arrives("far.told", R"({"id":"J-1"})");
  order.fire(timer_purpose::deadline);
  CHECK(order.holds() == std::vector<std::string>{"flow", "deadline"});
  CHECK(order.summary().held == "flow");
}

TEST_CASE("open calls show what they are doing", "[unit][E7.2]") {
  order_driver order(makes_one);
  order.grant_permits(false);
  order.start();
  CHECK(order.phase_of("made") == "scheduled");
  order.grant_permits(true);
  order.offer_permit("made");
  CHECK(order.phase_of("made") == "sent");
  order.refused("made");
  CHECK(order.phase_of("made") == "retry due");
  CHECK(order.view().open_calls.at(0).due == *order.due(timer_purpose::retry));
  order.fire(timer_purpose::retry, "made");
  order.unknown("made");
  CHECK(order.phase_of("made") == "in doubt");
  CHECK(order.view().open_calls.at(0).attempt == 2);
}

TEST_CASE("an order that waits for a question to its finder is taken up after a restart",
          "[unit][E7.2][E5.6]") {
  order_driver order(makes_one);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.finder_unreachable("made");
  order.fire(timer_purpose::give_up, "made");
  CHECK_FALSE(order.summary().attention); // a timer wakes it
  order.fire(timer_purpose::verify, "made");
  CHECK(order.summary().attention); // its question would die with the process
  CHECK_FALSE(order.summary().passivable);
  const auto asked = order.questions("made").size();
  order.restart();
  CHECK(order.questions("made").size() == asked + 1);
}

TEST_CASE("a call in doubt shows since when, and when somebody looks next", "[unit][E7.2][E6.4]") {
  order_driver order(makes_one);
  order.start();
  order.pass(seconds(3));
  order.unknown("made");
  const auto since = order.now();
  CHECK(order.view().open_calls.at(0).since == since);
  CHECK(order.view().open_calls.at(0).due == since + seconds(2)); // settle
  order.fire(timer_purpose::settle, "made");
  CHECK(order.view().open_calls.at(0).due == timestamp{}); // the finder is at it
  order.finder_unreachable("made");
  CHECK(order.view().open_calls.at(0).since == since);
  CHECK(order.view().open_calls.at(0).due == order.due(timer_purpose::verify, "made"));
}

TEST_CASE("the timeline names the document of an answer by its key", "[unit][E7.2]") {
  order_driver order(makes_one);
  order.start();
  order.ok("made", one_document);
  const auto told = engine::timeline(order.program()).tell(order.records().back());
  REQUIRE_FALSE(told.empty());
  CHECK(told[0].kind == "answered");
  CHECK(told[0].detail == "number M-1");

  order_driver adopted(makes_one);
  adopted.start();
  adopted.unknown("made");
  adopted.fire(timer_purpose::settle, "made");
  adopted.found("made", found_one);
  std::string detail;
  for (const auto& item : engine::timeline(adopted.program()).tell(adopted.records().back()))
    if (item.kind == "ended")
      detail = item.detail;
  CHECK(detail == "found by its finder: number M-1");
}

TEST_CASE("a hold in a block of a step names the step, its call and the last refusal",
          "[unit][E7.2]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    compensate far.unmake(number: made.number)
    retry 1 times, every 1s else hold "the carrier does not answer"
  }
})");
  order.start();
  order.refused("made");
  order.fire(timer_purpose::retry, "made");
  order.refused("made");
  const auto held = order.view().holds;
  REQUIRE(held.size() == 1);
  CHECK(held[0].cause == "retries_spent");
  CHECK(held[0].step == "made");
  CHECK(held[0].node == "made/retry/hold");
  CHECK(held[0].key == order.call("made").key);
  CHECK(held[0].evidence == "the carrier does not answer");
  REQUIRE(held[0].last.has_value());
  CHECK(held[0].last->attempt == 2);
  CHECK(held[0].last->outcome == "refused");
  CHECK(held[0].last->detail == order.call("made").attempts.back().how.detail);
}

TEST_CASE("a hold after a wait names the wait, one between two statements no step",
          "[unit][E7.2]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  wait seen = far.arrived(id: job.id) { within 1h else hold "nothing arrived" }
  if true { hold "look" }
})");
  order.start();
  order.fire(timer_purpose::deadline);
  CHECK(order.view().holds.at(0).step == "seen");
  CHECK(order.view().holds.at(0).node == "seen/deadline/hold");
  CHECK(order.view().holds.at(0).key.empty());
  CHECK_FALSE(order.view().holds.at(0).last.has_value());
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  order.command("release");
  REQUIRE(order.view().holds.size() == 1);
  CHECK(order.view().holds[0].evidence == "look");
  CHECK(order.view().holds[0].step.empty());
  CHECK_FALSE(order.view().holds[0].node.empty());
}

TEST_CASE("every record stands in the timeline, and a retry names its step", "[unit][E7.2]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step found = far.look(text: job.text) { on missing { retry 3 times, every 1h else hold "gone" } }
  step made = far.make(text: job.text, amount: job.amount) {
    compensate far.unmake(number: made.number)
  }
})");
  order.start();
  order.business_error("found", "missing");
  order.fire(timer_purpose::statement);
  order.ok("found", R"({"text":"t","limit":"1.00"})");
  order.refused("made");
  order.fire(timer_purpose::retry, "made");
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.finder_unreachable("made");
  order.fire(timer_purpose::verify, "made");
  order.found("made", found_one);
  engine::timeline told(order.program());
  std::vector<std::string> retries;
  bool settled = false;
  for (const auto& record : order.records()) {
    const auto items = told.tell(record);
    INFO("sequence " << record.sequence);
    CHECK_FALSE(items.empty());
    for (const auto& item : items) {
      CHECK(item.sequence == record.sequence);
      if (item.kind == "retry_due")
        retries.push_back(item.step);
      settled = settled || (item.kind == "settled" && item.step == "made");
    }
  }
  CHECK(retries == std::vector<std::string>{"found", "made"});
  CHECK(settled);
}
