#include "actors/lane.hpp"
#include "tests/actors/virtual_time.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace gantry::tests {
namespace {

using actors::call_reference;
using actors::lane;

call_reference call(std::int64_t order) {
  return {order, "key-" + std::to_string(order)};
}

/// A lane on virtual time, with what it offered.
struct lane_rig {
  explicit lane_rig(std::vector<lane::adapter> adapters, std::size_t queue_max = 10'000)
      : way({"far", std::move(adapters), queue_max, seconds(1)}, clock,
            [this] { return time.wall(); },
            {[this](const call_reference& who) { offered.push_back(who.instance); },
             [this] { ++refills; }}) {}

  [[nodiscard]] persistence::lane_row row(std::int64_t order, int priority = 50,
                                          duration from_now = {}) const {
    return {order, call(order).key.str(), "far", priority, time.wall() + from_now};
  }
  void join(std::int64_t order, int priority = 50, duration from_now = {}) {
    way.join(row(order, priority, from_now));
  }
  void pass(duration span) {
    const auto ends = time.boot_ns() + span.ns;
    for (auto next = clock.next_ns(); next && *next <= ends; next = clock.next_ns()) {
      time.move_to(std::max(*next, time.boot_ns()));
      clock.run_due();
    }
    time.move_to(ends);
  }
  /// The order takes what it was offered, and its attempt leaves.
  void take(std::int64_t order) {
    CHECK(way.claim(call(order)));
    (void)way.enter(call(order));
  }

  virtual_time time;
  actors::alarm_clock clock{[this] { return time.boot_ns(); }};
  std::vector<std::int64_t> offered;
  int refills = 0;
  lane way;
};

} // namespace

TEST_CASE("a full queue has a place for who would go before its last one", "[unit][E2.3]") {
  lane_rig rig{{{0, 1, 0}}, 2};
  CHECK(rig.way.has_place_for(0, rig.time.wall()));
  rig.take(1);
  rig.join(2);
  CHECK(rig.way.has_place_for(0, rig.time.wall())); // one more fits
  rig.join(3);
  REQUIRE(rig.way.is_full());
  CHECK_FALSE(rig.way.has_place_for(50, rig.time.wall()));
  CHECK(rig.way.has_place_for(51, rig.time.wall()));
  // A point of priority is worth a minute: who waits for two minutes is not overtaken by one.
  CHECK_FALSE(rig.way.has_place_for(51, rig.time.wall() + seconds(120)));
  CHECK(rig.way.has_place_for(53, rig.time.wall() + seconds(120)));
}

TEST_CASE("a lane gives as many permits as its adapter bears", "[unit][E2.2]") {
  lane_rig rig{{{0, 2, 0}}};
  CHECK(rig.way.claim(call(1)));
  CHECK(rig.way.claim(call(2)));
  CHECK_FALSE(rig.way.claim(call(3)));
  CHECK(rig.way.enter(call(1)) == 0);
  CHECK(rig.way.give_back(call(1)));
  CHECK(rig.way.claim(call(3)));
  CHECK_FALSE(rig.way.give_back(call(1))); // it has none any more
}

TEST_CASE("several adapters of a contract share the load", "[unit]") {
  lane_rig rig{{{4, 1, 0}, {7, 1, 0}}};
  CHECK(rig.way.claim(call(1)));
  CHECK(rig.way.claim(call(2)));
  CHECK_FALSE(rig.way.claim(call(3)));
  CHECK(rig.way.enter(call(1)) + rig.way.enter(call(2)) == 11);
}

TEST_CASE("whoever waits goes before whoever comes", "[unit]") {
  lane_rig rig{{{0, 1, 0}}};
  rig.take(1);
  rig.join(2);
  (void)rig.way.give_back(call(1));
  CHECK_FALSE(rig.way.claim(call(3)));
  CHECK(rig.offered == std::vector<std::int64_t>{2});

  lane_rig limited{{{0, 10, 1}}};
  limited.take(1);
  limited.join(2);
  limited.time.move_to(limited.time.boot_ns() + seconds(1).ns); // and its alarm is late
  CHECK_FALSE(limited.way.claim(call(3)));
  limited.pass(milliseconds(1));
  CHECK(limited.offered == std::vector<std::int64_t>{2});
}

TEST_CASE("whoever has waited longer than its priority is worth goes before the urgent",
          "[unit][E2.3]") {
  lane_rig rig{{{0, 1, 0}}};
  rig.take(1);
  rig.join(2, 50, duration{-seconds(41 * 60).ns}); // forty points are worth forty minutes
  rig.join(3, 90);
  rig.join(4, 50, duration{-seconds(39 * 60).ns});
  for (const std::int64_t in_order : {1, 2, 3, 4}) {
    if (in_order != 1)
      rig.take(in_order);
    (void)rig.way.give_back(call(in_order));
  }
  CHECK(rig.offered == std::vector<std::int64_t>{2, 3, 4});
}

TEST_CASE("a call that missed its offer keeps its turn", "[unit][E2.3]") {
  lane_rig rig{{{0, 1, 0}}};
  rig.join(1, 50, duration{-seconds(41 * 60).ns});
  rig.pass(seconds(1)); // nobody took it
  rig.take(7);
  rig.join(2, 90);
  rig.pass(seconds(1));
  (void)rig.way.give_back(call(7));
  CHECK(rig.offered.back() == 1);
}

TEST_CASE("permits are offered by priority, then by due time, then by age", "[unit][E2.3]") {
  lane_rig rig{{{0, 1, 0}}};
  rig.take(1);
  rig.join(2, 50);
  rig.join(3, 50);
  rig.join(4, 90);
  rig.join(5, 50, duration{-seconds(5).ns});
  for (const std::int64_t in_order : {1, 4, 5, 2, 3}) {
    if (in_order != 1)
      rig.take(in_order);
    (void)rig.way.give_back(call(in_order));
  }
  CHECK(rig.offered == std::vector<std::int64_t>{4, 5, 2, 3});
}

TEST_CASE("a call that is not due yet is not offered, however urgent it is", "[unit][E2.3]") {
  lane_rig rig{{{0, 1, 0}}};
  rig.join(1, 90, seconds(10));
  rig.pass(milliseconds(9'999));
  CHECK(rig.offered.empty());
  rig.pass(milliseconds(1));
  CHECK(rig.offered == std::vector<std::int64_t>{1});
}

TEST_CASE("an offer that is not taken within a second is given back", "[unit][E2.3]") {
  lane_rig rig{{{0, 1, 0}}};
  rig.join(1);
  CHECK(rig.offered.size() == 1);
  CHECK(rig.way.loads().front().in_flight == 1);
  rig.join(2);
  rig.pass(milliseconds(999));
  CHECK(rig.offered.size() == 1);
  rig.pass(milliseconds(1));
  REQUIRE(rig.offered.size() == 2);
  CHECK(rig.offered.back() == 2); // whoever did not answer waits while others get their turn
  rig.take(2);
  (void)rig.way.give_back(call(2));
  rig.pass(seconds(1));
  CHECK(rig.offered.back() == 1); // it has not lost its place for ever
}

TEST_CASE("an order that does not want its offer leaves it to the next at once", "[unit][E2.3]") {
  lane_rig rig{{{0, 1, 0}}};
  rig.join(1);
  rig.join(2);
  rig.way.decline(call(1));
  CHECK(rig.offered == std::vector<std::int64_t>{1, 2});
}

TEST_CASE("what an owner has claimed and not sent is free when the owner is gone", "[unit][E2.3]") {
  lane_rig rig{{{0, 2, 0}}};
  rig.take(1);
  CHECK(rig.way.claim({1, "another key"}));
  CHECK_FALSE(rig.way.claim(call(2)));
  rig.way.give_back_claims(1);
  CHECK(rig.way.claim(call(2))); // the claimed one; the one in flight is still held
  CHECK_FALSE(rig.way.claim(call(3)));
}

TEST_CASE("a rate is kept, and a permit that was not used does not count", "[unit]") {
  lane_rig rig{{{0, 100, 10}}};
  for (std::int64_t order = 1; order <= 50; ++order)
    rig.join(order);
  std::size_t sent = 0;
  for (int tick = 0; tick < 200; ++tick) {
    for (; sent < rig.offered.size(); ++sent)
      rig.take(rig.offered[sent]);
    rig.pass(milliseconds(10));
  }
  // One was there at the start, and ten came in each of the two seconds.
  CHECK(sent >= 20);
  CHECK(sent <= 21);

  lane_rig unused{{{0, 100, 1}}};
  CHECK(unused.way.claim(call(1)));
  CHECK_FALSE(unused.way.claim(call(2)));
  unused.way.give_back_claims(1);
  CHECK(unused.way.claim(call(2)));
}

TEST_CASE("a full queue keeps the earliest turns, whoever comes when", "[unit][E2.3]") {
  lane_rig rig{{{0, 1, 0}}, 2};
  rig.take(1);
  rig.join(2);
  CHECK_FALSE(rig.way.is_full());
  rig.join(3);
  CHECK(rig.way.is_full());
  rig.join(4, 90);                            // takes the place of 3
  rig.join(5, 50, duration{-seconds(60).ns}); // takes the place of 2
  rig.join(6);                                // finds none
  for (const std::int64_t in_order : {1, 4, 5}) {
    if (in_order != 1)
      rig.take(in_order);
    (void)rig.way.give_back(call(in_order));
  }
  CHECK(rig.offered == std::vector<std::int64_t>{4, 5});
  CHECK(rig.way.is_full()); // the store has more
  rig.way.refill({rig.row(2), rig.row(3), rig.row(6)}, true);
  CHECK(rig.offered == std::vector<std::int64_t>{4, 5, 2});
}

TEST_CASE("the queue is bounded and filled again from the store", "[unit][E2.3]") {
  lane_rig rig{{{0, 1, 0}}, 4};
  rig.take(99);
  for (std::int64_t order = 1; order <= 10; ++order)
    rig.join(order);
  CHECK(rig.way.waiting() == 4);
  std::vector<std::int64_t> left{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}; // as the store has them
  std::vector<std::int64_t> served;
  (void)rig.way.give_back(call(99));
  for (int turn = 0; turn < 50 && !left.empty(); ++turn) {
    if (rig.refills > 0) {
      --rig.refills;
      std::vector<persistence::lane_row> rows;
      for (std::size_t i = 0; i < std::min<std::size_t>(4, left.size()); ++i)
        rows.push_back(rig.row(left[i]));
      rig.way.refill(rows, left.size() <= 4);
    }
    const auto next = rig.offered.back();
    rig.take(next);
    served.push_back(next);
    std::erase(left, next);
    (void)rig.way.give_back(call(next));
  }
  CHECK(served == std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  CHECK(rig.way.waiting() == 0);
}

TEST_CASE("a lane that is closed gives nothing more", "[unit][E2.1]") {
  lane_rig rig{{{0, 2, 0}}};
  rig.take(1);
  rig.way.close();
  CHECK_FALSE(rig.way.claim(call(2)));
  rig.join(3);
  (void)rig.way.give_back(call(1));
  CHECK(rig.offered.empty());
}

} // namespace gantry::tests
