#include "dsl/base/json.hpp"
#include "tests/engine/order_driver.hpp"

#include <catch2/catch.hpp>

/// E3.1, E3.5: what a call is made with is decided once.
using namespace gantry;
using engine::timer_purpose;
using tests::order_driver;

namespace {

const char* const filed = R"(
workflow small(job: Job) {
  version 1  key job.id
  step kept = far.file(job: job) { compensate none "it does no harm" }
})";

/// The time is part of the request.
const char* const dated = R"(
workflow small(job: Job) {
  version 1  key job.id
  step kept = far.keep(text: job.text + " of " + string(now)) {
    retry 3 times, every 1h
    compensate none "it does no harm"
  }
})";

const char* const makes = R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.make(text: job.text, amount: job.amount) { compensate none "it stays" }
})";

} // namespace

TEST_CASE("a value that is durable already is kept by name and version, not copied",
          "[unit][E3.1]") {
  order_driver order(filed);
  order.start();
  const auto made = order.facts<engine::call_made>();
  REQUIRE(made.size() == 1);
  REQUIRE(made[0].arguments.size() == 1);
  CHECK(made[0].arguments[0].reference == "job@1");
  CHECK(made[0].arguments[0].bytes.is_none());
  CHECK(made[0].digest.size() == 26);
  CHECK(*order.sent("kept").at(0).arguments ==
        R"({"job":)" + to_json(order.state().slots[0]) + "}");
}

TEST_CASE("arguments are evaluated once: an hour later the same bytes go out", "[unit][E3.1]") {
  order_driver order(dated);
  order.start();
  order.refused("kept");
  order.fire(timer_purpose::retry);
  order.restart(); // rebuilt from the record, not from memory
  order.refused("kept");
  order.fire(timer_purpose::retry);
  const auto sent = order.sent("kept");
  REQUIRE(sent.size() == 3);
  CHECK(sent[0].arguments->find("2026-03-02T08:00:00Z") != std::string::npos);
  CHECK(*sent[1].arguments == *sent[0].arguments);
  CHECK(*sent[2].arguments == *sent[0].arguments);
}

TEST_CASE("a request that does not have the digest of its record is a defect, never sent",
          "[unit][E3.1]") {
  order_driver order(dated);
  order.start();
  order.refused("kept");
  order.tamper([](engine::fact& f) {
    if (auto* made = std::get_if<engine::call_made>(&f); made != nullptr)
      made->arguments.at(0).bytes = value{"other text"};
  });
  const auto before = order.sent("kept").size();
  const auto* timer = &order.state().timers.at(0).what;
  const auto verdict = order.feed(engine::timer_due{timer->timer, timer->due});
  CHECK(verdict.is == engine::verdict::kind::defect);
  CHECK(verdict.why.find("is not the request that the call") != std::string::npos);
  CHECK(order.sent("kept").size() == before);
}

TEST_CASE("edited arguments go out under the next revision", "[unit][E3.5]") {
  order_driver order(makes);
  order.start();
  for (int attempt = 1; attempt <= 3; ++attempt) {
    order.refused("made");
    if (attempt < 3)
      order.fire(timer_purpose::retry);
  }
  REQUIRE(order.holds() == std::vector<std::string>{"retries_spent"});
  const auto first = order.call("made").key;
  order.command("edit", R"({"arguments":{"text":"cardboard"}})");
  REQUIRE(order.last_reply().accepted);
  CHECK(order.call("made").revision == 2);
  CHECK(order.call("made").key != first);
  CHECK(order.state().find_call(first)->ended == "revoked");
  CHECK(*order.sent("made").back().arguments == R"({"text":"cardboard","amount":"10.00"})");
}

TEST_CASE("nothing is edited while the old request may be there", "[unit][E3.5][E4.3]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step kept = far.keep(text: job.text) { compensate none "it does no harm" }
})");
  order.start();
  order.unknown("kept");
  order.fire(timer_purpose::retry);
  order.violation("kept");
  REQUIRE(order.holds() == std::vector<std::string>{"contract_violation"});
  order.command("edit", R"({"arguments":{"text":"cardboard"}})");
  CHECK_FALSE(order.last_reply().accepted);
  CHECK(order.sent("kept").size() == 2);
  CHECK(order.call("kept").revision == 1);
}

TEST_CASE("a once call in doubt is proven absent before it can be edited", "[unit][E3.5]") {
  order_driver order(makes);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle);
  order.finder_unreachable("made");
  order.fire(timer_purpose::give_up);
  REQUIRE(order.holds() == std::vector<std::string>{"in_doubt"});
  order.command("edit", R"({"arguments":{"text":"cardboard"}})");
  CHECK_FALSE(order.last_reply().accepted);
  CHECK(order.call("made").revision == 1);
}
