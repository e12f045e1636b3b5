#include "tests/actors/engine_rig.hpp"

#include <catch2/catch.hpp>

#include <set>

namespace gantry::tests {
namespace {

using test::store_fault;

/// Brings an order of any of the flows to its end.
void run_to_end(engine_rig& rig, const std::string& flow) {
  rig.pass(seconds(30));
  if (flow == make_wait_ship)
    CHECK(rig.arrives("J-1", "E-1"));
  rig.pass(seconds(300));
}

std::size_t commits_of_a_clean_run(const std::string& flow) {
  engine_rig rig{flow};
  (void)rig.hand_in("J-1");
  run_to_end(rig, flow);
  return rig.commits();
}

void check_nothing_doubled(engine_rig& rig) {
  const auto orders = rig.all_orders();
  REQUIRE(orders.size() == 1);
  CHECK(orders.front().status == "completed");
  for (const char* operation : {"keep", "make", "ship"}) {
    INFO(operation);
    std::set<std::string> keys;
    for (const auto& each : rig.far->made(operation))
      CHECK(keys.insert(each.key).second);
    CHECK(keys.size() <= 1);
  }
  CHECK(rig.ended.size() == 1);
  CHECK(rig.index_against_journal() == "");
  CHECK(rig.engine().stats().lanes.front().in_flight == 0);
}

} // namespace

TEST_CASE("a commit whose acknowledgement is lost doubles nothing, whichever it is",
          "[actor][E8.3]") {
  for (const auto& flow : {three_steps, make_wait_ship}) {
    const auto commits = commits_of_a_clean_run(flow);
    REQUIRE(commits >= 4);
    for (std::size_t which = 1; which <= commits; ++which) {
      INFO("commit " << which << " of " << commits << " in" << flow);
      engine_rig rig{flow};
      std::size_t now = 0;
      rig.next_fault = [&] {
        return ++now == which ? store_fault::lost_acknowledgement : store_fault::none;
      };
      const auto answer = rig.hand_in("J-1");
      run_to_end(rig, flow);
      REQUIRE(answer->has_value());
      CHECK((**answer).has_value());
      CHECK_FALSE((**answer)->duplicate);
      check_nothing_doubled(rig);
    }
  }
}

TEST_CASE("a commit that is lost is decided again, whichever it is", "[actor][E8.3]") {
  for (const auto& flow : {three_steps, make_wait_ship}) {
    const auto commits = commits_of_a_clean_run(flow);
    for (std::size_t which = 1; which <= commits; ++which) {
      INFO("commit " << which << " of " << commits << " in" << flow);
      engine_rig rig{flow};
      std::size_t now = 0;
      rig.next_fault = [&] {
        return ++now == which ? store_fault::lost_commit : store_fault::none;
      };
      const auto answer = rig.hand_in("J-1");
      run_to_end(rig, flow);
      REQUIRE(answer->has_value());
      CHECK((**answer).has_value());
      check_nothing_doubled(rig);
    }
  }
}

TEST_CASE("an engine that dies before or after any commit doubles nothing", "[actor][E8.3]") {
  for (const auto& flow : {three_steps, make_wait_ship}) {
    const auto commits = commits_of_a_clean_run(flow);
    for (std::size_t which = 1; which <= commits; ++which)
      for (const bool after : {false, true}) {
        INFO((after ? "after" : "before")
             << " commit " << which << " of " << commits << " in" << flow);
        engine_rig rig{flow};
        std::size_t now = 0;
        bool dead = false;
        rig.next_fault = [&] {
          // Everything from here to the restart happens in a process that is dead already.
          dead |= ++now == which + (after ? 1 : 0);
          return dead ? store_fault::disk_full : store_fault::none;
        };
        (void)rig.hand_in("J-1");
        for (int moment = 0; moment < 200 && !dead; ++moment) {
          rig.pass(milliseconds(100));
          if (flow == make_wait_ship && moment == 20 && !dead)
            (void)rig.announce("J-1", "E-1");
        }
        rig.next_fault = nullptr;
        rig.restart_after_kill();
        const auto again = rig.hand_in("J-1"); // whoever got no answer asks again
        if (flow == make_wait_ship)
          (void)rig.announce("J-1", "E-1");
        rig.pass(seconds(300));
        REQUIRE(again->has_value());
        CHECK((**again).has_value());
        const auto orders = rig.all_orders();
        REQUIRE(orders.size() == 1);
        CHECK(orders.front().status == "completed");
        CHECK(rig.far->made("make").size() == 1);
        CHECK(rig.far->made("ship").size() == (flow == make_wait_ship ? 1 : 0));
        CHECK(rig.index_against_journal() == "");
      }
  }
}

TEST_CASE("a full disk stops the intake; the batch is kept and goes on when there is room",
          "[actor][E8.3]") {
  engine_rig rig{one_make};
  bool full = true;
  rig.next_fault = [&] { return full ? store_fault::disk_full : store_fault::none; };
  const auto first = rig.hand_in("J-1");
  rig.work();
  CHECK_FALSE(first->has_value());
  CHECK(rig.far->count("make") == 0);

  const auto second = rig.hand_in("J-2");
  REQUIRE(second->has_value());
  REQUIRE_FALSE((**second).has_value());
  CHECK((**second).error().code == errc::unavailable);
  CHECK(describe((**second).error().code).http_status == 503);
  const auto event = rig.announce("J-1", "E-1");
  REQUIRE(event->has_value());
  CHECK((**event).error().code == errc::unavailable);
  CHECK_FALSE(rig.engine().not_ready().empty());

  rig.pass(seconds(600));
  CHECK_FALSE(first->has_value());
  full = false;
  rig.pass(seconds(1));
  REQUIRE(first->has_value());
  CHECK((**first).has_value());
  CHECK(rig.engine().not_ready().empty());
  (void)rig.submit("J-2");
  rig.pass(seconds(1));
  CHECK(rig.ended.size() == 2);
  CHECK(rig.far->made("make").size() == 2);
}

TEST_CASE("a disk that is full while an order is on its way loses and doubles nothing",
          "[actor][E8.3]") {
  engine_rig rig{three_steps};
  std::size_t now = 0;
  rig.next_fault = [&] { return ++now % 3 != 0 ? store_fault::disk_full : store_fault::none; };
  (void)rig.hand_in("J-1");
  for (int i = 0; i < 100; ++i)
    rig.pass(milliseconds(100));
  check_nothing_doubled(rig);
  CHECK(rig.far->count("make") == 1);
}

TEST_CASE("an event whose acknowledgement is lost is no duplicate of itself", "[actor][E8.3]") {
  for (const auto fault : {store_fault::lost_acknowledgement, store_fault::lost_commit}) {
    engine_rig rig{make_wait_ship};
    const auto order = rig.submit("J-1");
    rig.pass(seconds(1));
    rig.next_fault = [&, first = true]() mutable {
      return std::exchange(first, false) ? fault : store_fault::none;
    };
    const auto answer = rig.announce("J-1", "E-1");
    rig.pass(seconds(1));
    REQUIRE(answer->has_value());
    REQUIRE((**answer).has_value());
    CHECK_FALSE((**answer)->duplicate);
    CHECK(rig.status(order) == "completed");
    CHECK(rig.far->made("ship").size() == 1);
  }
}

TEST_CASE("a command whose commit is lost is given again, and answered", "[actor][E8.3]") {
  for (const auto fault : {store_fault::lost_acknowledgement, store_fault::lost_commit}) {
    engine_rig rig{make_wait_ship};
    const auto order = rig.submit("J-1");
    rig.pass(seconds(1));
    rig.next_fault = [&, first = true]() mutable {
      return std::exchange(first, false) ? fault : store_fault::none;
    };
    CHECK(rig.command(order, "pause"));
    CHECK(rig.status(order) == "paused");
  }
}

TEST_CASE("a repeated request whose commits are lost keeps its first answer", "[actor][E8.3]") {
  for (const auto fault : {store_fault::lost_acknowledgement, store_fault::lost_commit}) {
    engine_rig rig{one_make};
    rig.next_fault = [&, first = true]() mutable {
      return std::exchange(first, false) ? fault : store_fault::none;
    };
    const auto first = rig.hand_in("J-1", "10.00", false, "K-1");
    rig.pass(seconds(30));
    const auto again = rig.hand_in("J-1", "10.00", false, "K-1");
    rig.work();
    REQUIRE((**first).has_value());
    REQUIRE((**again).has_value());
    CHECK_FALSE((**first)->stored_answer.empty());
    CHECK((**first)->stored_answer == (**again)->stored_answer);
    CHECK((**first)->stored_status == 202);
  }
}

} // namespace gantry::tests
