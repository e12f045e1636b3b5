#include "engine/timeline.hpp"
#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

/// Both steps have ended ok; the order waits for an event.
order_driver both_made() {
  order_driver order(makes_two);
  order.start();
  order.ok("kept", R"({"id":"K-1"})");
  order.ok("made", one_document);
  return order;
}

/// The compensation of `made` has failed for good, and the order is held.
order_driver undo_failed() {
  order_driver order(makes_and_waits);
  order.start();
  order.ok("made", one_document);
  order.command("cancel");
  order.business_error("made/undo", "too_late");
  return order;
}

} // namespace

TEST_CASE("what ended ok is undone in reverse order, one after the other", "[unit][E6.1]") {
  auto order = both_made();
  order.command("cancel");
  CHECK(order.summary().phase == "compensating");
  REQUIRE(order.sent("made/undo").size() == 1);
  CHECK_FALSE(order.was_made("kept/undo"));
  CHECK(*order.sent("made/undo")[0].arguments == R"({"number":"M-1"})");
  order.ok("made/undo");
  REQUIRE(order.sent("kept/undo").size() == 1);
  CHECK(order.summary().phase == "compensating");
  order.ok("kept/undo");
  CHECK(order.summary().phase == "cancelled");
  CHECK(order.state().owed.empty());
}

TEST_CASE("a step that ended in a business error owes no compensation", "[unit][E6.1]") {
  order_driver order(makes_one);
  order.start();
  order.business_error("made", "blocked", R"({"reason":"in arrears"})");
  CHECK(order.summary().phase == "rejected");
  CHECK(order.state().end_reason == "in arrears");
  CHECK_FALSE(order.was_made("made/undo"));
}

TEST_CASE("an adopted document is undone as if it had been the answer", "[unit][E6.1]") {
  order_driver order(makes_and_waits);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", found_one);
  order.command("cancel");
  REQUIRE(order.sent("made/undo").size() == 1);
  CHECK(*order.sent("made/undo")[0].arguments == R"({"number":"M-1"})");
}

TEST_CASE("a call in doubt is resolved before anything is undone", "[unit][E6.1][E6.2]") {
  order_driver order(makes_two);
  order.start();
  order.ok("kept", R"({"id":"K-1"})");
  order.unknown("made");
  order.command("cancel");
  CHECK(order.summary().phase == "closing");
  CHECK_FALSE(order.was_made("kept/undo"));
  order.fire(timer_purpose::settle, "made");
  CHECK_FALSE(order.was_made("kept/undo"));
  order.found("made", found_one);
  CHECK(order.was_made("made/undo"));
  CHECK_FALSE(order.was_made("kept/undo"));
}

TEST_CASE("no undo is sent while a watched attempt under its key may still take effect",
          "[unit][E6.1]") {
  order_driver order(makes_and_waits);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", "[]");
  order.fire(timer_purpose::retry, "made");
  order.ok("made", one_document, 1); // the first answers late, the second is still under way
  REQUIRE(order.call("made").ended == "ok");
  order.command("cancel");
  CHECK_FALSE(order.was_made("made/undo"));
  order.unknown("made", 2);
  CHECK_FALSE(order.was_made("made/undo"));
  order.fire(timer_purpose::settle, "made");
  CHECK(order.was_made("made/undo"));
}

TEST_CASE("a compensation is a call with a key, retries and doubt of its own", "[unit][E6.1]") {
  order_driver order(makes_and_waits);
  order.start();
  order.ok("made", one_document);
  order.command("cancel");
  CHECK(order.call("made/undo").key != order.call("made").key);
  order.unknown("made/undo");
  order.fire(timer_purpose::retry, "made/undo");
  const auto sent = order.sent("made/undo");
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].key == sent[1].key);
  CHECK(sent[1].undo);
  order.ok("made/undo");
  CHECK(order.summary().phase == "cancelled");
}

TEST_CASE("a compensation whose retries are spent holds the order", "[unit][E6.1]") {
  order_driver order(makes_and_waits);
  order.start();
  order.ok("made", one_document);
  order.command("cancel");
  order.refused("made/undo");
  for (int retry = 0; retry < 2; ++retry) {
    order.fire(timer_purpose::retry, "made/undo");
    order.refused("made/undo");
  }
  CHECK(order.holds() == std::vector<std::string>{"compensation_failed"});
  CHECK(order.summary().phase == "compensating");
  order.command("retry");
  CHECK(order.sent("made/undo").size() == 4);
  order.ok("made/undo");
  CHECK(order.summary().phase == "cancelled");
}

