#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

/// E4.1, E4.4, E4.7: answers that come when nobody counted on them any more.
using namespace gantry;
using engine::attempt_known;
using engine::timer_purpose;
using tests::kept;
using tests::order_driver;

namespace {

/// A business error is answered by a new call, under the next revision.
const char* const tries_again = R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    compensate far.unmake(number: made.number)
    on blocked as e { retry 3 times, every 1min else hold e.reason }
  }
})";

const char* const reason = R"({"reason":"no"})";

/// Attempt 1 was lost and is settled; the finder says that nothing is there.
void prove_absent(order_driver& order) {
  order.unknown("made");
  order.fire(timer_purpose::settle);
  order.found("made", "[]");
}

} // namespace

TEST_CASE("an ok of an earlier attempt ends the step while a later one is under way",
          "[unit][E4.1]") {
  order_driver order(tests::keeps_one);
  order.start();
  order.unknown("kept");
  order.fire(timer_purpose::retry);
  REQUIRE(order.phase_of("kept") == "sent");
  order.ok("kept", kept, 1);
  CHECK(order.call("kept").ended == "ok");
  CHECK(order.facts<engine::call_ended>().back().attempt == 1);
  CHECK(order.call("kept").attempts[1].watched);
}

TEST_CASE("an ok that comes in doubt is the answer, and nobody is asked any more", "[unit][E4.1]") {
  order_driver order(tests::makes_and_waits);
  order.start();
  order.unknown("made");
  REQUIRE(order.phase_of("made") == "in doubt");
  order.ok("made", tests::one_document);
  CHECK(order.call("made").ended == "ok");
  CHECK_FALSE(order.summary().in_doubt);
  CHECK(order.questions("made").empty());
  CHECK(order.state().incidents.empty());
}

TEST_CASE("an ok that comes while the call is held releases the hold by itself", "[unit][E4.1]") {
  order_driver order(tests::makes_and_waits);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle);
  order.finder_unreachable("made");
  order.fire(timer_purpose::give_up);
  REQUIRE(order.holds() == std::vector<std::string>{"in_doubt"});
  order.ok("made", tests::one_document);
  CHECK(order.call("made").ended == "ok");
  CHECK(order.holds().empty());
}

TEST_CASE("an ok after its absence was proven wins over the attempt that followed",
          "[unit][E4.1]") {
  order_driver order(tests::makes_and_waits);
  order.start();
  prove_absent(order);
  order.fire(timer_purpose::retry);
  REQUIRE(order.phase_of("made") == "sent");
  order.ok("made", tests::one_document, 1);
  CHECK(order.call("made").ended == "ok");
  CHECK(order.call("made").attempts[1].watched);
}

TEST_CASE("an ok under an older revision is an incident and never the answer",
          "[unit][E4.1][E7.4]") {
  order_driver order(tries_again);
  order.start();
  prove_absent(order);
  order.fire(timer_purpose::retry);
  order.business_error("made", "blocked", reason);
  const auto old_key = order.call("made").key;
  order.grant_permits(false);
  order.fire(timer_purpose::statement);
  REQUIRE(order.call("made").revision == 2);
  engine::outcome ok;
  ok.is = engine::outcome::kind::ok;
  ok.result =
      order.state().slots[0].is_none()
          ? value{}
          : tests::read_value(tests::one_document,
                              order.program().operations.at(order.call("made").operation).returns);

  SECTION("the call that replaced it is held, if it was not sent") {
    order.feed(engine::attempt_ended{old_key, 1, ok, true});
    CHECK(order.holds() == std::vector<std::string>{"conflicting_document"});
    CHECK(order.state().holds.at(0).what.key == order.call("made").key);
    CHECK(order.new_effects<engine::leave_lane>().size() == 1);
    // [E7.4] Nothing was sent under its key, so there is nothing to be found: a person decides.
    CHECK(order.view().holds.at(0).legal == std::vector<std::string>{"adopt", "declare-absent"});
    const auto asked = order.questions("made").size();
    order.command("verify");
    CHECK_FALSE(order.last_reply().accepted);
    CHECK(order.last_reply().problem.code == errc::illegal_verb);
    CHECK(order.questions("made").size() == asked);
    order.grant_permits(true);
    order.offer_permit("made");
    CHECK(order.call("made").attempts.empty());
  }
  SECTION("a call that was sent goes on") {
    order.grant_permits(true);
    order.offer_permit("made");
    order.feed(engine::attempt_ended{old_key, 1, ok, true});
    CHECK(order.holds().empty());
    CHECK(order.phase_of("made") == "sent");
  }
  CHECK(order.call("made").open());
  REQUIRE(order.state().incidents.size() == 1);
  CHECK(order.state().incidents[0].what.key == old_key);
}

