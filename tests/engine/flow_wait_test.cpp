#include "tests/engine/order_driver.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

const char* const waits_for_count = R"(
workflow small(job: Job) -> Loose {
  version 1  key job.id
  wait seen = far.arrived(id: job.id) where seen.count > 2 {
    within 1h else reject "nothing arrived"
  }
  return Loose { colour: string(seen.count) }
})";

} // namespace

TEST_CASE("an event ends the wait whose keys it has, and is its value", "[unit]") {
  order_driver order(waits_for_count);
  order.start();
  order.arrives("far.arrived", R"({"id":"J-1","count":3})");
  CHECK(order.view().output_json == R"({"colour":"3"})");
  CHECK_FALSE(order.has_timer(timer_purpose::deadline));
}

TEST_CASE("an event that the filter turns away is kept, not taken", "[unit]") {
  order_driver order(waits_for_count);
  order.start();
  order.arrives("far.arrived", R"({"id":"J-1","count":2})");
  CHECK(order.summary().phase == "running");
  CHECK(order.state().kept.size() == 1);
  order.arrives("far.arrived", R"({"id":"J-2","count":9})"); // of somebody else
  CHECK(order.summary().phase == "running");
}

TEST_CASE("an event that comes before its wait is kept and taken when the wait opens", "[unit]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step kept = far.keep(text: job.text) { compensate far.drop(id: kept.id) }
  wait seen = far.arrived(id: job.id) { within 1h else hold "nothing arrived" }
})");
  order.start();
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  CHECK(order.new_facts<engine::event_consumed>().at(0).became == "kept");
  order.restart();
  order.ok("kept", R"({"id":"K-1"})");
  CHECK(order.new_facts<engine::event_taken>().size() == 1);
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("one event ends one wait, the oldest kept one first", "[unit]") {
  order_driver order(R"(
workflow small(job: Job) -> Loose {
  version 1  key job.id
  wait one = far.arrived(id: job.id) { within 1h else hold "nothing arrived" }
  wait two = far.arrived(id: job.id) { within 1h else hold "nothing arrived" }
  return Loose { colour: string(one.count) + string(two.count) }
})");
  order.start();
  order.command("pause");
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  order.arrives("far.arrived", R"({"id":"J-1","count":2})");
  order.command("resume");
  CHECK(order.view().output_json == R"({"colour":"12"})");
}

TEST_CASE("a wait whose deadline passes runs its else, once", "[unit]") {
  order_driver order(waits_for_count);
  order.start();
  order.fire(timer_purpose::deadline);
  CHECK(order.summary().phase == "rejected");
  CHECK(order.facts<engine::wait_closed>().at(0).how == "deadline");
  CHECK_FALSE(order.has_timer(timer_purpose::deadline));
}

TEST_CASE("a deadline that lies in the past fires at once", "[unit]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  wait seen = far.arrived(id: job.id) {
    by timestamp("2020-01-01T00:00:00Z") else reject "nothing arrived"
  }
})");
  order.start();
  CHECK(*order.due(timer_purpose::deadline) < order.now());
  order.fire_next();
  CHECK(order.summary().phase == "rejected");
}

TEST_CASE("`yield` in a deadline's else takes the place of the event", "[unit]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  wait told = far.told(id: job.id) { within 1h else { yield job } }
  hold "after " + told.id
})");
  order.start();
  order.fire(timer_purpose::deadline);
  CHECK(order.view().holds.at(0).evidence == "after J-1");
}

TEST_CASE("`wait for` lets time pass and nothing else", "[unit]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  wait for 2h
})");
  order.start();
  CHECK(order.due(timer_purpose::deadline) == order.now() + seconds(7200));
  order.fire_next();
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("`within … of STAGE` counts from the stage", "[unit]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  stage packed
  wait one = far.told(id: job.id) { within 1h else hold "nothing was told" }
  wait seen = far.arrived(id: job.id) { within 2h of packed else hold "nothing arrived" }
})");
  order.start();
  const auto packed = order.now();
  order.pass(seconds(600));
  order.arrives("far.told", R"({"id":"J-1"})");
  CHECK(order.due(timer_purpose::deadline) == packed + seconds(7200));
}
