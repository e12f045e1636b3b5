#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

TEST_CASE("a cancel is recorded at once and awaits what is sent", "[unit][E6.2]") {
  order_driver order(makes_one);
  order.start();
  order.command("cancel");
  CHECK(order.new_facts<engine::cancel_requested>().size() == 1);
  CHECK(order.summary().phase == "closing");
  CHECK(order.call("made").open());
  order.ok("made", one_document);
  CHECK(order.summary().phase == "compensating");
  order.ok("made/undo");
  CHECK(order.summary().phase == "cancelled");
}

TEST_CASE("a cancel revokes what is only scheduled, and its lane forgets it",
          "[unit][E6.2][E2.1]") {
  order_driver order(makes_one);
  order.grant_permits(false);
  order.start();
  CHECK(order.phase_of("made") == "scheduled");
  order.command("cancel");
  CHECK(order.call("made").ended == "revoked");
  CHECK(order.new_effects<engine::leave_lane>().size() == 1);
  CHECK(order.summary().phase == "cancelled");
  order.grant_permits(true);
  CHECK(order.offer_permit("made").is == engine::verdict::kind::ignored);
  CHECK(order.sent("made").empty());
}

TEST_CASE("a cancel revokes a call that waits for its retry", "[unit][E6.2]") {
  order_driver order(makes_one);
  order.start();
  order.refused("made");
  REQUIRE(order.has_timer(timer_purpose::retry, "made"));
  order.command("cancel");
  CHECK(order.call("made").ended == "revoked");
  CHECK(order.summary().phase == "cancelled");
  CHECK_FALSE(order.has_timer(timer_purpose::retry));
}

TEST_CASE("a cancel gives up a read at once", "[unit][E6.2]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step seen = far.look(text: job.text)
  let text = seen.text
})");
  order.start();
  order.command("cancel");
  CHECK(order.summary().phase == "cancelled");
}

TEST_CASE("a cancel after the final stage is answered with the stage's name", "[unit][E6.2]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  stage shipping final
  wait seen = far.arrived(id: job.id) { within 10d else hold "nothing arrived" }
})");
  order.start();
  order.command("cancel");
  CHECK_FALSE(order.last_reply().accepted);
  CHECK(order.last_reply().problem.message.find("shipping") != std::string::npos);
  CHECK(order.summary().phase == "running");
  const auto legal = order.view().legal;
  CHECK(std::find(legal.begin(), legal.end(), "cancel") == legal.end());
}

TEST_CASE("a cancel of a waiting order withdraws its wait and its deadline", "[unit][E6.2]") {
  order_driver order(makes_and_waits);
  order.start();
  order.ok("made", one_document);
  order.command("cancel");
  CHECK(order.state().waits.empty());
  CHECK_FALSE(order.has_timer(timer_purpose::deadline));
  order.ok("made/undo");
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  CHECK(order.new_facts<engine::event_consumed>().at(0).became == "ignored");
}

TEST_CASE("a rejection undoes what was done, and ends rejected", "[unit][E6.2]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step kept = far.keep(text: job.text) { compensate far.drop(id: kept.id) }
  reject "not for " + kept.id
})");
  order.start();
  order.ok("kept", R"({"id":"K-1"})");
  CHECK(order.summary().phase == "compensating");
  order.ok("kept/undo");
  CHECK(order.summary().phase == "rejected");
  CHECK(order.state().end_reason == "not for K-1");
}

namespace {
const char* const with_deadline = R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    timeout 1h
    within 10s else reject "too late"
    compensate far.unmake(number: made.number)
    on gone { hold "gone" }
  }
  wait seen = far.arrived(id: job.id) { within 10d else hold "nothing arrived" }
})";
} // namespace

TEST_CASE("a deadline waits for the end of a call that was sent, and ok wins", "[unit][E6.3]") {
  order_driver order(with_deadline);
  order.start();
  order.fire(timer_purpose::deadline);
  CHECK(order.call("made").open());
  order.ok("made", one_document);
  CHECK(order.summary().waiting_for == "far.arrived");
}

TEST_CASE("after the deadline any end but ok runs its else", "[unit][E6.3]") {
  order_driver order(with_deadline);
  order.start();
  order.fire(timer_purpose::deadline);
  SECTION("a business error, which its own block would have taken") {
    order.business_error("made", "gone");
  }
  SECTION("a refusal, which would have been retried") {
    order.refused("made");
  }
  SECTION("a doubt that turns out to be nothing") {
    order.unknown("made");
    order.fire(timer_purpose::settle, "made");
    CHECK(order.summary().phase == "running");
    order.found("made", "[]");
  }
  CHECK(order.summary().phase == "rejected");
  CHECK(order.state().end_reason == "too late");
  CHECK(order.sent("made").size() == 1);
}

