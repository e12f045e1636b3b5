#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

/// Completed with M-2; M-1 stands beside it.
order_driver with_second_document(const char* flow = makes_one) {
  order_driver order(flow);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", found_two);
  order.command("adopt", R"({"document":{"number":"M-2","amount":"10.00"}})");
  return order;
}

bool is_open(const order_driver& order) {
  return order.state().incidents.at(0).open;
}

} // namespace

TEST_CASE("a duplicate effect is an incident on a finished order, and no hold", "[unit][E7.5]") {
  const auto order = with_second_document();
  CHECK(order.summary().phase == "completed");
  CHECK(order.summary().status == "completed");
  CHECK(order.holds().empty());
  CHECK(is_open(order));
}

TEST_CASE("an incident does not change the status of an order that goes on", "[unit][E7.5]") {
  const auto order = with_second_document(makes_and_waits);
  CHECK(is_open(order));
  CHECK(order.summary().status == "waiting");
}

TEST_CASE("an acknowledged incident is closed with the reason on record", "[unit][E7.5]") {
  auto order = with_second_document();
  order.command("acknowledge", R"({"incident":1})");
  CHECK(order.last_reply().accepted);
  CHECK_FALSE(is_open(order));
  CHECK(order.facts<engine::incident_closed>().at(0).how == "acknowledged");
  order.command("acknowledge", R"({"incident":1})");
  CHECK(order.last_reply().ignored == "the incident is closed already");
}

TEST_CASE("an incident that does not exist is not found", "[unit][E7.5]") {
  auto order = with_second_document();
  for (const char* wrong : {R"({"incident":2})", R"("one")", "null"}) {
    order.command("acknowledge", wrong);
    CHECK(order.last_reply().problem.code == errc::not_found);
    order.command("compensate-second", wrong);
    CHECK(order.last_reply().problem.code == errc::not_found);
  }
}

TEST_CASE("compensating the second undoes that document and leaves the order's own alone",
          "[unit][E7.5]") {
  auto order = with_second_document();
  order.command("compensate-second", R"({"incident":1})");
  const auto sent = order.sent("made/undo");
  REQUIRE(sent.size() == 1);
  CHECK(*sent[0].arguments == R"({"number":"M-1"})");
  CHECK(is_open(order));
  order.command("compensate-second", R"({"incident":1})");
  CHECK(order.last_reply().ignored == "its compensation is under way already");
  order.ok("made/undo");
  CHECK_FALSE(is_open(order));
  CHECK(order.summary().phase == "completed");
  CHECK(order.sent("made/undo").size() == 1);
}

TEST_CASE("the undo of the second and of the order's own document have different keys",
          "[unit][E7.5][E3.4]") {
  auto order = with_second_document(makes_and_waits);
  order.command("compensate-second", R"({"incident":1})");
  const auto second = order.call("made/undo").key;
  order.ok("made/undo");
  CHECK(order.state().owed.size() == 1);
  order.command("cancel");
  CHECK(order.call("made/undo").key != second);
  CHECK(*order.sent("made/undo").back().arguments == R"({"number":"M-2"})");
  order.ok("made/undo");
  CHECK(order.summary().phase == "cancelled");
}

TEST_CASE("a compensation of the second that failed can be retried, also on a finished order",
          "[unit][E7.5][E6.1]") {
  auto order = with_second_document();
  order.command("compensate-second", R"({"incident":1})");
  order.business_error("made/undo", "too_late");
  CHECK(order.holds() == std::vector<std::string>{"compensation_failed"});
  order.command("compensate-second", R"({"incident":1})");
  CHECK_FALSE(order.last_reply().accepted);
  order.command("retry");
  CHECK(order.holds().empty());
  REQUIRE(order.sent("made/undo").size() == 2);
  CHECK(*order.sent("made/undo")[1].arguments == R"({"number":"M-1"})");
  order.ok("made/undo");
  CHECK_FALSE(is_open(order));
}

TEST_CASE("a compensation of the second that was done by hand closes the incident, and settles "
          "nothing else",
          "[unit][E7.5]") {
  auto order = with_second_document(makes_and_waits);
  order.command("compensate-second", R"({"incident":1})");
  order.business_error("made/undo", "too_late");
  order.command("done");
  CHECK_FALSE(is_open(order));
  CHECK(order.state().owed.size() == 1);
  CHECK(order.summary().waiting_for == "far.arrived");
}

