#include "tests/actors/engine_rig.hpp"

#include <catch2/catch.hpp>

namespace gantry::tests {
namespace {

using kind = far_behaviour::kind;

void one_at_a_time(actors::runtime_options& how) {
  how.adapters.front().max_in_flight = 1;
}

} // namespace

TEST_CASE("a stop awaits what is sent, and records its end", "[actor][E2.1]") {
  engine_rig rig{one_make};
  far_behaviour slow;
  slow.after = seconds(3);
  rig.far->next("make", slow);
  const auto order = rig.submit("J-1");
  const auto took = rig.stop();
  CHECK(took >= seconds(3));
  CHECK(took < milliseconds(3'200));
  CHECK(rig.status(order) == "completed");
}

TEST_CASE("a stop awaits a call whose `sent` is on its way to the disk", "[actor][E2.1]") {
  engine_rig rig{one_make};
  far_behaviour slow;
  slow.after = seconds(3);
  rig.far->next("make", slow);
  const auto answer = rig.hand_in("J-1");
  rig.work_without_commits(); // its first record waits at the journal
  const auto took = rig.stop();
  CHECK(took >= seconds(3));
  REQUIRE(answer->has_value());
  REQUIRE((**answer).has_value());
  CHECK(rig.status((**answer)->order.id) == "completed");
}

TEST_CASE("a stop takes nothing new in", "[actor]") {
  engine_rig rig{make_wait_ship};
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  far_behaviour slow;
  slow.after = seconds(3);
  rig.far->next("make", slow);
  (void)rig.submit("J-2");
  owed<actors::submit_answer> submitted;
  owed<actors::event_answer> announced;
  owed<actors::command_answer> told;
  rig.time.after(seconds(1), [&] {
    submitted = rig.hand_in("J-3");
    announced = rig.announce("J-1", "E-1");
    told = rig.tell(order, "pause");
  });
  (void)rig.stop();
  REQUIRE((submitted && submitted->has_value()));
  CHECK((**submitted).error().code == errc::unavailable);
  REQUIRE(announced->has_value());
  CHECK((**announced).error().code == errc::unavailable);
  REQUIRE(told->has_value());
  CHECK((**told).error().code == errc::unavailable);
  CHECK(rig.all_orders().size() == 2);
  CHECK(rig.status(order) == "waiting");
}

TEST_CASE("a stop sends nothing that is only scheduled; the next start does", "[actor][E2.1]") {
  engine_rig rig{one_make, one_at_a_time};
  far_behaviour slow;
  slow.after = seconds(2);
  rig.far->next("make", slow);
  const auto first = rig.submit("J-1");
  const auto second = rig.submit("J-2");
  (void)rig.stop();
  CHECK(rig.status(first) == "completed");
  CHECK(rig.status(second) == "running");
  CHECK(rig.far->count("make") == 1);
  rig.start();
  rig.pass(seconds(1));
  CHECK(rig.status(second) == "completed");
  CHECK(rig.far->count("find") == 0); // nothing was in doubt
}

TEST_CASE("what a stop lets end leads to nothing that is sent", "[actor][E2.1]") {
  engine_rig rig{three_steps};
  far_behaviour slow;
  slow.after = seconds(2);
  rig.far->next("keep", slow);
  const auto order = rig.submit("J-1");
  rig.pass(milliseconds(500));
  REQUIRE(rig.far->count("keep") == 1);
  (void)rig.stop();
  CHECK(rig.far->count("make") == 0);
  CHECK(rig.facts<engine::call_ended>(order).size() == 2); // the read and `keep`
  rig.start();
  rig.pass(seconds(1));
  CHECK(rig.status(order) == "completed");
  CHECK(rig.far->count("keep") == 1);
}

TEST_CASE("a stop takes at most its time; what was under way is found again", "[actor][E2.6]") {
  engine_rig rig{one_make, [](actors::runtime_options& how) { how.drain = seconds(4); }};
  rig.far->next("make", kind::falls_silent);
  const auto order = rig.submit("J-1");
  CHECK(rig.stop() <= milliseconds(4'200));
  CHECK(rig.status(order) == "running");
  rig.start();
  rig.pass(seconds(10));
  CHECK(rig.status(order) == "completed");
  CHECK(rig.far->count("make") == 1);
  CHECK(rig.far->made("make").size() == 1);
}

TEST_CASE("whoever is owed an answer when the engine goes is told that it is gone", "[actor]") {
  engine_rig rig{one_make};
  const auto answer = rig.hand_in("J-1");
  rig.work_without_commits();
  rig.kill();
  REQUIRE(answer->has_value());
  REQUIRE_FALSE((**answer).has_value());
  CHECK((**answer).error().code == errc::unavailable);
}

TEST_CASE("a scheduled call is sent after a crash, once", "[actor][E2.1]") {
  engine_rig rig{one_make, one_at_a_time};
  rig.far->next("make", kind::loses_call);
  (void)rig.submit("J-1");
  const auto second = rig.submit("J-2");
  rig.pass(seconds(1));
  REQUIRE(rig.facts<engine::attempt_sent>(second).empty());
  rig.restart_after_kill();
  rig.pass(seconds(30));
  CHECK(rig.ended.size() == 2);
  CHECK(rig.far->made("make").size() == 2);
  CHECK(rig.facts<engine::call_in_doubt>(second).empty()); // it was known never to have left
}

TEST_CASE("a call that was sent before a crash is looked for after settle, not sent again",
          "[actor][E2.6][E5.1]") {
  engine_rig rig{one_make};
  SECTION("it was done") {
    rig.far->next("make", kind::falls_silent);
  }
  SECTION("it was not") {
    rig.far->next("make", kind::loses_call);
  }
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  rig.restart_after_kill();
  rig.pass(milliseconds(1'999));
  CHECK(rig.row(order).in_doubt);
  CHECK(rig.far->count("find") == 0); // settle counts from recovery
  rig.pass(seconds(5));
  CHECK(rig.far->count("find") == 1);
  CHECK(rig.status(order) == "completed");
  CHECK(rig.far->made("make").size() == 1);
}

TEST_CASE("a call in doubt stays so over a crash, and is resolved after it", "[actor][E5.1]") {
  engine_rig rig{one_make};
  rig.far->next("make", kind::loses_answer);
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  REQUIRE(rig.row(order).in_doubt);
  rig.restart_after_kill();
  rig.pass(seconds(10));
  CHECK(rig.status(order) == "completed");
  CHECK(rig.far->count("make") == 1);
}

TEST_CASE("a retry that fell due while the engine was down is made at its start", "[actor][E8.7]") {
  engine_rig rig{three_steps};
  rig.far->always("keep", kind::refuses);
  const auto order = rig.submit("J-1");
  rig.pass(milliseconds(100));
  REQUIRE(rig.far->count("keep") == 1);
  rig.kill();
  rig.pass(seconds(60));
  rig.far->always("keep", kind::answers);
  rig.start();
  rig.pass(milliseconds(10));
  CHECK(rig.far->count("keep") == 2);
  rig.pass(seconds(1));
  CHECK(rig.status(order) == "completed");
}

TEST_CASE("orders that nothing but an event wakes are not taken up at a start", "[actor]") {
  engine_rig rig{make_wait_ship};
  for (int i = 0; i < 10; ++i)
    (void)rig.submit("J-" + std::to_string(i));
  rig.pass(seconds(5));
  rig.restart_after_kill();
  rig.pass(seconds(1));
  CHECK(rig.engine().stats().orders_in_memory == 0);
  CHECK(rig.engine().not_ready().empty());
  for (int i = 0; i < 10; ++i)
    CHECK(rig.arrives("J-" + std::to_string(i), "E-" + std::to_string(i)));
  rig.pass(seconds(5));
  CHECK(rig.ended.size() == 10);
}

TEST_CASE("more open orders than fit into memory are taken up in turns", "[actor]") {
  const auto settings = [](actors::runtime_options& how) { how.open_orders_max = 1'000; };
  engine_rig rig{one_make, settings};
  rig.far->always("make", kind::refuses);
  for (int i = 0; i < 600; ++i)
    (void)rig.hand_in("J-" + std::to_string(i));
  rig.pass(milliseconds(150));
  rig.far->always("make", kind::answers);
  rig.restart_after_kill();
  rig.pass(seconds(60));
  CHECK(rig.ended.size() == 600);
  CHECK(rig.far->made("make").size() == 600);
}

TEST_CASE("more orders than memory is for are refused until there is room", "[actor]") {
  engine_rig rig{one_make, [](actors::runtime_options& how) { how.open_orders_max = 2; }};
  rig.far->always("make", kind::waits);
  (void)rig.submit("J-1");
  (void)rig.submit("J-2");
  const auto refused = rig.hand_in("J-3");
  REQUIRE(refused->has_value());
  CHECK((**refused).error().code == errc::unavailable);
  rig.far->release();
  rig.pass(seconds(1));
  (void)rig.submit("J-3");
}

} // namespace gantry::tests