TEST_CASE("a deadline revokes a call that was never sent", "[unit][E6.3]") {
  order_driver order(with_deadline);
  order.grant_permits(false);
  order.start();
  order.fire(timer_purpose::deadline);
  CHECK(order.call("made").ended == "revoked");
  CHECK(order.summary().phase == "rejected");
}

TEST_CASE("a deadline ends a call that is held as not done", "[unit][E6.3]") {
  order_driver order(with_deadline);
  order.start();
  order.refused("made");
  for (int retry = 0; retry < 2; ++retry) {
    order.fire(timer_purpose::retry, "made");
    order.refused("made");
  }
  REQUIRE(order.holds() == std::vector<std::string>{"retries_spent"});
  order.fire(timer_purpose::deadline);
  CHECK(order.holds().empty());
  CHECK(order.summary().phase == "rejected");
}

TEST_CASE("a deadline gives up a read that is under way", "[unit][E6.3]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step seen = far.look(text: job.text) { timeout 1h within 10s else reject "too late" }
  let text = seen.text
})");
  order.start();
  order.fire(timer_purpose::deadline);
  CHECK(order.summary().phase == "rejected");
}

TEST_CASE("an abort ends the order without undoing it, and watches what it leaves behind",
          "[unit][E6.5]") {
  order_driver order(makes_two);
  order.start();
  order.ok("kept", R"({"id":"K-1"})");
  order.unknown("made");
  order.command("abort");
  CHECK(order.summary().phase == "aborted");
  CHECK(order.call("made").ended == "left_behind");
  CHECK_FALSE(order.was_made("kept/undo"));
  const auto settled = order.facts<engine::compensation_settled>();
  REQUIRE(settled.size() == 1);
  CHECK(settled[0].how == "left_behind");
  CHECK(settled[0].node == "kept");
  CHECK(order.facts<engine::watch_opened>().size() == 1);
  order.fire(timer_purpose::settle, "made");
  order.found("made", found_one);
  CHECK(order.facts<engine::incident_opened>().size() == 1);
}

TEST_CASE("an abort under a pause still finds what it left behind, and can undo it",
          "[unit][E6.5][E7.5]") {
  order_driver order(makes_and_waits);
  order.start();
  order.command("pause");
  order.command("abort");
  order.ok("made", one_document);
  REQUIRE(order.facts<engine::incident_opened>().size() == 1);
  order.command("compensate-second", R"({"incident":1})");
  CHECK(order.sent("made/undo").size() == 1);
  order.ok("made/undo");
  CHECK_FALSE(order.state().incidents[0].open);
}

TEST_CASE("an abort ends an order that is held as poisoned, and its watches look on",
          "[unit][E6.5][E8.4]") {
  order_driver order(makes_one);
  order.start();
  order.feed(engine::poisoned{"a broken invariant"});
  order.command("abort");
  CHECK(order.summary().phase == "aborted");
  CHECK(order.holds().empty());
  CHECK(order.new_effects<engine::attach_attempt>().size() == 1); // it may have ended meanwhile
  order.ok("made", one_document);
  CHECK(order.facts<engine::incident_opened>().size() == 1);
}

TEST_CASE("a settle that passed while the order was poisoned is not lost to the watch of an abort",
          "[unit][E6.5][E8.4]") {
  order_driver order(makes_one);
  order.start();
  order.unknown("made");
  order.feed(engine::poisoned{"a broken invariant"});
  order.fire(timer_purpose::settle, "made");
  order.command("abort");
  REQUIRE(order.questions("made").size() == 1);
  order.found("made", found_one);
  CHECK(order.facts<engine::incident_opened>().size() == 1);
  CHECK_FALSE(order.summary().watching);
}

TEST_CASE("an abort of an order that has ended is ignored politely", "[unit][E6.5][E7.6]") {
  order_driver order(makes_one);
  order.start();
  order.ok("made", one_document);
  order.command("abort");
  CHECK(order.last_reply().accepted);
  CHECK(order.last_reply().ignored == "already completed");
  CHECK(order.summary().phase == "completed");
}