TEST_CASE("a late refusal settles the doubt of its own attempt", "[unit][E4.4]") {
  order_driver order(tests::makes_and_waits);
  order.start();
  order.unknown("made");
  REQUIRE(order.summary().in_doubt);
  order.refused("made", 1);
  CHECK(order.call("made").attempts[0].is == attempt_known::refused);
  CHECK_FALSE(order.summary().in_doubt);
  CHECK(order.phase_of("made") == "retry due");
  CHECK_FALSE(order.has_timer(timer_purpose::give_up));
}

TEST_CASE("a late business error ends the step that was held in doubt", "[unit][E4.4]") {
  order_driver order(tests::makes_and_waits);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle);
  order.finder_unreachable("made");
  order.fire(timer_purpose::give_up);
  order.business_error("made", "blocked", reason, 1);
  CHECK(order.call("made").ended == "business_error");
  CHECK(order.holds().empty());
  CHECK(order.summary().phase == "rejected");
}

TEST_CASE("a refusal of an earlier attempt is recorded and starts nothing", "[unit][E4.4]") {
  order_driver order(tests::keeps_one);
  order.start();
  order.unknown("kept");
  order.fire(timer_purpose::retry);
  order.refused("kept", 1);
  CHECK(order.call("kept").attempts[0].is == attempt_known::refused);
  CHECK(order.phase_of("kept") == "sent");
  CHECK(order.sent("kept").size() == 2);
  CHECK_FALSE(order.has_timer(timer_purpose::retry));
}

TEST_CASE("an unknown that follows an unknown changes nothing", "[unit][E4.4]") {
  order_driver order(tests::keeps_one);
  order.start();
  order.unknown("kept");
  const auto before = order.records().size();
  CHECK(order.unknown("kept", 1).is == engine::verdict::kind::ignored);
  CHECK(order.records().size() == before);
}

TEST_CASE("a recorded business error is judged again when another attempt ends",
          "[unit][E4.4][E4.2]") {
  order_driver order(tests::keeps_one);
  order.start();
  order.unknown("kept");
  order.fire(timer_purpose::retry);
  order.business_error("kept", "full", "{}", 1);
  REQUIRE(order.call("kept").open());
  order.refused("kept", 2);
  CHECK(order.call("kept").ended == "business_error");
}

TEST_CASE("an answer finds its order by instance and key, whoever sent the attempt",
          "[unit][E4.7]") {
  order_driver order(tests::makes_and_waits);
  order.start();
  const auto key = order.call("made").key;
  order.restart(); // another owner of the same order
  order.ok("made", tests::one_document);
  CHECK(order.state().find_call(key)->ended == "ok");
}

TEST_CASE("an answer for a key that the order never made is ignored", "[unit][E4.7]") {
  order_driver order(tests::makes_and_waits);
  order.start();
  engine::outcome ok;
  ok.is = engine::outcome::kind::ok;
  const auto verdict = order.feed(engine::attempt_ended{"0000000000000000000000000A", 1, ok, true});
  CHECK(verdict.is == engine::verdict::kind::ignored);
  CHECK(order.phase_of("made") == "sent");
}
