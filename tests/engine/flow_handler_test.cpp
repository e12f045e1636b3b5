#include "tests/engine/order_driver.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

const char* const with_arms = R"(
workflow small(job: Job) {
  version 1  key job.id
  step kept = far.keep(text: job.text) { compensate far.drop(id: kept.id) }
  stage packed
  wait seen = far.arrived(id: job.id) { within 1h else hold "nothing arrived" }
  stage shipped final
  hold "shipped"
  on far.told(id: job.id) as told {
    before packed { cancel "asked by " + told.id }
    before shipped {
      step asked = far.look(text: told.id)
      if asked.limit > 1m { cancel "caught: " + asked.text }
    }
    otherwise { }
  }
})";

order_driver begun() {
  order_driver order(with_arms);
  order.start();
  return order;
}

/// `kept` has ended: the stage `packed` has passed and the order waits.
order_driver packed() {
  auto order = begun();
  order.ok("kept", R"({"id":"K-1"})");
  return order;
}

constexpr const char* told = R"({"id":"J-1"})";

std::string handler_step(const order_driver& order) {
  return order.state().calls.back().node;
}

} // namespace

TEST_CASE("the first arm whose stage is not passed runs", "[unit]") {
  auto order = begun();
  order.arrives("far.told", told);
  CHECK(order.summary().phase == "closing");
  order.ok("kept", R"({"id":"K-1"})");
  order.ok("kept/undo");
  CHECK(order.summary().phase == "cancelled");
  CHECK(order.state().end_reason == "asked by J-1");
}

TEST_CASE("a handler's step is an inquiry whose answer decides, and it owes nothing", "[unit]") {
  auto order = packed();
  order.arrives("far.told", told);
  const auto asked = handler_step(order);
  CHECK(order.sent(asked).size() == 1);
  order.ok(asked, R"({"text":"on the shelf","limit":"2"})");
  CHECK(order.summary().phase == "compensating");
  order.ok("kept/undo");
  CHECK(order.summary().phase == "cancelled");
  CHECK(order.state().end_reason == "caught: on the shelf");
}

TEST_CASE("while an arm `before S` runs the main path does not pass S", "[unit]") {
  auto order = packed();
  order.arrives("far.told", told);
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  CHECK(order.summary().stage == "packed");
  order.ok(handler_step(order), R"({"text":"gone","limit":"0"})");
  CHECK(order.summary().stage == "shipped");
}

TEST_CASE("a cancel that was asked for too late is a conflict in the timeline", "[unit]") {
  auto order = packed();
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  REQUIRE(order.summary().stage == "shipped");
  order.arrives("far.told", told);
  const auto closed = order.facts<engine::branch_closed>();
  REQUIRE(closed.size() == 1);
  CHECK(closed[0].how == "conflict");
  CHECK(order.summary().phase == "running");
}

TEST_CASE("handlers run one at a time, in the order of their events", "[unit]") {
  auto order = packed();
  order.arrives("far.told", told);
  order.arrives("far.told", told);
  CHECK(order.state().kept.size() == 1);
  const auto first_key = order.state().calls.back().key;
  order.ok(handler_step(order), R"({"text":"gone","limit":"0"})");
  CHECK(order.state().kept.empty());
  CHECK(order.state().calls.back().key != first_key); // E3.3: each run has keys of its own
  order.ok(handler_step(order), R"({"text":"gone","limit":"0"})");
  CHECK(order.facts<engine::branch_closed>().size() == 2);
}

TEST_CASE("an event that is handed out twice runs its handler once", "[unit][E8.2]") {
  auto order = packed();
  order.arrives("far.told", told);
  order.ok(handler_step(order), R"({"text":"gone","limit":"0"})");
  const auto runs = order.facts<engine::branch_opened>().size();
  SECTION("at once") {
    CHECK(order.arrives_again().is == engine::verdict::kind::ignored);
  }
  SECTION("after a restart") {
    order.restart();
    CHECK(order.arrives_again().is == engine::verdict::kind::ignored);
  }
  CHECK(order.facts<engine::branch_opened>().size() == runs);
}

TEST_CASE("the order ends only when its handlers have", "[unit]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  wait seen = far.arrived(id: job.id) { within 1h else hold "nothing arrived" }
  on far.told(id: job.id) as told {
    step asked = far.look(text: told.id)
    if asked.limit > 1m { hold "look" }
  }
})");
  order.start();
  order.arrives("far.told", told);
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  CHECK(order.summary().phase == "running");
  order.ok(handler_step(order), R"({"text":"gone","limit":"0"})");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("an open wait takes an event before a handler does", "[unit]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  wait word = far.told(id: job.id) { within 1h else hold "nothing was told" }
  hold "after the wait"
  on far.told(id: job.id) as told { cancel "asked" }
})");
  order.start();
  order.arrives("far.told", told);
  CHECK(order.holds() == std::vector<std::string>{"flow"});
  CHECK(order.summary().phase == "running");
  order.arrives("far.told", told);
  CHECK(order.summary().phase == "cancelled");
}

TEST_CASE("a restart in the middle of a handler goes on in its arm", "[unit]") {
  auto order = packed();
  order.arrives("far.told", told);
  order.restart();
  order.ok(handler_step(order), R"({"text":"on the shelf","limit":"2"})");
  CHECK(order.summary().phase == "compensating");
}
