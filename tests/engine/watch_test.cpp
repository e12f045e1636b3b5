#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

/// E4.5, E4.6: what becomes of attempts that a closed step leaves open.
using namespace gantry;
using engine::timer_purpose;
using tests::order_driver;

namespace {

const char* const pours = R"(
workflow small(job: Job) {
  version 1  key job.id
  step poured = far.pour(text: job.text) { compensate none "it stays" }
  wait seen = far.arrived(id: job.id) { within 10d else hold "nothing arrived" }
})";

const char* const drops = R"(
workflow small(job: Job) {
  version 1  key job.id
  step dropped = far.drop(id: job.id) { compensate none "it is gone" }
  wait seen = far.arrived(id: job.id) { within 10d else hold "nothing arrived" }
})";

/// Attempt 1 was lost, attempt 2 is under way, the late answer of the first has ended the step.
void end_by_first(order_driver& order) {
  order.start();
  order.unknown("kept");
  order.fire(timer_purpose::retry);
  order.ok("kept", R"({"id":"K-1"})", 1);
}

/// The finder found one document, and the step ended with it while its attempt may still answer.
void adopt(order_driver& order, const std::string& step, const std::string& documents) {
  order.start();
  order.unknown(step);
  order.fire(timer_purpose::settle);
  order.found(step, documents);
  REQUIRE(order.call(step).ended == "adopted");
}

std::vector<std::string> ends_of_watches(const order_driver& order) {
  std::vector<std::string> how;
  for (const auto& closed : order.facts<engine::watch_closed>())
    how.push_back(closed.how);
  return how;
}

} // namespace

TEST_CASE("a step that closes with an attempt under way watches it, also after the order's end",
          "[unit][E4.5]") {
  order_driver order(tests::keeps_one);
  end_by_first(order);
  REQUIRE(order.summary().finished);
  CHECK(order.facts<engine::watch_opened>().at(0).attempt == 2);

  SECTION("the same document is ignored: late") {
    order.ok("kept", R"({"id":"K-1"})", 2);
    CHECK(order.state().incidents.empty());
    CHECK(ends_of_watches(order) == std::vector<std::string>{"answered"});
    CHECK(order.facts<engine::attempt_result>().back().late);
  }
  SECTION("another document is an incident, both side by side") {
    order.ok("kept", R"({"id":"K-2"})", 2);
    REQUIRE(order.state().incidents.size() == 1);
    CHECK(order.state().incidents[0].what.ours.find("id")->as_string() == "K-1");
    CHECK(order.state().incidents[0].what.other.find("id")->as_string() == "K-2");
    CHECK(order.summary().status == "completed");
  }
  SECTION("known not done: nothing more to look at") {
    order.refused("kept", 2);
    CHECK(ends_of_watches(order) == std::vector<std::string>{"not done"});
    CHECK(order.state().timers.empty());
  }
  SECTION("lost too: without a finder, settle alone decides") {
    order.unknown("kept", 2);
    REQUIRE(order.has_timer(timer_purpose::settle, "kept"));
    order.fire(timer_purpose::settle, "kept");
    CHECK(order.questions("kept").empty());
    CHECK(ends_of_watches(order).back() == "settled");
  }
  SECTION("a restart asks the table for it") {
    order.restart();
    const auto asked = order.new_effects<engine::attach_attempt>();
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].attempt == 2);
  }
}

TEST_CASE("a watched attempt in doubt is settled, and its finder is asked", "[unit][E4.5]") {
  order_driver order(tests::makes_and_waits);
  order.start();
  order.unknown("made");
  order.command("abort");
  REQUIRE(order.summary().phase == "aborted");
  CHECK(order.summary().watching);
  order.fire(timer_purpose::settle);
  REQUIRE(order.questions("made").size() == 1);

  SECTION("nothing is there: the watch ends") {
    order.found("made", "[]");
    CHECK(order.state().incidents.empty());
    CHECK(ends_of_watches(order) == std::vector<std::string>{"verified"});
  }
  SECTION("a document is there: it belongs to nobody") {
    order.found("made", tests::found_one);
    CHECK(order.state().incidents.size() == 1);
  }
  SECTION("the finder cannot be asked: it is asked again later") {
    order.finder_unreachable("made");
    REQUIRE(order.has_timer(timer_purpose::watch, "made"));
    order.fire(timer_purpose::watch, "made");
    CHECK(order.questions("made").size() == 2);
  }
  SECTION("a crash loses the question, and it is asked again") {
    order.restart();
    if (order.questions("made").size() == 1)
      order.fire(timer_purpose::watch, "made");
    CHECK(order.questions("made").size() == 2);
  }
}

TEST_CASE("the fields marked `key` say whether it is the same document", "[unit][E4.6]") {
  order_driver order(tests::makes_and_waits);
  adopt(order, "made", tests::found_one);

  SECTION("the number alone counts") {
    order.ok("made", R"({"number":"M-1","amount":"11.00"})");
    CHECK(order.state().incidents.empty());
  }
  SECTION("another number is another document") {
    order.ok("made", R"({"number":"M-2","amount":"10.00"})");
    CHECK(order.state().incidents.size() == 1);
  }
}

TEST_CASE("without `key` fields the whole canonical result is the identity", "[unit][E4.6]") {
  order_driver order(pours);
  adopt(order, "poured", R"([{"colour":"red","note":"dry"}])");

  SECTION("equal in everything: the same") {
    order.ok("poured", R"({"note":"dry","colour":"red"})");
    CHECK(order.state().incidents.empty());
  }
  SECTION("one field differs: another") {
    order.ok("poured", R"({"colour":"red","note":"wet"})");
    CHECK(order.state().incidents.size() == 1);
  }
}

TEST_CASE("an operation without a result has no second document", "[unit][E4.6]") {
  order_driver order(drops);
  order.start();
  order.unknown("dropped");
  order.fire(timer_purpose::retry);
  order.ok("dropped", "null", 1);
  order.ok("dropped", "null", 2);
  CHECK(order.state().incidents.empty());
}

TEST_CASE("a document that arrives after a step closed without one is always a duplicate",
          "[unit][E4.6]") {
  SECTION("aborted") {
    order_driver order(tests::makes_and_waits);
    order.start();
    order.command("abort");
    order.ok("made", tests::one_document);
    REQUIRE(order.state().incidents.size() == 1);
    CHECK(order.state().incidents[0].what.ours.is_none());
  }
  SECTION("ended in a business error") {
    order_driver order(tests::makes_one);
    order.start();
    order.unknown("made");
    order.fire(timer_purpose::settle);
    order.found("made", "[]");
    order.fire(timer_purpose::retry);
    order.business_error("made", "blocked", R"({"reason":"no"})");
    order.ok("made", tests::one_document, 1);
    CHECK(order.state().incidents.size() == 1);
  }
  SECTION("an operation without a result that was left behind") {
    order_driver order(drops);
    order.start();
    order.command("abort");
    order.ok("dropped");
    CHECK(order.state().incidents.size() == 1);
  }
}

TEST_CASE("one document is reported once, however often it is seen", "[unit][E4.5]") {
  order_driver order(tests::makes_and_waits);
  order.start();
  order.unknown("made");
  order.command("abort");
  order.ok("made", tests::one_document);
  order.restart();
  order.ok("made", tests::one_document);
  CHECK(order.state().incidents.size() == 1);
}
