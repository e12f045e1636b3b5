#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

/// E4.2, E4.3: a business error decides when nothing can contradict it any more.
using namespace gantry;
using engine::attempt_known;
using engine::timer_purpose;
using tests::kept;
using tests::order_driver;

namespace {

constexpr const char* looks_once = R"(
workflow small(job: Job) -> Found {
  version 1  key job.id
  step found = far.look(text: job.text) {
    on missing { reject "it is not there" }
  }
  return found
})";

/// Attempt 1 was lost, attempt 2 answered `full` before the first had settled.
void answer_too_early(order_driver& order) {
  order.start();
  order.unknown("kept");
  order.fire(timer_purpose::retry);
  order.business_error("kept", "full");
}

} // namespace

TEST_CASE("a business error alone under its key ends the step at once", "[unit][E4.2]") {
  order_driver order(tests::keeps_one);
  order.start();
  order.business_error("kept", "full");
  CHECK(order.call("kept").ended == "business_error");
}

TEST_CASE("a business error of a read decides though an earlier attempt had no answer",
          "[unit][E4.2]") {
  order_driver order(looks_once);
  order.start();
  order.unknown("found");
  order.fire(timer_purpose::retry);
  order.business_error("found", "missing");
  CHECK(order.call("found").ended == "business_error");
  CHECK(order.state().phase == "rejected");
}

TEST_CASE("a business error waits while an earlier attempt may still take effect",
          "[unit][E4.2][E4.3]") {
  order_driver order(tests::keeps_one);
  answer_too_early(order);
  CHECK(order.call("kept").open());
  CHECK(order.due(timer_purpose::settle) == order.now() + seconds(5));
  CHECK(order.sent("kept").size() == 2);
  CHECK(order.call("kept").revision == 1); // its key is not consumed
}

TEST_CASE("after settle the same request is asked once more, and its answer decides",
          "[unit][E4.2]") {
  order_driver order(tests::keeps_one);
  answer_too_early(order);
  order.fire(timer_purpose::settle);
  const auto sent = order.sent("kept");
  REQUIRE(sent.size() == 3);
  CHECK(sent[2].key == sent[0].key);
  CHECK(*sent[2].arguments == *sent[0].arguments);

  SECTION("a business error ends the step") {
    order.business_error("kept", "full");
    CHECK(order.call("kept").ended == "business_error");
  }
  SECTION("an ok wins over the business error that was recorded") {
    order.ok("kept", kept);
    CHECK(order.call("kept").ended == "ok");
    CHECK(order.state().incidents.empty());
  }
  SECTION("if it is lost itself, the answer decides nothing for it") {
    order.unknown("kept");
    CHECK(order.call("kept").open());
    CHECK(order.has_timer(timer_purpose::settle));
  }
}

TEST_CASE("a restart does not shorten the settle that a business error waits for", "[unit][E4.2]") {
  order_driver order(tests::keeps_one);
  answer_too_early(order);
  order.restart();
  CHECK(order.sent("kept").size() == 2);
  CHECK(order.has_timer(timer_purpose::settle));
}

TEST_CASE("a refused last question is asked again by the policy, not at once", "[unit][E4.2]") {
  order_driver order(tests::keeps_one);
  answer_too_early(order);
  order.fire(timer_purpose::settle);
  order.refused("kept");
  CHECK(order.sent("kept").size() == 3);
  CHECK(order.holds() == std::vector<std::string>{"in_doubt"}); // two retries are spent
}

TEST_CASE("a recorded business error goes before a further attempt", "[unit][E4.2]") {
  order_driver order(tests::keeps_one);
  order.start();
  order.unknown("kept");
  order.fire(timer_purpose::retry);
  order.business_error("kept", "full", "{}", 1);
  order.refused("kept", 2);
  CHECK(order.call("kept").ended == "business_error");
  CHECK(order.sent("kept").size() == 2);
}

TEST_CASE("a recorded business error goes before spent retries", "[unit][E4.2]") {
  order_driver order(tests::keeps_one);
  order.start();
  order.unknown("kept");
  order.fire(timer_purpose::retry);
  order.unknown("kept");
  order.fire(timer_purpose::retry);
  order.business_error("kept", "full", "{}", 1);
  order.refused("kept", 2);
  REQUIRE(order.call("kept").open()); // attempt 3 is under way
  order.refused("kept", 3);
  CHECK(order.call("kept").ended == "business_error");
  CHECK(order.holds() == std::vector<std::string>{"flow"});
}

TEST_CASE("a once call ends in its business error only after the others are proven absent",
          "[unit][E4.2]") {
  order_driver order(tests::makes_one);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle);
  order.found("made", "[]");
  order.fire(timer_purpose::retry);
  order.business_error("made", "blocked", R"({"reason":"no"})");
  CHECK(order.call("made").ended == "business_error");
  CHECK(order.call("made").attempts[0].is == attempt_known::absent);
}

TEST_CASE("no new revision is made before the old key is at rest", "[unit][E4.3]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step kept = far.keep(text: job.text) {
    compensate far.drop(id: kept.id)
    on full { retry 3 times, every 1s else hold "still full" }
  }
})");
  answer_too_early(order);
  CHECK(order.facts<engine::call_made>().size() == 1);
  order.fire(timer_purpose::settle);
  CHECK(order.facts<engine::call_made>().size() == 1);
  order.business_error("kept", "full");
  order.fire(timer_purpose::statement);
  REQUIRE(order.facts<engine::call_made>().size() == 2);
  CHECK(order.call("kept").revision == 2);
  CHECK(order.sent("kept").size() == 4);
}
