#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

order_driver waiting() {
  order_driver order(makes_and_waits);
  order.start();
  order.ok("made", one_document);
  return order;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("the verbs on an open order are the ones that it shows", "[unit][E7.4]") {
  auto order = waiting();
  CHECK(order.view().legal ==
        std::vector<std::string>{"pause", "cancel", "abort", "priority", "note", "assign"});
  order.command("pause");
  CHECK(order.view().legal.front() == "resume");
  order.command("cancel");
  const auto legal = order.view().legal;
  CHECK(std::find(legal.begin(), legal.end(), "cancel") == legal.end());
}

TEST_CASE("every verb on an order does what it says, and is recorded", "[unit][E7.4][E7.7]") {
  auto order = waiting();
  order.command("priority", R"({"priority":90})");
  CHECK(order.summary().priority == 90);
  order.command("note", R"("called them")");
  order.command("assign", R"("anna")");
  CHECK(order.state().assigned == "anna");
  const auto recorded = order.facts<engine::command_recorded>();
  REQUIRE(recorded.size() == 3);
  CHECK(recorded[1].argument == value{"called them"});
  CHECK(order.records().back().cause.principal == "test");
}

TEST_CASE("a priority out of range is refused and changes nothing", "[unit][E7.6]") {
  auto order = waiting();
  for (const char* wrong : {R"({"priority":101})", R"({"priority":-1})", R"("high")", "null"}) {
    order.command("priority", wrong);
    CHECK_FALSE(order.last_reply().accepted);
  }
  CHECK(order.summary().priority == 50);
  CHECK(order.facts<engine::command_recorded>().empty());
}

TEST_CASE("a verb that nobody knows is refused with the legal ones", "[unit][E7.6]") {
  auto order = waiting();
  order.command("skip");
  const auto reply = order.last_reply();
  CHECK_FALSE(reply.accepted);
  CHECK(reply.problem.code == errc::illegal_verb);
  CHECK(contains(reply.problem.help, "pause, cancel, abort"));
}

TEST_CASE("verbs that race with the order are answered politely and recorded", "[unit][E7.6]") {
  auto order = waiting();
  order.command("pause");
  order.command("pause");
  CHECK(order.last_reply().accepted);
  CHECK(order.last_reply().ignored == "already paused");
  CHECK(order.new_facts<engine::command_recorded>().at(0).ignored == "already paused");
  order.command("resume");
  order.command("resume");
  CHECK(order.last_reply().ignored == "already active");
  order.command("cancel");
  order.command("cancel");
  CHECK(order.last_reply().ignored == "is being cancelled already");
  order.ok("made/undo");
  for (const char* verb : {"pause", "resume", "cancel", "abort", "priority", "assign"}) {
    order.command(verb);
    CHECK(order.last_reply().accepted);
    CHECK(order.last_reply().ignored == "already cancelled");
  }
  CHECK(order.view().legal == std::vector<std::string>{"note"});
}

TEST_CASE("a verb on a hold is refused where nothing is held", "[unit][E7.4]") {
  auto order = waiting();
  order.command("retry");
  CHECK_FALSE(order.last_reply().accepted);
  CHECK(contains(order.last_reply().problem.message, "nothing is held"));
  order.command("release", "null", 7);
  CHECK_FALSE(order.last_reply().accepted);
}

TEST_CASE("a verb on a hold that is closed already is a race, not a mistake", "[unit][E7.6]") {
  order_driver order(makes_and_waits);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", found_two);
  order.ok("made", one_document, 1); // the answer came before the person
  order.command("declare-absent", "null", 1);
  CHECK(order.last_reply().accepted);
  CHECK(order.last_reply().ignored == "hold 1 is closed already");
  CHECK(order.call("made").ended == "ok");
}

TEST_CASE("with two holds a verb has to name the one that it means", "[unit][E7.4]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  hold "first look"
  on far.told(id: job.id) as told { hold "second look" }
})");
  order.start();
  order.arrives("far.told", R"({"id":"J-1"})");
  REQUIRE(order.holds().size() == 2);
  order.command("release");
  CHECK_FALSE(order.last_reply().accepted);
  CHECK(contains(order.last_reply().problem.help, "release (hold 1)"));
  CHECK(contains(order.last_reply().problem.help, "release (hold 2)"));
  order.command("release", "null", 2);
  CHECK(order.last_reply().accepted);
  REQUIRE(order.holds().size() == 1);
  CHECK(order.state().holds[0].what.hold == 1);
}

TEST_CASE("the reply carries the token of its command", "[unit][E7.7]") {
  auto order = waiting();
  const auto expected = order.records().size() + 1;
  order.command("note");
  CHECK(order.last_reply().token == expected);
}