TEST_CASE("a failed compensation of the second does not stop the order's own path",
          "[unit][E7.5][E7.2]") {
  auto order = with_second_document(makes_and_waits);
  order.command("compensate-second", R"({"incident":1})");
  order.business_error("made/undo", "too_late");
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("the second is not undone while an attempt under its key may still take effect",
          "[unit][E7.5][E6.1]") {
  order_driver order(makes_one);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", "[]");
  order.fire(timer_purpose::retry, "made");
  order.ok("made", one_document, 1);
  order.ok("made", R"({"number":"M-2","amount":"10.00"})", 2);
  REQUIRE(is_open(order));
  order.command("compensate-second", R"({"incident":1})");
  CHECK(order.last_reply().accepted); // every attempt is known

  order_driver early(makes_and_waits);
  early.start();
  early.unknown("made");
  early.fire(timer_purpose::settle, "made");
  early.found("made", found_two);
  early.command("declare-absent");
  early.command("compensate-second", R"({"incident":1})");
  CHECK_FALSE(early.last_reply().accepted); // the next attempt is due
  early.fire(timer_purpose::retry, "made");
  early.command("compensate-second", R"({"incident":1})");
  CHECK_FALSE(early.last_reply().accepted); // and is under way
  CHECK_FALSE(early.was_made("made/undo"));
  early.ok("made", R"({"number":"M-3","amount":"10.00"})", 2);
  early.command("compensate-second", R"({"incident":1})");
  CHECK(early.last_reply().accepted);
  CHECK(early.was_made("made/undo"));
}

TEST_CASE("an undo of the second that is tried again goes on after the order's own end",
          "[unit][E7.5][E6.1]") {
  auto order = with_second_document(makes_and_waits);
  order.command("compensate-second", R"({"incident":1})");
  order.violation("made/undo");
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  REQUIRE(order.summary().phase == "completed");
  order.fire(timer_purpose::retry, "made/undo");
  CHECK(order.sent("made/undo").size() == 2);
  order.ok("made/undo");
  CHECK_FALSE(is_open(order));
}

TEST_CASE("an undo of the second that failed stays held when the order's own path ends",
          "[unit][E7.5][E6.1]") {
  auto order = with_second_document(makes_and_waits);
  order.command("compensate-second", R"({"incident":1})");
  order.business_error("made/undo", "too_late");
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  REQUIRE(order.summary().phase == "completed");
  CHECK(order.holds() == std::vector<std::string>{"compensation_failed"});
  order.command("compensate-second", R"({"incident":1})");
  CHECK_FALSE(order.last_reply().accepted);
  order.command("retry");
  CHECK(order.sent("made/undo").size() == 2);
  order.ok("made/undo");
  CHECK_FALSE(is_open(order));
}

TEST_CASE("an undo of the second that an abort has left behind can be asked for again",
          "[unit][E7.5][E6.5]") {
  auto order = with_second_document(makes_and_waits);
  order.command("compensate-second", R"({"incident":1})");
  order.business_error("made/undo", "too_late");
  order.command("abort");
  REQUIRE(order.summary().phase == "aborted");
  CHECK(order.holds().empty());
  order.command("compensate-second", R"({"incident":1})");
  REQUIRE(order.last_reply().accepted);
  CHECK(order.sent("made/undo").size() == 2);
  order.ok("made/undo");
  CHECK_FALSE(is_open(order));
}

TEST_CASE("an undo of the second that an abort has left behind is asked for again once it cannot "
          "take effect any more",
          "[unit][E7.5][E6.5]") {
  auto order = with_second_document(makes_and_waits);
  order.command("compensate-second", R"({"incident":1})");
  order.command("abort");
  REQUIRE(order.summary().phase == "aborted");
  order.command("compensate-second", R"({"incident":1})");
  CHECK_FALSE(order.last_reply().accepted); // its attempt is under way
  order.violation("made/undo");
  order.command("compensate-second", R"({"incident":1})");
  REQUIRE(order.last_reply().accepted);
  CHECK(order.sent("made/undo").size() == 2);
  order.ok("made/undo");
  CHECK_FALSE(is_open(order));
}

TEST_CASE("an undo of the second whose retries are spent is said to be held", "[unit][E7.5]") {
  auto order = with_second_document(makes_and_waits);
  order.command("compensate-second", R"({"incident":1})");
  for (int tries = 0; tries < 50 && order.holds().empty(); ++tries) {
    order.violation("made/undo");
    if (order.holds().empty())
      order.fire(timer_purpose::retry, "made/undo");
  }
  REQUIRE(order.holds() == std::vector<std::string>{"compensation_failed"});
  order.command("compensate-second", R"({"incident":1})");
  REQUIRE_FALSE(order.last_reply().accepted);
  CHECK(order.last_reply().problem.message == "its compensation failed, and is held for a person");
}

TEST_CASE("an incident about a document that the step takes after all is closed, and not undone",
          "[unit][E7.5][E5.5]") {
  order_driver order(makes_and_waits);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", found_two);
  order.command("declare-absent");
  REQUIRE(order.facts<engine::incident_opened>().size() == 2);
  order.fire(timer_purpose::retry, "made");
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", found_two);
  order.command("adopt", R"({"document":{"number":"M-2","amount":"10.00"}})");
  REQUIRE(order.facts<engine::incident_closed>().size() == 1);
  CHECK(order.facts<engine::incident_closed>()[0].how == "adopted");
  CHECK(order.state().incidents.at(0).open); // M-1
  CHECK_FALSE(order.state().incidents.at(1).open);
  order.command("compensate-second", R"({"incident":2})");
  CHECK(order.last_reply().ignored == "the incident is closed already");
  CHECK_FALSE(order.was_made("made/undo"));
}

TEST_CASE("a step without compensation has no second to undo", "[unit][E7.5]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) { compensate none "paper is patient" }
})");
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", found_two);
  order.command("adopt", R"({"document":{"number":"M-2","amount":"10.00"}})");
  order.command("compensate-second", R"({"incident":1})");
  CHECK_FALSE(order.last_reply().accepted);
  CHECK(is_open(order));
}

