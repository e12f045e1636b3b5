#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

/// The first attempt ended unknown and has settled; the finder was asked.
order_driver asked_once(const char* flow = makes_one) {
  order_driver order(flow);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  return order;
}

std::vector<std::string> verdicts(const order_driver& order) {
  std::vector<std::string> all;
  for (const auto& f : order.facts<engine::doubt_verified>())
    all.push_back(f.verdict);
  return all;
}

} // namespace

TEST_CASE("settle starts when the attempt is reported ended, and the finder waits for it",
          "[unit][E5.1]") {
  order_driver order(makes_one);
  order.start();
  order.pass(seconds(10));
  order.unknown("made");
  CHECK(order.due(timer_purpose::settle, "made") == order.now() + seconds(2));
  CHECK(order.questions("made").empty());
  CHECK(order.summary().in_doubt);
  order.fire(timer_purpose::settle, "made");
  CHECK(order.questions("made").size() == 1);
}

TEST_CASE("after a restart settle starts at the recovery, not when the attempt was sent",
          "[unit][E5.1][E2.6]") {
  order_driver order(makes_one);
  order.start();
  order.pass(seconds(3600));
  order.restart();
  REQUIRE(order.new_effects<engine::attach_attempt>().size() == 1);
  CHECK_FALSE(order.has_timer(timer_purpose::settle, "made"));
  order.unknown("made"); // the table does not know it: its process is dead
  CHECK(order.due(timer_purpose::settle, "made") == order.now() + seconds(2));
  CHECK(order.questions("made").empty());
}

TEST_CASE("the finder is asked under the key of the call, and nothing is sent meanwhile",
          "[unit][E5.2]") {
  auto order = asked_once();
  const auto asked = order.questions("made");
  REQUIRE(asked.size() == 1);
  CHECK(order.program().operations[asked[0].operation].full_name() == "far.find");
  CHECK(*asked[0].arguments == R"({"reference":")" + order.call("made").key + R"("})");
  CHECK(asked[0].asked_for == 1);
  CHECK(order.sent("made").size() == 1);
}

TEST_CASE("proven absence lets the next attempt go under the same key", "[unit][E5.3]") {
  auto order = asked_once();
  order.found("made", "[]");
  order.fire(timer_purpose::retry, "made");
  const auto sent = order.sent("made");
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].key == sent[1].key);
  CHECK(sent[1].attempt == 2);
  CHECK(*sent[0].arguments == *sent[1].arguments);
  CHECK_FALSE(order.summary().in_doubt);
  order.ok("made", one_document);
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("nothing found for an earlier attempt proves nothing about the latest", "[unit][E5.3]") {
  auto order = asked_once();
  order.found("made", "[]");
  order.fire(timer_purpose::retry, "made");
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  REQUIRE(order.questions("made").back().asked_for == 2);
  order.found("made", "[]", 1);
  CHECK(order.new_facts<engine::doubt_verified>().at(0).verdict == "outdated");
  CHECK(order.sent("made").size() == 2);
  CHECK(order.phase_of("made") == "in doubt");
  order.found("made", "[]", 2);
  order.fire(timer_purpose::retry, "made");
  CHECK(order.sent("made").size() == 3);
}