TEST_CASE("a failed compensation cannot be cancelled away", "[unit][E6.1]") {
  auto order = undo_failed();
  REQUIRE(order.holds() == std::vector<std::string>{"compensation_failed"});
  order.command("cancel");
  CHECK(order.holds() == std::vector<std::string>{"compensation_failed"});
  CHECK(order.summary().phase == "compensating");
}

TEST_CASE("a failed compensation that is retried goes out under a key of its own, and its answer "
          "counts",
          "[unit][E6.1][E3.4]") {
  auto order = undo_failed();
  const auto first = order.call("made/undo").key;
  order.command("retry");
  REQUIRE(order.sent("made/undo").size() == 2);
  CHECK(order.call("made/undo").key != first);
  order.refused("made/undo"); // not an answer to the error before
  CHECK(order.holds().empty());
  order.fire(timer_purpose::retry, "made/undo");
  order.ok("made/undo");
  CHECK(order.summary().phase == "cancelled");
  CHECK(order.state().owed.empty());
}

TEST_CASE("a failed compensation that was done by hand lets the order end", "[unit][E6.1][E7.4]") {
  auto order = undo_failed();
  order.command("done");
  CHECK(order.summary().phase == "cancelled");
  const auto settled = order.facts<engine::compensation_settled>();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].how == "by_hand");
}

TEST_CASE("a `once` compensation in doubt is looked for, not repeated", "[unit][E6.1]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step kept = far.keep(text: job.text) {
    compensate far.make(text: kept.id, amount: job.amount)
  }
  wait seen = far.arrived(id: job.id) { within 10d else hold "nothing arrived" }
})");
  order.start();
  order.ok("kept", R"({"id":"K-1"})");
  order.command("cancel");
  order.unknown("kept/undo");
  order.fire(timer_purpose::settle, "kept/undo");
  REQUIRE(order.questions("kept/undo").size() == 1);
  CHECK(order.sent("kept/undo").size() == 1);
  order.found("kept/undo", found_one);
  CHECK(order.summary().phase == "cancelled");
}

TEST_CASE("`compensate none` owes nothing", "[unit][E6.1]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step kept = far.keep(text: job.text) { compensate none "paper is patient" }
  wait seen = far.arrived(id: job.id) { within 10d else hold "nothing arrived" }
})");
  order.start();
  order.ok("kept", R"({"id":"K-1"})");
  order.command("cancel");
  CHECK(order.summary().phase == "cancelled");
}

TEST_CASE("a restart between two compensations goes on where it stood", "[unit][E6.1]") {
  auto order = both_made();
  order.command("cancel");
  order.ok("made/undo");
  order.crash_before_commit();
  order.ok("made/undo"); // the table hands the answer over again
  order.restart();
  CHECK(order.sent("made/undo").size() == 1);
  order.ok("kept/undo");
  CHECK(order.summary().phase == "cancelled");
}

TEST_CASE("a compensation in doubt is shown as such, and can be done by hand",
          "[unit][E6.1][E7.4]") {
  order_driver order(makes_and_waits);
  order.start();
  order.ok("made", one_document);
  order.command("cancel");
  for (int attempt = 1; attempt <= 3; ++attempt) {
    if (attempt > 1)
      order.fire(timer_purpose::retry, "made/undo");
    order.unknown("made/undo");
  }
  REQUIRE(order.holds() == std::vector<std::string>{"in_doubt"});
  CHECK(order.view().holds[0].step == "made/undo");
  CHECK(order.view().holds[0].legal ==
        std::vector<std::string>{"verify", "adopt", "declare-absent", "done"});
  const auto told = engine::timeline(order.program()).tell(order.records().back());
  CHECK(std::any_of(told.begin(), told.end(), [](const auto& item) {
    return item.kind == "held" && item.step == "made/undo";
  }));
  order.command("done");
  CHECK(order.call("made/undo").ended == "by_hand");
  CHECK(order.facts<engine::compensation_settled>().at(0).how == "by_hand");
  CHECK(order.summary().phase == "cancelled");
}

TEST_CASE("a compensation without a result is adopted with nothing", "[unit][E7.4]") {
  order_driver order(makes_and_waits);
  order.start();
  order.ok("made", one_document);
  order.command("cancel");
  for (int attempt = 1; attempt <= 3; ++attempt) {
    if (attempt > 1)
      order.fire(timer_purpose::retry, "made/undo");
    order.unknown("made/undo");
  }
  order.command("adopt", "null");
  CHECK(order.call("made/undo").ended == "adopted");
  CHECK(order.summary().phase == "cancelled");
}