TEST_CASE("an undo that breaks its contract is tried again and then held as failed, never typed or "
          "edited",
          "[unit][E6.1][E7.4]") {
  auto order = with_second_document(makes_and_waits);
  order.command("compensate-second", R"({"incident":1})");
  order.violation("made/undo");
  for (int retry = 0; retry < 2; ++retry) {
    CHECK(order.holds().empty());
    order.fire(timer_purpose::retry, "made/undo");
    order.violation("made/undo");
  }
  CHECK(order.holds() == std::vector<std::string>{"compensation_failed"});
  order.command("retry");
  CHECK(order.sent("made/undo").size() == 4);
  order.ok("made/undo");
  CHECK_FALSE(is_open(order));
  CHECK(order.summary().waiting_for == "far.arrived");
}

TEST_CASE("`retry` and `done` are for the undo that could not be evaluated, and for no other",
          "[unit][E7.4][E7.5]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    compensate far.unmake(number: string(decimal(made.number)))
  }
  wait seen = far.arrived(id: job.id) { within 10d else hold "nothing arrived" }
})");
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", R"([{"number":"1","amount":"10.00"},{"number":"x","amount":"10.00"}])");
  order.command("adopt", R"({"document":{"number":"1","amount":"10.00"}})");
  order.command("compensate-second", R"({"incident":1})");
  REQUIRE(order.holds() == std::vector<std::string>{"compensation_failed"});
  CHECK_FALSE(order.was_made("made/undo"));
  order.command("compensate-second", R"({"incident":1})");
  CHECK_FALSE(order.last_reply().accepted);
  order.command("retry");
  REQUIRE(order.holds() == std::vector<std::string>{"compensation_failed"});
  order.command("done");
  CHECK(order.holds().empty());
  CHECK_FALSE(is_open(order));
  CHECK(order.state().owed.size() == 1);
  order.command("cancel");
  order.ok("made/undo");
  CHECK(order.summary().phase == "cancelled");
}
