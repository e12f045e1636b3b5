#include "actors/order_box.hpp"
#include "tests/actors/engine_rig.hpp"

#include <catch2/catch.hpp>

namespace gantry::tests {
namespace {

using kind = far_behaviour::kind;
using actors::order_box;
using actors::order_event;

void quickly(actors::runtime_options& how) {
  how.passivate_after = seconds(1);
}

std::int64_t in_memory(engine_rig& rig) {
  return rig.engine().stats().orders_in_memory;
}

/// A waiting order that has left memory.
std::string idle_order(engine_rig& rig) {
  const auto order = rig.submit("J-1");
  rig.pass(seconds(5));
  REQUIRE(rig.status(order) == "waiting");
  REQUIRE(in_memory(rig) == 0);
  return order;
}

} // namespace

TEST_CASE("an idle order leaves memory, and an event wakes it", "[actor]") {
  engine_rig rig{make_wait_ship, quickly};
  const auto order = idle_order(rig);
  CHECK(rig.arrives("J-1", "E-1"));
  CHECK(in_memory(rig) == 1);
  rig.pass(seconds(1));
  CHECK(rig.status(order) == "completed");
  CHECK(in_memory(rig) == 0);
}

TEST_CASE("a timer wakes an order that has left memory", "[actor]") {
  engine_rig rig{make_wait_ship, quickly};
  const auto order = idle_order(rig);
  rig.pass(seconds(3'590));
  CHECK(rig.status(order) == "waiting");
  rig.pass(seconds(10));
  CHECK(rig.status(order) == "held");
}

TEST_CASE("a command wakes an order that has left memory", "[actor]") {
  engine_rig rig{make_wait_ship, quickly};
  const auto order = idle_order(rig);
  CHECK(rig.command(order, "cancel"));
  rig.pass(seconds(1));
  CHECK(rig.status(order) == "cancelled");
  CHECK(rig.far->count("unmake") == 1);
}

TEST_CASE("a late answer wakes an order that has left memory, and ends its doubt",
          "[actor][E4.1][E5.6]") {
  engine_rig rig{one_make, quickly};
  rig.far->next("make", kind::is_deaf);
  rig.far->always("find", kind::refuses);
  const auto order = rig.submit("J-1");
  rig.pass(seconds(120));
  REQUIRE(rig.row(order).held == "in_doubt");
  REQUIRE(in_memory(rig) == 0);
  rig.far->release();
  rig.work();
  CHECK(rig.status(order) == "completed");
  CHECK(rig.far->count("make") == 1);
}

TEST_CASE("an order with a call under way stays in memory", "[actor]") {
  engine_rig rig{one_make, quickly};
  rig.far->next("make", kind::waits);
  (void)rig.submit("J-1");
  rig.pass(seconds(9));
  CHECK(in_memory(rig) == 1);
}

TEST_CASE("a box closes only while nothing waits in it, and then takes nothing", "[unit]") {
  order_box box;
  order_event event{engine::event{}};
  CHECK(box.put(event) == order_box::put_result::wake);
  CHECK_FALSE(box.close());
  (void)box.look();
  REQUIRE(box.take() != nullptr);
  CHECK_FALSE(box.close()); // in hand, and not durable
  box.done();
  CHECK(box.put(actors::commit_answer{}) == order_box::put_result::wake);
  CHECK_FALSE(box.close());
  (void)box.look();
  CHECK(box.close());
  CHECK(box.put(event) == order_box::put_result::closed);
  CHECK(box.put(actors::commit_answer{}) == order_box::put_result::closed);
  CHECK(box.ask_flush() == order_box::put_result::closed);
}

TEST_CASE("what was in hand at a crash is given out again, in its old order", "[unit][E8.3]") {
  order_box box;
  for (const std::uint32_t timer : {1u, 2u, 3u}) {
    engine::event due;
    due.what = engine::timer_due{timer, {}};
    order_event event{due};
    (void)box.put(event);
  }
  (void)box.take();
  (void)box.take();
  box.recover();
  for (const std::uint32_t timer : {1u, 2u, 3u}) {
    const auto* next = box.take();
    REQUIRE(next != nullptr);
    CHECK(std::get<engine::timer_due>(std::get<engine::event>(next->what).what).timer == timer);
  }
  CHECK(box.take() == nullptr);
}

TEST_CASE("an event that comes while an order is leaving memory is not lost", "[actor]") {
  // Every interleaving of the sweep and the event that 50 shuffles find.
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    INFO("seed " << seed);
    engine_rig rig{make_wait_ship, quickly};
    const auto order = rig.submit("J-1");
    rig.pass(milliseconds(900));
    rig.shuffle(seed);
    const auto sweep = rig.time.boot_ns() + milliseconds(100 + 500 * (seed % 3)).ns;
    rig.time.move_to(sweep);
    const auto answer = rig.announce("J-1", "E-1");
    rig.pass(seconds(5));
    CHECK(answer->has_value());
    CHECK(rig.status(order) == "completed");
  }
}

TEST_CASE("a start takes up more orders than memory holds: idle ones leave early for others",
          "[actor]") {
  std::size_t room = 100;
  engine_rig rig{make_wait_ship, [&](actors::runtime_options& how) {
                   how.passivate_after = seconds(36'000);
                   how.open_orders_max = room;
                 }};
  constexpr int many = 12;
  std::vector<std::string> orders;
  for (int i = 0; i < many; ++i) {
    rig.far->next("make", kind::waits);
    orders.push_back(rig.submit("J-" + std::to_string(i)));
  }
  room = 4; // of which a start takes half
  rig.restart_after_kill();
  rig.pass(seconds(600));
  for (const auto& order : orders)
    CHECK(rig.status(order) == "waiting");
}

} // namespace gantry::tests
