#include "actors/order_box.hpp"
#include "tests/actors/engine_rig.hpp"

#include <catch2/catch.hpp>

namespace gantry::tests {

using kind = far_behaviour::kind;

TEST_CASE("an event reaches the order that waits for it", "[actor][E8.6]") {
  engine_rig rig{make_wait_ship};
  const auto order = rig.submit("J-1");
  const auto other = rig.submit("J-2");
  rig.pass(seconds(1));
  const auto answer = rig.arrives("J-1", "E-1");
  REQUIRE(answer);
  CHECK_FALSE(answer->duplicate);
  CHECK(answer->finding.empty());
  rig.pass(seconds(1));
  CHECK(rig.status(order) == "completed");
  CHECK(rig.status(other) == "waiting");
}

TEST_CASE("an event that comes before its wait is kept for it", "[actor][E8.6]") {
  engine_rig rig{make_wait_ship};
  SECTION("before its order exists") {
    CHECK(rig.arrives("J-1", "E-1"));
    rig.pass(seconds(60));
    (void)rig.submit("J-1");
  }
  SECTION("before the order comes to its wait") {
    rig.far->next("make", kind::waits);
    (void)rig.submit("J-1");
    CHECK(rig.arrives("J-1", "E-1"));
    rig.pass(seconds(1));
    CHECK(rig.far->count("ship") == 0);
    rig.far->release();
  }
  SECTION("in the commit that opens the wait") {
    rig.far->next("make", kind::waits);
    (void)rig.submit("J-1");
    rig.far->release();
    (void)rig.announce("J-1", "E-1");
    rig.work_without_commits();
    REQUIRE(rig.engine().stats().journal_queue == 2);
  }
  rig.pass(seconds(1));
  const auto order = rig.all_orders().front();
  CHECK(order.status == "completed");
  CHECK(rig.far->made("ship").size() == 1);
}

TEST_CASE("an event that comes twice is taken once", "[actor][E8.2]") {
  engine_rig rig{make_wait_ship};
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  const auto first = rig.announce("J-1", "E-1");
  const auto second = rig.announce("J-1", "E-1");
  rig.pass(seconds(1));
  CHECK_FALSE((**first)->duplicate);
  CHECK((**second)->duplicate);
  CHECK(rig.arrives("J-1", "E-1")->duplicate);
  CHECK(rig.status(order) == "completed");
  CHECK(rig.far->made("ship").size() == 1);
  CHECK(rig.engine().stats().events_received == 1);
  CHECK(rig.engine().stats().events_duplicate == 2);
}

TEST_CASE("events that are not declared, or do not fit, are kept as findings", "[actor]") {
  engine_rig rig{make_wait_ship};
  std::optional<result<actors::event_answer>> answer;
  const auto send = [&](const std::string& id, const std::string& type, value data) {
    rig.engine().event({id, "test", type, "", std::move(data), {}},
                       [&](result<actors::event_answer> with) { answer = std::move(with); });
    rig.work();
    REQUIRE(answer);
    return std::exchange(answer, {})->value().finding;
  };
  CHECK(send("E-1", "far.vanished", value{}).find("far.vanished") != std::string::npos);
  CHECK_FALSE(send("E-2", "far.arrived", value("no record")).empty());
  CHECK(rig.engine().reader().list_inbox("finding", 10, 0).value().size() == 2);
}

TEST_CASE("what was received before a deadline wins against it after downtime", "[actor][E8.6]") {
  engine_rig rig{make_wait_ship};
  const auto order = rig.submit("J-1");
  rig.pass(seconds(10));
  REQUIRE(rig.status(order) == "waiting");
  (void)rig.announce("J-1", "E-1");
  REQUIRE(rig.commit()); // it is stored, and the engine dies before its order has seen it
  rig.kill();
  rig.pass(seconds(2 * 3600));
  rig.start();
  rig.pass(seconds(1));
  CHECK(rig.status(order) == "completed");
}

TEST_CASE("a deadline that passed while the engine was down is judged at its start",
          "[actor][E8.7]") {
  engine_rig rig{make_wait_ship};
  const auto order = rig.submit("J-1");
  rig.pass(seconds(10));
  rig.kill();
  rig.pass(seconds(2 * 3600));
  rig.start();
  rig.pass(seconds(1));
  CHECK(rig.status(order) == "held");
  CHECK(rig.row(order).held == "deadline");
}

TEST_CASE("an event that is stored in the very commit before the deadline fires wins",
          "[actor][E8.6]") {
  engine_rig rig{make_wait_ship};
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  const auto deadline = rig.facts<engine::timer_set>(order).back().due;
  rig.pass(deadline - (rig.time.wall() + duration{1}));
  REQUIRE(rig.status(order) == "waiting");
  (void)rig.announce("J-1", "E-1");
  rig.time.move_to(rig.time.boot_ns() + 1); // the alarm rings before the event is committed
  rig.work_without_commits();
  rig.pass(seconds(1));
  CHECK(rig.status(order) == "completed");
}

TEST_CASE("events beyond what an order holds in memory wait in the store, and none is left there",
          "[actor][E8.6]") {
  engine_rig rig{handler_and_wait};
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  const std::size_t many = actors::order_box::events_max + 1'500;
  for (std::size_t i = 0; i < many; ++i)
    (void)rig.announce("J-1", "E-" + std::to_string(i));
  rig.work();
  CHECK(rig.facts<engine::event_consumed>(order).size() == many);
  CHECK(rig.facts<engine::branch_opened>(order).size() == many);
  CHECK(rig.status(order) == "waiting");
}

TEST_CASE("what an order's own calls and timers bring is taken however full it is", "[unit]") {
  actors::order_box box;
  const auto put = [&](actors::order_event e) { return box.put(e); };
  persistence::inbox_row row;
  for (std::size_t i = 1; i <= actors::order_box::events_max; ++i) {
    row.number = i;
    REQUIRE(put({actors::inbox_delivery{row}}) != actors::order_box::put_result::full);
  }
  row.number = 5'000;
  CHECK(put({actors::inbox_delivery{row}}) == actors::order_box::put_result::full);
  engine::event due;
  due.what = engine::timer_due{1, {}};
  CHECK(put({due}) == actors::order_box::put_result::awake);
  CHECK_FALSE(box.close());
  while (box.take() != nullptr)
    box.done();
  CHECK_FALSE(box.close()); // the store holds an event for it
  CHECK(box.take_owed() == 5'000);
  CHECK(box.take_owed() == 0);
  CHECK(box.close());
}

} // namespace gantry::tests
