#include "dsl/base/json.hpp"
#include "tests/actors/engine_rig.hpp"

#include <catch2/catch.hpp>

namespace gantry::tests {
namespace {

using kind = far_behaviour::kind;

void one_call_at_a_time(actors::runtime_options& how) {
  how.adapters.front().max_in_flight = 1;
}

std::size_t in_flight(engine_rig& rig) {
  return rig.engine().stats().lanes.front().in_flight;
}

} // namespace

TEST_CASE("a permit is claimed before the commit that says sent", "[actor][E2.2]") {
  engine_rig rig{one_make, one_call_at_a_time};
  (void)rig.hand_in("J-1");
  (void)rig.hand_in("J-2");
  rig.work_without_commits();
  CHECK(in_flight(rig) == 1);
  CHECK(rig.far->count("make") == 0);
  REQUIRE(rig.commit());
  std::size_t sent = 0, made = 0;
  for (const auto& row : rig.all_orders()) {
    made += rig.facts<engine::call_made>(to_string(row.id)).size();
    sent += rig.facts<engine::attempt_sent>(to_string(row.id)).size();
  }
  CHECK(made == 2);
  CHECK(sent == 1); // the other call is scheduled
  rig.pass(seconds(1));
  CHECK(rig.far->count("make") == 2);
  CHECK(rig.far->open_most() == 1);
  CHECK(in_flight(rig) == 0);
}

TEST_CASE("a permit of a commit of unknown outcome is given back", "[actor][E2.3]") {
  for (const auto fault :
       {test::store_fault::lost_acknowledgement, test::store_fault::lost_commit}) {
    engine_rig rig{one_make, one_call_at_a_time};
    rig.far->always("find", kind::waits); // J-1 stays in doubt, if it is
    std::size_t commit = 0;
    rig.next_fault = [&] { return ++commit == 1 ? fault : test::store_fault::none; };
    (void)rig.hand_in("J-1");
    rig.work_without_commits();
    REQUIRE(in_flight(rig) == 1);
    rig.commit();
    rig.pass(seconds(3));
    const auto other = rig.submit("J-2");
    rig.pass(milliseconds(10));
    CHECK(rig.status(other) == "completed");
    CHECK(in_flight(rig) == 0);
  }
}

TEST_CASE("a permit of an order whose actor died before it sent is given back", "[actor][E2.3]") {
  engine_rig rig{one_make, one_call_at_a_time};
  const auto order = rig.hand_in("J-1");
  rig.work_without_commits();
  REQUIRE(in_flight(rig) == 1);
  REQUIRE(rig.commit());
  // The first to read the clock now is the order, about to release what has become durable.
  rig.before_clock = [&] {
    rig.before_clock = nullptr;
    throw std::runtime_error("the actor dies");
  };
  rig.work_without_commits();
  CHECK(rig.engine().stats().restarts == 1);
  CHECK(rig.far->count("make") == 0);
  CHECK(in_flight(rig) == 0);
  // It was `sent`, so it is in doubt until it is proven that it never left.
  rig.pass(seconds(5));
  CHECK(rig.far->count("find") == 1);
  CHECK(rig.far->made("make").size() == 1);
  CHECK(rig.status((**order)->order.id) == "completed");
}

TEST_CASE("a scheduled call is sent when its turn comes, most urgent first", "[actor][E2.3]") {
  engine_rig rig{one_make, one_call_at_a_time};
  rig.far->next("make", kind::waits);
  const auto first = rig.submit("J-1");
  const auto second = rig.submit("J-2");
  const auto urgent = rig.submit("J-3", true);
  rig.pass(milliseconds(100));
  CHECK(rig.far->count("make") == 1);
  CHECK(rig.facts<engine::attempt_sent>(second).empty());
  rig.far->release();
  rig.pass(seconds(1));
  std::vector<std::string> in_order;
  for (const auto& each : rig.far->requests("make"))
    in_order.push_back(each.what.order);
  CHECK(in_order == std::vector<std::string>{first, urgent, second});
  CHECK(rig.ended.size() == 3);
}

TEST_CASE("orders of scheduled calls leave memory, and are woken when their turn comes",
          "[actor][E2.3]") {
  engine_rig rig{one_make, [](actors::runtime_options& how) {
                   one_call_at_a_time(how);
                   how.passivate_after = seconds(1);
                 }};
  rig.far->next("make", kind::waits);
  (void)rig.submit("J-1");
  for (int i = 2; i <= 20; ++i)
    (void)rig.submit("J-" + std::to_string(i));
  rig.pass(seconds(3));
  CHECK(rig.engine().stats().orders_in_memory == 1);
  CHECK(rig.engine().stats().lanes.front().waiting == 19);
  rig.far->release();
  rig.pass(seconds(3));
  CHECK(rig.far->made("make").size() == 20);
  CHECK(rig.far->open_most() == 1);
  CHECK(rig.ended.size() == 20);
}

TEST_CASE("a short queue of a lane is filled again from the store", "[actor][E2.3]") {
  std::size_t queue_max = 100;
  engine_rig rig{one_make, [&](actors::runtime_options& how) {
                   one_call_at_a_time(how);
                   how.adapters.front().queue_max = queue_max;
                 }};
  rig.far->next("make", kind::waits);
  for (int i = 1; i <= 25; ++i)
    (void)rig.submit("J-" + std::to_string(i));
  queue_max = 3; // what a start finds may be more than fits
  rig.restart_after_kill();
  rig.pass(milliseconds(1));
  CHECK(rig.engine().stats().lanes.front().waiting <= 3);
  rig.pass(seconds(60));
  CHECK(rig.far->made("make").size() == 25);
  CHECK(rig.ended.size() == 25);
}

TEST_CASE("intake is closed while more would wait than a lane's queue holds, and opens again",
          "[actor][E2.3]") {
  engine_rig rig{one_make, [](actors::runtime_options& how) {
                   one_call_at_a_time(how);
                   how.adapters.front().queue_max = 3;
                 }};
  rig.far->next("make", kind::waits);
  for (int i = 1; i <= 4; ++i) // one is under way
    (void)rig.submit("J-" + std::to_string(i));
  const auto refused = rig.hand_in("J-5");
  rig.work();
  REQUIRE(refused->has_value());
  REQUIRE_FALSE(**refused);
  CHECK((**refused).error().code == errc::unavailable);
  CHECK((**refused).error().message == "3 calls wait for far already");
  rig.far->release();
  rig.pass(seconds(5));
  CHECK(rig.ended.size() == 4);
  (void)rig.submit("J-5");
  rig.pass(seconds(5));
  CHECK(rig.ended.size() == 5);
}

TEST_CASE("an urgent order is let into a full queue while it goes before somebody",
          "[actor][E2.3]") {
  engine_rig rig{one_make, [](actors::runtime_options& how) {
                   one_call_at_a_time(how);
                   how.adapters.front().queue_max = 3;
                 }};
  rig.far->next("make", kind::waits);
  const auto is_taken = [&](const std::string& number, bool urgent) {
    const auto answer = rig.hand_in(number, "10.00", urgent);
    rig.work();
    REQUIRE(answer->has_value());
    if (!**answer)
      CHECK((**answer).error().code == errc::unavailable);
    return (**answer).has_value();
  };
  for (int i = 1; i <= 4; ++i) // one is under way
    CHECK(is_taken("J-" + std::to_string(i), false));
  CHECK_FALSE(is_taken("J-5", false));
  for (int i = 1; i <= 3; ++i) // each takes the place of one that is not urgent
    CHECK(is_taken("U-" + std::to_string(i), true));
  CHECK_FALSE(is_taken("U-4", true)); // only urgent ones are left to wait
  CHECK_FALSE(is_taken("J-5", false));
  CHECK(rig.engine().stats().lanes.front().waiting == 3);
  rig.far->release();
  rig.pass(seconds(30));
  CHECK(rig.ended.size() == 7); // whose places were taken waited in the store
  CHECK(is_taken("U-4", true));
}

TEST_CASE("a full queue keeps out no workflow that does not call its contract", "[actor][E2.3]") {
  engine_rig rig{one_make, [](actors::runtime_options& how) {
                   one_call_at_a_time(how);
                   how.adapters.front().queue_max = 1;
                 }};
  rig.deployed.push_back(compile_for_actors(R"(
workflow aside(job: Job) -> string {
  version 1
  key job.number
  return job.number
}
)"));
  (void)rig.stop();
  rig.start();
  rig.far->next("make", kind::waits);
  (void)rig.submit("J-1");
  (void)rig.submit("J-2");
  const auto refused = rig.hand_in("J-3");
  actors::submission what;
  what.workflow = "aside";
  what.raw_body = R"({"number":"J-4","amount":"1.00"})";
  what.input = parse_json(what.raw_body).value();
  bool taken = false;
  rig.engine().submit(std::move(what), [&](const auto& answer) { taken = answer.has_value(); });
  rig.work();
  REQUIRE(refused->has_value());
  CHECK_FALSE(**refused);
  CHECK(taken);
  CHECK(rig.engine().not_ready() == ""); // a balancer goes on sending what can be taken
}

TEST_CASE("no more callers are let in than answers can be owed", "[actor]") {
  engine_rig rig{one_make, [](actors::runtime_options& how) { how.intake_max = 2; }};
  const auto first = rig.hand_in("J-1"), second = rig.hand_in("J-2"), third = rig.hand_in("J-3");
  REQUIRE(third->has_value()); // at once
  REQUIRE_FALSE(**third);
  CHECK((**third).error().code == errc::unavailable);
  rig.work();
  REQUIRE(first->has_value());
  REQUIRE(second->has_value());
  CHECK(**first);
  CHECK(**second);
  CHECK(rig.submit("J-3") != "");
}

TEST_CASE("intake is closed while more waits for a processor than is done soon", "[actor]") {
  engine_rig rig{one_make, [](actors::runtime_options& how) { how.ready_max = 1; }};
  const auto first = rig.hand_in("J-1"); // its shard has something to do
  const auto second = rig.hand_in("J-2");
  REQUIRE(second->has_value());
  REQUIRE_FALSE(**second);
  CHECK((**second).error().code == errc::unavailable);
  CHECK((**second).error().message.find("wait for a processor") != std::string::npos);
  rig.work();
  REQUIRE(first->has_value());
  CHECK(rig.submit("J-2") != "");
}

TEST_CASE("of the answers that may be owed a part is kept for urgent orders", "[actor]") {
  engine_rig rig{one_make, [](actors::runtime_options& how) { how.intake_max = 8; }};
  for (int i = 1; i <= 8; ++i)
    CHECK_FALSE(rig.hand_in("J-" + std::to_string(i))->has_value()); // it waits for its commit
  CHECK(rig.hand_in("J-9")->has_value());
  CHECK_FALSE(rig.hand_in("U-1", "10.00", true)->has_value());
  CHECK_FALSE(rig.hand_in("U-2", "10.00", true)->has_value());
  const auto last = rig.hand_in("U-3", "10.00", true);
  REQUIRE(last->has_value());
  CHECK((**last).error().code == errc::unavailable);
  rig.work();
  CHECK(rig.all_orders().size() == 10);
}

TEST_CASE("pause revokes what is only scheduled, resume sends it", "[actor][E2.1]") {
  engine_rig rig{one_make, one_call_at_a_time};
  rig.far->next("make", kind::waits);
  const auto first = rig.submit("J-1");
  const auto second = rig.submit("J-2");
  CHECK(rig.command(second, "pause"));
  CHECK(rig.status(second) == "paused");
  rig.far->release();
  rig.pass(seconds(5));
  CHECK(rig.status(first) == "completed");
  CHECK(rig.far->count("make") == 1);
  CHECK(rig.command(second, "resume"));
  rig.pass(seconds(1));
  CHECK(rig.status(second) == "completed");
}

TEST_CASE("an order that is crashing does not keep a lane from others", "[actor][E2.3][E8.4]") {
  engine_rig rig{one_make, one_call_at_a_time};
  rig.far->next("make", kind::waits);
  const auto first = rig.submit("J-1");
  const auto broken = rig.submit("J-2");
  const auto other = rig.submit("J-3");
  rig.before_event = [&](std::string_view order, std::string_view) {
    if (order == broken)
      throw std::runtime_error("it breaks whatever comes");
  };
  rig.far->release();
  rig.pass(seconds(30));
  CHECK(rig.status(first) == "completed");
  CHECK(rig.status(other) == "completed");
  CHECK(rig.far->count("make") == 2);
}

} // namespace gantry::tests