TEST_CASE("a document that is found counts whichever attempt was asked for", "[unit][E5.3]") {
  auto order = asked_once();
  order.found("made", "[]");
  order.fire(timer_purpose::retry, "made");
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", found_one, 1);
  CHECK(order.call("made").ended == "adopted");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("absence does not outrun the step's policy", "[unit][E5.3]") {
  auto order = asked_once(); // two retries
  order.found("made", "[]");
  order.fire(timer_purpose::retry, "made");
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", "[]");
  order.fire(timer_purpose::retry, "made");
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.found("made", "[]");
  CHECK(order.sent("made").size() == 3);
  CHECK(order.holds() == std::vector<std::string>{"retries_spent"});
}

TEST_CASE("absence proven under a pause leaves the call scheduled until the order is resumed",
          "[unit][E5.3][E6.4]") {
  auto order = asked_once();
  order.command("pause");
  order.found("made", "[]");
  CHECK(order.sent("made").size() == 1);
  CHECK(order.phase_of("made") == "scheduled");
  order.command("resume");
  order.fire(timer_purpose::retry, "made");
  CHECK(order.sent("made").size() == 2);
}

TEST_CASE("absence proven while the order is cancelled revokes the call and sends nothing",
          "[unit][E5.3][E6.2]") {
  auto order = asked_once();
  order.command("cancel");
  CHECK(order.summary().phase == "closing");
  order.found("made", "[]");
  CHECK(order.call("made").ended == "revoked");
  CHECK(order.sent("made").size() == 1);
  CHECK(order.summary().phase == "cancelled");
}

TEST_CASE("absence proven after the deadline revokes the call and runs the deadline's else",
          "[unit][E5.3][E6.3]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    within 5s else reject "too late"
    compensate far.unmake(number: made.number)
  }
})");
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.fire(timer_purpose::deadline);
  CHECK(order.phase_of("made") == "in doubt");
  order.found("made", "[]");
  CHECK(order.call("made").ended == "revoked");
  CHECK(order.sent("made").size() == 1);
  CHECK(order.summary().phase == "rejected");
  CHECK(order.state().end_reason == "too late");
}

TEST_CASE("exactly one document that matches is adopted as if it had been the answer",
          "[unit][E5.4]") {
  auto order = asked_once();
  order.found("made", found_one);
  CHECK(order.call("made").ended == "adopted");
  CHECK(order.sent("made").size() == 1);
  CHECK(order.summary().phase == "completed");
  CHECK(order.view().output_json == one_document);
}

TEST_CASE("a doubt has its time although a question about an earlier one is on its way",
          "[unit][E5.6]") {
  auto order = asked_once();
  order.refused("made", 1); // late: the first attempt was not made, its question is not answered
  order.fire(timer_purpose::retry, "made");
  order.unknown("made");
  REQUIRE_FALSE(order.has_timer(timer_purpose::give_up, "made"));
  order.fire(timer_purpose::settle, "made");
  REQUIRE(order.has_timer(timer_purpose::give_up, "made"));
  order.finder_unreachable("made");
  order.fire(timer_purpose::give_up, "made");
  CHECK(order.holds() == std::vector<std::string>{"in_doubt"});
}

TEST_CASE("adopting by a finder leaves an attempt that has not settled under watch",
          "[unit][E5.4][E4.5]") {
  auto order = asked_once(makes_and_waits);
  order.finder_unreachable("made");
  order.fire(timer_purpose::give_up, "made");
  REQUIRE(order.holds() == std::vector<std::string>{"in_doubt"});
  order.fire(timer_purpose::verify, "made"); // this question is on its way …
  order.command("declare-absent", R"({"reason":"not in their list"})");
  order.fire(timer_purpose::retry, "made");
  order.unknown("made"); // … when a second attempt has been made
  order.found("made", found_one, 1);
  REQUIRE(order.call("made").ended == "adopted");
  const auto watched = order.facts<engine::watch_opened>();
  REQUIRE(watched.size() == 1);
  CHECK(watched[0].attempt == 2);
  order.fire(timer_purpose::settle, "made");
  order.found("made", found_two, 2);
  const auto incidents = order.facts<engine::incident_opened>();
  REQUIRE(incidents.size() == 1);
  CHECK(incidents[0].other ==
        read_value(R"({"number":"M-2","amount":"10.00"})",
                   order.program().operations[order.call("made").operation].returns));
}

TEST_CASE("adopting by a person leaves an attempt that has not settled under watch",
          "[unit][E5.4][E4.5]") {
  order_driver order(keeps_one);
  order.start();
  for (int attempt = 1; attempt <= 3; ++attempt) {
    if (attempt > 1)
      order.fire(timer_purpose::retry, "kept");
    order.unknown("kept");
  }
  REQUIRE(order.holds() == std::vector<std::string>{"in_doubt"});
  order.command("adopt", R"({"document":{"id":"K-1"}})");
  CHECK(order.call("kept").ended == "adopted");
  CHECK(order.facts<engine::watch_opened>().size() == 3);
}

