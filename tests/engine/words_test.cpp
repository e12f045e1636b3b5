#include "tests/engine/order_driver.hpp"

#include <catch2/catch.hpp>

/// E1: what an effect class and an outcome mean.
using namespace gantry;
using engine::timer_purpose;
using tests::order_driver;

namespace {

const char* const looks = R"(
workflow small(job: Job) {
  version 1  key job.id
  step seen = far.look(text: job.text) { retry 5 times, every 1s }
  if seen.limit < 1m { hold "nothing left" }
})";

const char* const keeps = R"(
workflow small(job: Job) {
  version 1  key job.id
  step kept = far.keep(text: job.text) { compensate none "it does no harm" }
})";

const char* const makes_with_words = R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) { compensate none "it stays" }
})";

const char* const makes_within = R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    within 1h else hold "the lane never had room"
    compensate none "it stays"
  }
})";

} // namespace

TEST_CASE("a read whose answer was lost is asked again and never in doubt", "[unit][E1.2]") {
  order_driver order(looks);
  order.start();
  for (int lost = 0; lost < 5; ++lost) {
    order.unknown("seen");
    CHECK_FALSE(order.summary().in_doubt);
    CHECK_FALSE(order.has_timer(timer_purpose::settle));
    order.fire(timer_purpose::retry);
  }
  CHECK(order.sent("seen").size() == 6);
  order.ok("seen", R"({"text":"paper","limit":"5"})");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("an idempotent call whose answer was lost is sent again under its key", "[unit][E1.2]") {
  order_driver order(keeps);
  order.start();
  order.unknown("kept");
  CHECK(order.questions("kept").empty());
  order.fire(timer_purpose::retry);
  const auto sent = order.sent("kept");
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].key == sent[1].key);
}

TEST_CASE("a once call whose answer was lost is not sent again, it is looked for", "[unit][E1.2]") {
  order_driver order(makes_with_words);
  order.start();
  order.unknown("made");
  CHECK(order.summary().in_doubt);
  CHECK_FALSE(order.has_timer(timer_purpose::retry));
  order.fire(timer_purpose::settle);
  CHECK(order.sent("made").size() == 1);
  CHECK(order.questions("made").size() == 1);
}

TEST_CASE("a refusal needs neither settle nor verify", "[unit][E1.3]") {
  order_driver order(makes_with_words);
  order.start();
  order.refused("made");
  CHECK_FALSE(order.summary().in_doubt);
  CHECK_FALSE(order.has_timer(timer_purpose::settle));
  CHECK(order.phase_of("made") == "retry due");
  order.fire(timer_purpose::retry);
  CHECK(order.sent("made").size() == 2);
  CHECK(order.all_effects<engine::ask_finder>().empty());
}

TEST_CASE("a refusal that names a time is not tried before it", "[unit][E1.3]") {
  order_driver order(makes_with_words);
  order.start();
  order.refused("made", 0, seconds(30));
  CHECK(order.due(timer_purpose::retry) == order.now() + seconds(30));
}

TEST_CASE("a declared business error is nobody's doubt: nothing was done", "[unit][E1.3]") {
  order_driver order(makes_with_words);
  order.start();
  order.business_error("made", "gone");
  CHECK(order.call("made").ended == "business_error");
  CHECK_FALSE(order.summary().in_doubt);
  CHECK(order.state().timers.empty());
  CHECK(order.holds() == std::vector<std::string>{"flow"});
}

TEST_CASE("an answer that no contract declares is unknown and never an ending", "[unit][E1.3]") {
  order_driver order(makes_with_words);
  order.start();
  order.unknown("made");
  CHECK(order.call("made").open());
  CHECK(order.call("made").attempts[0].is == engine::attempt_known::unknown);
}

TEST_CASE("what the lane holds back is neither attempt nor outcome", "[unit][E1.4]") {
  order_driver order(makes_within);
  order.grant_permits(false);
  order.start();
  order.restart();
  order.pass(seconds(1800));
  order.offer_permit("made");
  CHECK(order.phase_of("made") == "scheduled");
  CHECK(order.call("made").attempts.empty());
  CHECK(order.facts<engine::attempt_result>().empty());

  SECTION("until the step's deadline, which revokes it") {
    order.fire(timer_purpose::deadline);
    CHECK(order.call("made").ended == "revoked");
    CHECK_FALSE(order.summary().in_doubt);
    CHECK(order.holds() == std::vector<std::string>{"deadline"});
    CHECK(order.new_effects<engine::leave_lane>().size() == 1);
  }
  SECTION("and its first attempt is number one with the whole policy before it") {
    order.grant_permits(true);
    order.offer_permit("made");
    for (int attempt = 1; attempt <= 3; ++attempt) {
      REQUIRE(order.sent("made").size() == static_cast<std::size_t>(attempt));
      order.refused("made");
      if (attempt < 3)
        order.fire(timer_purpose::retry);
    }
    CHECK(order.holds() == std::vector<std::string>{"retries_spent"});
  }
}

TEST_CASE("a call is one intention: its attempts share arguments and key", "[unit][E1.1]") {
  order_driver order(makes_with_words);
  order.start();
  order.refused("made");
  order.fire(timer_purpose::retry);
  CHECK(order.facts<engine::call_made>().size() == 1);
  const auto attempts = order.facts<engine::attempt_sent>();
  REQUIRE(attempts.size() == 2);
  CHECK(attempts[0].attempt == 1);
  CHECK(attempts[1].attempt == 2);
  CHECK(attempts[0].key == attempts[1].key);
  CHECK(attempts[0].node == "made");
}
