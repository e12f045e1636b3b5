#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

/// All three attempts of the policy ended unknown.
order_driver spent_in_doubt() {
  order_driver order(keeps_one);
  order.start();
  order.unknown("kept");
  for (int retry = 0; retry < 2; ++retry) {
    order.fire(timer_purpose::retry, "kept");
    order.unknown("kept");
  }
  return order;
}

} // namespace

TEST_CASE("an idempotent call whose retries are spent in doubt is held, not failed",
          "[unit][E5.8]") {
  auto order = spent_in_doubt();
  CHECK(order.holds() == std::vector<std::string>{"in_doubt"});
  CHECK(order.sent("kept").size() == 3);
}

TEST_CASE(
    "an idempotent call of which one attempt is in doubt is held, though the last was refused",
    "[unit][E5.8]") {
  order_driver order(keeps_one);
  order.start();
  order.unknown("kept");
  order.fire(timer_purpose::retry, "kept");
  order.refused("kept");
  order.fire(timer_purpose::retry, "kept");
  order.refused("kept");
  CHECK(order.holds() == std::vector<std::string>{"in_doubt"});
}

TEST_CASE("verifying an idempotent call is the same request under the same key", "[unit][E5.8]") {
  auto order = spent_in_doubt();
  order.command("verify");
  const auto sent = order.sent("kept");
  REQUIRE(sent.size() == 4);
  CHECK(sent[3].key == sent[0].key);
  CHECK(*sent[3].arguments == *sent[0].arguments);
  order.ok("kept", R"({"id":"K-1"})");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("an idempotent doubt is verified under cancel", "[unit][E5.8][E6.2]") {
  order_driver order(keeps_one);
  order.start();
  order.unknown("kept");
  order.command("cancel");
  order.fire(timer_purpose::retry, "kept");
  CHECK(order.sent("kept").size() == 2);
  order.ok("kept", R"({"id":"K-1"})");
  CHECK(order.summary().phase == "compensating");
  CHECK_FALSE(order.was_made("kept/undo")); // the first attempt may still take effect
  order.fire(timer_purpose::settle, "kept");
  order.ok("kept/undo");
  CHECK(order.summary().phase == "cancelled");
}

TEST_CASE("a held idempotent doubt can be verified by hand under cancel", "[unit][E5.8]") {
  auto order = spent_in_doubt();
  order.command("cancel");
  CHECK(order.summary().phase == "closing");
  order.command("verify");
  CHECK(order.sent("kept").size() == 4);
}

TEST_CASE("an idempotent doubt is not verified under a pause", "[unit][E5.8][E6.4]") {
  auto order = spent_in_doubt();
  order.command("pause");
  order.command("verify");
  CHECK_FALSE(order.last_reply().accepted);
  CHECK(order.sent("kept").size() == 3);

  order_driver early(keeps_one);
  early.start();
  early.unknown("kept");
  early.command("pause");
  early.fire(timer_purpose::retry, "kept");
  CHECK(early.sent("kept").size() == 1);
  early.command("resume");
  CHECK(early.sent("kept").size() == 2);
}

TEST_CASE("a held idempotent doubt can be declared absent once its attempts have settled",
          "[unit][E5.8][E7.4]") {
  auto order = spent_in_doubt();
  order.command("declare-absent");
  CHECK_FALSE(order.last_reply().accepted);
  while (order.has_timer(timer_purpose::settle, "kept"))
    order.fire(timer_purpose::settle, "kept");
  CHECK(order.holds() == std::vector<std::string>{"in_doubt"});
  order.command("declare-absent");
  CHECK(order.last_reply().accepted);
  CHECK(order.holds() == std::vector<std::string>{"retries_spent"});
}

TEST_CASE("a restart does not hurry an idempotent call that waits for settle", "[unit][E4.2]") {
  order_driver order(keeps_one);
  order.start();
  order.unknown("kept");
  order.fire(timer_purpose::retry, "kept");
  order.business_error("kept", "full");
  REQUIRE(order.has_timer(timer_purpose::settle, "kept"));
  order.restart();
  CHECK(order.sent("kept").size() == 2);
  order.fire(timer_purpose::settle, "kept");
  CHECK(order.sent("kept").size() == 3);
}