TEST_CASE("several documents under one key are held with what was found", "[unit][E5.5]") {
  auto order = asked_once();
  order.found("made", found_two);
  REQUIRE(order.holds() == std::vector<std::string>{"conflicting_document"});
  CHECK(order.state().holds[0].what.documents.as_list().size() == 2);
  CHECK(order.sent("made").size() == 1);
  CHECK(order.summary().status == "held");
}

TEST_CASE("one document that does not match is held", "[unit][E5.5]") {
  auto order = asked_once();
  order.found("made", found_other);
  REQUIRE(order.holds() == std::vector<std::string>{"conflicting_document"});
  CHECK(order.view().holds[0].evidence.find("M-1") != std::string::npos);
}

TEST_CASE("adopting one of several documents opens an incident for every other one",
          "[unit][E5.5]") {
  auto order = asked_once();
  order.found("made", found_two);
  order.command("adopt", R"({"document":{"number":"M-2","amount":"10.00"}})");
  CHECK(order.call("made").ended == "adopted");
  CHECK(order.summary().phase == "completed");
  const auto incidents = order.facts<engine::incident_opened>();
  REQUIRE(incidents.size() == 1);
  CHECK(*incidents[0].other.find("number") == value{"M-1"});
  CHECK(*incidents[0].ours.find("number") == value{"M-2"});
}

TEST_CASE("what a later answer finds joins the hold, and adopting reports every document found",
          "[unit][E5.5]") {
  auto order = asked_once();
  order.found("made", found_other);
  REQUIRE(order.holds() == std::vector<std::string>{"conflicting_document"});
  order.command("verify");
  order.found("made", R"([{"number":"M-1","amount":"11.00"},{"number":"M-2","amount":"10.00"}])");
  REQUIRE(order.holds() == std::vector<std::string>{"conflicting_document"});
  const auto held = order.view().holds[0];
  CHECK(held.id == 2); // a verb on the first was meant without M-2
  CHECK(held.evidence.find("M-2") != std::string::npos);
  order.command("adopt", R"({"document":{"number":"M-1","amount":"11.00"}})");
  CHECK(order.call("made").ended == "adopted");
  const auto incidents = order.facts<engine::incident_opened>();
  REQUIRE(incidents.size() == 1);
  CHECK(*incidents[0].other.find("number") == value{"M-2"});
}

TEST_CASE("an answer that finds the same again leaves the hold as it is", "[unit][E5.5]") {
  auto order = asked_once();
  order.found("made", found_two);
  order.command("verify");
  order.found("made", found_two);
  CHECK(order.view().holds.at(0).id == 1);
}

TEST_CASE("what was found before absence is proven becomes an incident", "[unit][E5.5]") {
  auto order = asked_once();
  order.found("made", found_other);
  order.command("verify");
  order.found("made", "[]");
  CHECK(order.holds().empty());
  CHECK(order.facts<engine::incident_opened>().size() == 1);
  order.fire(timer_purpose::retry, "made");
  CHECK(order.sent("made").size() == 2);
}

TEST_CASE("a document found beside the one that a later answer gives becomes an incident",
          "[unit][E5.5]") {
  for (const bool by_finder : {true, false}) {
    auto order = asked_once();
    order.found("made", found_two);
    if (by_finder) {
      order.command("verify");
      order.found("made", found_one);
    } else {
      order.ok("made", one_document);
    }
    CHECK(order.summary().phase == "completed");
    const auto incidents = order.facts<engine::incident_opened>();
    REQUIRE(incidents.size() == 1);
    CHECK(*incidents[0].other.find("number") == value{"M-2"});
  }
}

TEST_CASE("what a question finds that was on its way when absence was declared is an incident",
          "[unit][E5.5][E5.3]") {
  auto order = asked_once();
  order.finder_unreachable("made");
  order.fire(timer_purpose::give_up, "made");
  order.fire(timer_purpose::verify, "made"); // on its way …
  order.command("declare-absent");
  SECTION("and nothing was sent since") {
    order.found("made", found_one, 1);
    CHECK(order.facts<engine::incident_opened>().size() == 1);
    CHECK(order.phase_of("made") == "retry due");
  }
  SECTION("and the next attempt is under way: it is its own, or it is one") {
    order.fire(timer_purpose::retry, "made");
    order.found("made", found_one, 1);
    CHECK(order.facts<engine::incident_opened>().empty());
    const bool its_own = GENERATE(true, false);
    order.ok("made", its_own ? one_document : R"({"number":"M-2","amount":"10.00"})");
    CHECK(order.facts<engine::incident_opened>().size() == (its_own ? 0U : 1U));
  }
  SECTION("and the order was cancelled since") {
    order.command("cancel");
    order.found("made", found_one, 1);
    CHECK(order.summary().phase == "cancelled");
    CHECK(order.facts<engine::incident_opened>().size() == 1);
  }
}

