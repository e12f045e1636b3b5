#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

std::string step_with(const std::string& clauses) {
  return R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    compensate far.unmake(number: made.number)
    )" + clauses +
         R"(
  }
  wait seen = far.arrived(id: job.id) { within 10d else hold "nothing arrived" }
})";
}

} // namespace

TEST_CASE("`timeout` is the time of one attempt", "[unit]") {
  order_driver order(step_with("timeout 3s"));
  order.start();
  CHECK(order.sent("made").at(0).timeout == seconds(3));
}

TEST_CASE("`retry … from … to` doubles the pause up to its end", "[unit]") {
  order_driver order(step_with("retry 4 times, from 1s to 3s"));
  order.start();
  std::vector<duration> pauses;
  for (int retry = 0; retry < 4; ++retry) {
    order.refused("made");
    pauses.push_back(*order.due(timer_purpose::retry, "made") - order.now());
    order.fire(timer_purpose::retry, "made");
  }
  CHECK(pauses == std::vector<duration>{seconds(1), seconds(2), seconds(3), seconds(3)});
  order.refused("made");
  CHECK(order.holds() == std::vector<std::string>{"retries_spent"});
}

TEST_CASE("a far side that asks for patience gets it", "[unit]") {
  order_driver order(makes_one);
  order.start();
  order.refused("made", 0, seconds(30));
  CHECK(order.due(timer_purpose::retry, "made") == order.now() + seconds(30));
}

TEST_CASE("`retry … else` runs when the retries are spent, known not done", "[unit]") {
  order_driver order(step_with(R"(retry 1 times, every 1s else reject "they do not answer")"));
  order.start();
  order.refused("made");
  order.fire(timer_purpose::retry, "made");
  order.refused("made");
  CHECK(order.summary().phase == "rejected");
  CHECK(order.state().end_reason == "they do not answer");
}

TEST_CASE("`on refused` goes before the policy's own else, and sees the reason", "[unit]") {
  order_driver order(step_with(R"(retry 0 times, every 1s
    on refused as r { hold "closed: " + r.reason })"));
  order.start();
  order.refused("made");
  CHECK(order.view().holds.at(0).evidence == "closed: connection refused");
}

TEST_CASE("`on ERROR` sees the error's fields", "[unit]") {
  order_driver order(step_with("on blocked as e { reject e.reason }"));
  order.start();
  order.business_error("made", "blocked", R"({"reason":"in arrears"})");
  CHECK(order.state().end_reason == "in arrears");
}

TEST_CASE("`yield` in an `on` block is the step's value", "[unit]") {
  order_driver order(R"(
workflow small(job: Job) -> Made {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) {
    compensate far.unmake(number: made.number)
    on gone { yield Made { number: "none", amount: 0m } }
  }
  return made
})");
  order.start();
  order.business_error("made", "gone");
  CHECK(order.summary().phase == "completed");
  CHECK(order.view().output_json == R"({"number":"none","amount":"0"})");
}

TEST_CASE("an error that nobody handles holds the order", "[unit][E7.2]") {
  order_driver order(step_with(""));
  order.start();
  order.business_error("made", "gone");
  REQUIRE(order.holds() == std::vector<std::string>{"flow"});
  CHECK(order.view().holds[0].evidence.find("gone") != std::string::npos);
  order.command("release");
  CHECK(order.sent("made").size() == 2); // made again, under the next key
  CHECK(order.sent("made")[1].key != order.sent("made")[0].key);
}

TEST_CASE("`retry` in an `on` block makes new calls, counted, and then its else", "[unit][E3.4]") {
  order_driver order(step_with(R"(on gone { retry 2 times, every 6h else hold "still gone" })"));
  order.start();
  for (int round = 0; round < 2; ++round) {
    order.business_error("made", "gone");
    CHECK(order.due(timer_purpose::statement) == order.now() + seconds(6 * 3600));
    order.fire(timer_purpose::statement);
  }
  const auto sent = order.sent("made");
  REQUIRE(sent.size() == 3);
  CHECK(sent[0].key != sent[1].key);
  CHECK(sent[1].key != sent[2].key);
  order.business_error("made", "gone");
  CHECK(order.holds() == std::vector<std::string>{"retries_spent"});
  CHECK(order.view().holds[0].evidence == "still gone");
}

TEST_CASE("a `retry` statement that is counted survives a restart", "[unit]") {
  order_driver order(step_with(R"(on gone { retry 2 times, every 6h else hold "still gone" })"));
  order.start();
  for (int round = 0; round < 2; ++round) {
    order.business_error("made", "gone");
    order.restart();
    order.fire(timer_purpose::statement);
  }
  order.business_error("made", "gone");
  CHECK(order.view().holds.at(0).evidence == "still gone");
}

TEST_CASE("an `on unknown` block inside another one holds instead of losing the outer call",
          "[unit][E5.7]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.blind(text: job.text) {
    compensate far.unmake(number: made.number)
    on unknown {
      step again = far.blind(text: "again") {
        compensate far.unmake(number: again.number)
        on unknown { hold "nobody knows" }
      }
      yield again
    }
  }
})");
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  std::string inner;
  for (const auto& call : order.state().calls)
    if (call.key != order.state().calls.front().key)
      inner = call.node;
  REQUIRE_FALSE(inner.empty());
  order.unknown(inner);
  order.fire(timer_purpose::settle, inner);
  CHECK(order.holds() == std::vector<std::string>{"in_doubt"});
  order.ok(inner, one_document, 1);
  CHECK(order.summary().phase == "completed");
  for (const auto& call : order.state().calls)
    CHECK_FALSE(call.open());
}
