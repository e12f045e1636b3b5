#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

/// Completed with M-1 at the second attempt, after the first was proven absent.
order_driver repeated() {
  order_driver order(makes_one);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", "[]");
  order.fire(timer_purpose::retry, "made");
  order.ok("made", one_document);
  return order;
}

} // namespace

TEST_CASE("a key that was repeated is asked for again minutes and hours later", "[unit][E5.9]") {
  auto order = repeated();
  REQUIRE(order.summary().phase == "completed");
  CHECK(order.summary().watching);
  const auto before = order.questions("made").size();
  const auto ended = order.now();
  int sweeps = 0;
  while (order.has_timer(timer_purpose::sweep, "made")) {
    order.fire(timer_purpose::sweep, "made");
    ++sweeps;
    REQUIRE(order.questions("made").size() == before + static_cast<std::size_t>(sweeps));
    order.found("made", found_one);
  }
  CHECK(sweeps >= 2);
  CHECK(order.now() > ended + seconds(3600));
  CHECK(order.facts<engine::incident_opened>().empty());
  CHECK_FALSE(order.summary().watching);
}

TEST_CASE("a sweep names a second document that came late", "[unit][E5.9]") {
  auto order = repeated();
  order.fire(timer_purpose::sweep, "made");
  order.found("made", found_two);
  REQUIRE(order.facts<engine::incident_opened>().size() == 1);
  order.fire(timer_purpose::sweep, "made");
  order.found("made", found_two);
  CHECK(order.facts<engine::incident_opened>().size() == 1); // known already
}

TEST_CASE("a key that was declared absent is swept too", "[unit][E5.9]") {
  order_driver order(makes_one);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", found_other);
  order.command("cancel");
  order.command("declare-absent");
  REQUIRE(order.summary().phase == "cancelled");
  REQUIRE(order.facts<engine::incident_opened>().size() == 1);
  order.fire(timer_purpose::sweep, "made");
  order.found("made", found_two);
  CHECK(order.facts<engine::incident_opened>().size() == 2);
}

TEST_CASE("a sweep whose finder cannot be reached is made again", "[unit][E5.9]") {
  auto order = repeated();
  order.fire(timer_purpose::sweep, "made");
  order.finder_unreachable("made");
  CHECK(order.has_timer(timer_purpose::sweep, "made"));
}

TEST_CASE("a restart does not lose a sweep whose question was on its way", "[unit][E5.9]") {
  auto order = repeated();
  order.fire(timer_purpose::sweep, "made");
  order.restart();
  CHECK(order.summary().watching);
  const auto asked = order.questions("made").size();
  order.fire(timer_purpose::watch, "made");
  CHECK(order.questions("made").size() == asked + 1);
  order.found("made", found_two);
  CHECK(order.facts<engine::incident_opened>().size() == 1);
  CHECK(order.has_timer(timer_purpose::sweep, "made"));
  CHECK_FALSE(order.has_timer(timer_purpose::watch, "made"));
}

TEST_CASE("a call that was made once, and answered, is not swept", "[unit][E5.9]") {
  order_driver order(makes_one);
  order.start();
  order.ok("made", one_document);
  CHECK_FALSE(order.has_timer(timer_purpose::sweep));
  CHECK_FALSE(order.summary().watching);
}

TEST_CASE("a watch whose question died with the process is asked again", "[unit][E4.5]") {
  order_driver order(makes_and_waits);
  order.start();
  order.unknown("made");
  order.command("abort");
  order.fire(timer_purpose::settle, "made");
  const auto asked = order.questions("made").size();
  order.restart();
  order.fire(timer_purpose::watch, "made");
  CHECK(order.questions("made").size() == asked + 1);
  order.found("made", "[]");
  CHECK_FALSE(order.summary().watching);
}

TEST_CASE("a watch asks only when every watched attempt has settled", "[unit][E4.5]") {
  order_driver order(makes_and_waits);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.finder_unreachable("made");
  order.fire(timer_purpose::give_up, "made");
  order.command("declare-absent");
  order.fire(timer_purpose::retry, "made");
  order.command("abort");
  const auto asked = order.questions("made").size();
  order.unknown("made", 2);
  CHECK(order.questions("made").size() == asked);
  order.fire(timer_purpose::settle, "made");
  CHECK(order.questions("made").size() == asked + 1);
}

TEST_CASE("a call that was made again is swept after its last end, and the sweeps come to an end",
          "[unit][E5.9]") {
  order_driver order(makes_one);
  order.start();
  for (int attempt = 1; attempt <= 3; ++attempt) {
    if (attempt > 1)
      order.fire(timer_purpose::retry, "made");
    order.unknown("made");
    order.fire(timer_purpose::settle, "made");
    order.found("made", "[]");
  }
  REQUIRE(order.holds() == std::vector<std::string>{"retries_spent"});
  order.command("edit", R"({"arguments":{"text":"card"}})"); // ends it: its key is swept
  order.ok("made", one_document);
  REQUIRE(order.summary().phase == "completed");
  int questions = 0;
  while (order.summary().watching) {
    REQUIRE(++questions < 20);
    order.fire_next();
    const auto asked = order.new_effects<engine::ask_finder>();
    for (const auto& question : asked) {
      engine::outcome nothing;
      nothing.is = engine::outcome::kind::ok;
      nothing.result = read_value("[]", order.program().operations[question.operation].returns);
      order.feed(engine::finder_answered{question.key, question.asked_for, nothing});
    }
  }
  CHECK(questions == 3);
}