TEST_CASE("declaring absent what was found opens an incident for each of them", "[unit][E5.5]") {
  auto order = asked_once();
  order.found("made", found_two);
  order.command("declare-absent");
  CHECK(order.facts<engine::incident_opened>().size() == 2);
  CHECK(order.holds().empty());
  order.fire(timer_purpose::retry, "made");
  CHECK(order.sent("made").size() == 2);
}

TEST_CASE("a conflict waits for a person and does not keep the finder busy", "[unit][E5.5]") {
  auto order = asked_once();
  order.found("made", found_two);
  const auto asked = order.questions("made").size();
  order.command("cancel");
  order.restart();
  order.command("note");
  CHECK(order.questions("made").size() == asked);
  CHECK(order.holds() == std::vector<std::string>{"conflicting_document"});
  order.command("adopt", R"({"document":{"number":"M-2","amount":"10.00"}})");
  CHECK(order.summary().phase == "compensating");
}

TEST_CASE("`within` counts from the end of settle, and then the call is held in doubt",
          "[unit][E5.6]") {
  auto order = asked_once();
  CHECK(order.due(timer_purpose::give_up, "made") == order.now() + seconds(60));
  order.finder_unreachable("made");
  CHECK(order.holds().empty());
  order.fire(timer_purpose::give_up, "made");
  CHECK(order.holds() == std::vector<std::string>{"in_doubt"});
}

TEST_CASE("verification goes on at a slow pace after it was given up, and its answer releases the "
          "hold",
          "[unit][E5.6]") {
  auto order = asked_once();
  order.finder_unreachable("made");
  const auto quick = order.due(timer_purpose::verify, "made");
  CHECK(quick <= order.now() + seconds(1));
  order.fire(timer_purpose::give_up, "made");
  order.fire(timer_purpose::verify, "made");
  order.finder_unreachable("made");
  CHECK(order.due(timer_purpose::verify, "made") == order.now() + seconds(60));
  order.fire(timer_purpose::verify, "made");
  order.found("made", found_one);
  CHECK(order.holds().empty());
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("an answer of the far side releases a hold in doubt by itself", "[unit][E5.6][E4.1]") {
  auto order = asked_once();
  order.finder_unreachable("made");
  order.fire(timer_purpose::give_up, "made");
  order.ok("made", one_document, 1);
  CHECK(order.holds().empty());
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("a step's `on unknown` runs when the finder has not decided within its time",
          "[unit][E5.6]") {
  auto order = asked_once(R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    compensate far.unmake(number: made.number)
    on unknown as u { hold "ask them by telephone: " + u.reason }
  }
})");
  order.finder_unreachable("made");
  order.fire(timer_purpose::give_up, "made");
  CHECK(order.holds() == std::vector<std::string>{"flow"});
  CHECK(order.view().holds[0].evidence == "ask them by telephone: no answer within 10s");
}

TEST_CASE("every way in which a doubt is resolved is told apart in the records", "[unit][E5.10]") {
  auto found = asked_once();
  found.found("made", found_one);
  CHECK(verdicts(found) == std::vector<std::string>{"adopted"});
  CHECK(found.facts<engine::call_in_doubt>().size() == 1);

  auto absent = asked_once();
  absent.found("made", "[]");
  CHECK(verdicts(absent) == std::vector<std::string>{"absent"});

  for (const std::string verb : {"adopt", "declare-absent"}) {
    auto by_hand = asked_once();
    by_hand.found("made", found_two);
    by_hand.command(verb, R"({"document":{"number":"M-1","amount":"10.00"}})");
    CHECK(verdicts(by_hand) ==
          std::vector<std::string>{"conflicting",
                                   verb == "adopt" ? "adopted_by_hand" : "declared_absent"});
  }
}
