#include "tests/actors/engine_rig.hpp"

#include <catch2/catch.hpp>

namespace gantry::tests {

TEST_CASE("the same order sent again is the same order", "[actor][E8.2]") {
  engine_rig rig{three_steps};
  const auto order = rig.submit("J-1");
  const auto while_open = rig.hand_in("J-1");
  rig.pass(seconds(1));
  const auto after_end = rig.hand_in("J-1");
  rig.pass(seconds(30));
  for (const auto& answer : {while_open, after_end}) {
    REQUIRE(answer->has_value());
    REQUIRE((**answer).has_value());
    CHECK((**answer)->duplicate);
    CHECK((**answer)->order.id == order);
  }
  CHECK((**after_end)->order.status == "completed");
  CHECK(rig.all_orders().size() == 1);
  CHECK(rig.far->made("make").size() == 1);
  CHECK(rig.engine().stats().orders_in_memory == 0);
}

TEST_CASE("two orders with one key in one commit are decided inside the writer", "[actor][E8.2]") {
  engine_rig rig{three_steps};
  const auto first = rig.hand_in("J-1");
  const auto second = rig.hand_in("J-1");
  const auto other = rig.hand_in("J-1", "11.00");
  const auto stranger = rig.hand_in("J-2");
  rig.pass(seconds(5));
  REQUIRE((**first).has_value());
  REQUIRE((**second).has_value());
  CHECK((**first)->duplicate != (**second)->duplicate);
  CHECK((**first)->order.id == (**second)->order.id);
  CHECK_FALSE((**other).has_value());
  CHECK((**stranger).has_value());
  CHECK(rig.all_orders().size() == 2);
  CHECK(rig.far->made("make").size() == 2);
  for (const auto& row : rig.all_orders())
    CHECK(row.status == "completed");
}

TEST_CASE("a key that is taken by other content is a conflict that names the difference",
          "[actor][E8.2]") {
  engine_rig rig{one_make};
  const auto order = rig.submit("J-1");
  const auto other = rig.hand_in("J-1", "11.00");
  rig.pass(seconds(1));
  REQUIRE(other->has_value());
  REQUIRE_FALSE((**other).has_value());
  const auto& why = (**other).error();
  CHECK(why.code == errc::key_conflict);
  CHECK(why.message.find(order) != std::string::npos);
  CHECK(why.message.find("input.amount") != std::string::npos);
  REQUIRE_FALSE(why.fields.empty());
  CHECK(why.fields.front().path == "input.amount");
  CHECK(why.fields.front().value == R"("10.00" there, "11.00" here)");
  CHECK(rig.far->made("make").size() == 1);
}

TEST_CASE("a request that is repeated under its Idempotency-Key is answered as before",
          "[actor][E8.2]") {
  engine_rig rig{one_make};
  const auto first = rig.hand_in("J-1", "10.00", false, "K-1");
  rig.pass(seconds(1));
  const auto again = rig.hand_in("J-1", "10.00", false, "K-1");
  rig.work();
  REQUIRE((**first).has_value());
  REQUIRE((**again).has_value());
  CHECK_FALSE((**first)->stored_answer.empty());
  CHECK((**again)->stored_answer == (**first)->stored_answer);
  CHECK((**again)->stored_status == 202);
}

TEST_CASE("an Idempotency-Key with another body is refused, and nothing is taken",
          "[actor][E8.2]") {
  engine_rig rig{one_make};
  (void)rig.hand_in("J-1", "10.00", false, "K-1");
  rig.pass(seconds(1));
  const auto other = rig.hand_in("J-2", "10.00", false, "K-1");
  rig.pass(seconds(1));
  REQUIRE(other->has_value());
  REQUIRE_FALSE((**other).has_value());
  CHECK((**other).error().code == errc::idempotency_mismatch);
  CHECK(rig.all_orders().size() == 1);
  CHECK(rig.far->made("make").size() == 1);
}

TEST_CASE("a new Idempotency-Key for an order that is there keeps its answer too",
          "[actor][E8.2]") {
  engine_rig rig{one_make};
  (void)rig.hand_in("J-1");
  rig.pass(seconds(1));
  const auto first = rig.hand_in("J-1", "10.00", false, "K-1");
  rig.pass(seconds(1));
  const auto again = rig.hand_in("J-1", "10.00", false, "K-1");
  rig.work();
  REQUIRE((**first).has_value());
  REQUIRE((**again).has_value());
  CHECK((**first)->stored_status == 200);
  CHECK_FALSE((**first)->stored_answer.empty());
  CHECK((**again)->stored_answer == (**first)->stored_answer);
}

} // namespace gantry::tests
