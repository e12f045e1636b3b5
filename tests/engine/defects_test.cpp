#include "engine/apply.hpp"
#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

class no_sink : public engine::sink {
  void record(engine::fact&&) override {}
  void release(engine::effect) override {}
  bool claim_permit(std::uint32_t, const engine::call_key&) override { return true; }
};

/// The facts of an order folded into an instance that a test may damage.
engine::instance copy_of(const order_driver& order) {
  engine::instance copy(order.state().definition);
  for (const auto& record : order.records())
    for (const auto& fact : record.facts)
      engine::apply(copy, fact, record.at);
  return copy;
}

engine::verdict resume_of(engine::instance& damaged) {
  no_sink out;
  engine::event e;
  engine::command c;
  c.verb = "resume";
  e.what = c;
  return engine::advance(damaged, e, out);
}

order_driver paused() {
  order_driver order(makes_and_waits);
  order.start();
  order.command("pause");
  order.ok("made", one_document);
  return order;
}

order_driver poisoned_in_doubt() {
  order_driver order(makes_one);
  order.start();
  order.unknown("made");
  order.feed(engine::poisoned{"attempt_ended: the call ends twice"});
  return order;
}

} // namespace

TEST_CASE("a broken invariant of one order is returned as a defect, with its sentence",
          "[unit][E8.4]") {
  auto damaged = copy_of(paused());
  damaged.state().branches.front().at = 9999;
  const auto verdict = resume_of(damaged);
  CHECK(verdict.is == engine::verdict::kind::defect);
  CHECK(verdict.why.find("runs out of its program") != std::string::npos);
}

TEST_CASE("a request that is not the one that was made is a defect, never another request",
          "[unit][E8.4][E3.1]") {
  order_driver order(makes_one);
  order.start();
  order.refused("made");
  order.command("pause");
  order.fire(timer_purpose::retry, "made");
  auto damaged = copy_of(order);
  damaged.state().calls.front().arguments.front().what = value{"another text"};
  const auto verdict = resume_of(damaged);
  CHECK(verdict.is == engine::verdict::kind::defect);
  CHECK(verdict.why.find("made") != std::string::npos);
}

TEST_CASE("facts that do not fit their order are refused", "[unit][E8.4]") {
  const auto order = paused();
  const auto key = order.call("made").key;
  const auto at = order.now();
  auto copy = copy_of(order);
  CHECK_THROWS_AS(engine::apply(copy, engine::attempt_sent{"NEVER-MADE", 1, "made", false}, at),
                  engine::broken_invariant);
  CHECK_THROWS_AS(engine::apply(copy, engine::attempt_sent{key, 2, "made", false}, at),
                  engine::broken_invariant);
  CHECK_THROWS_AS(engine::apply(copy, engine::timer_cleared{99, false}, at),
                  engine::broken_invariant);
  CHECK_THROWS_AS(engine::apply(copy, engine::wait_closed{99, "matched"}, at),
                  engine::broken_invariant);
  CHECK_THROWS_AS(engine::apply(copy, engine::hold_closed{99, "retry", {}}, at),
                  engine::broken_invariant);
  CHECK_THROWS_AS(engine::apply(copy, engine::branch_closed{99, "done", {}}, at),
                  engine::broken_invariant);
  CHECK_THROWS_AS(engine::apply(copy, engine::call_ended{key, "ok", {}, {}, 0, "made", false}, at),
                  engine::broken_invariant);
  CHECK_THROWS_AS(engine::apply(copy, order.facts<engine::order_created>().at(0), at),
                  engine::broken_invariant);
  engine::instance empty(order.state().definition);
  CHECK_THROWS_AS(engine::apply(empty, engine::priority_changed{1}, at), engine::broken_invariant);
}

TEST_CASE("a poisoned order is held with the event that broke it, and decides nothing more",
          "[unit][E8.4]") {
  auto order = poisoned_in_doubt();
  CHECK(order.holds() == std::vector<std::string>{"poisoned"});
  CHECK(order.view().holds[0].evidence == "attempt_ended: the call ends twice");
  CHECK(order.facts<engine::defect_recorded>().size() == 1);
  CHECK(order.unknown("made").is == engine::verdict::kind::ignored);
  order.fire(timer_purpose::settle, "made");
  CHECK(order.questions("made").empty());
  CHECK(order.feed(engine::poisoned{"again"}).is == engine::verdict::kind::ignored);
}

TEST_CASE("a timer that falls due while an order is poisoned acts when it is retried",
          "[unit][E8.4]") {
  auto order = poisoned_in_doubt();
  order.fire(timer_purpose::settle, "made");
  order.restart();
  order.command("retry");
  CHECK(order.holds().empty());
  REQUIRE(order.questions("made").size() == 1);
  order.found("made", found_one);
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("what was under way when an order was poisoned is asked for again when it is retried",
          "[unit][E8.4]") {
  order_driver order(makes_one);
  order.start();
  order.feed(engine::poisoned{"a broken invariant"});
  CHECK(order.ok("made", one_document).is == engine::verdict::kind::ignored);
  CHECK(order.new_effects<engine::forget_attempt>().empty()); // the table keeps the answer
  order.command("retry");
  CHECK(order.new_effects<engine::attach_attempt>().size() == 1);
  order.ok("made", one_document);
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("a call that waited for a permit goes on when its poisoned order is retried",
          "[unit][E8.4]") {
  order_driver order(makes_one);
  order.grant_permits(false);
  order.start();
  order.feed(engine::poisoned{"a broken invariant"});
  order.grant_permits(true);
  CHECK(order.offer_permit("made").is == engine::verdict::kind::ignored);
  CHECK(order.sent("made").empty());
  order.command("retry");
  CHECK(order.sent("made").size() == 1);
}

TEST_CASE("a question that was lost with a poisoned order's memory is asked again",
          "[unit][E8.4]") {
  order_driver order(makes_one);
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  order.feed(engine::poisoned{"a broken invariant"});
  order.found("made", "[]"); // put off
  order.command("retry");
  CHECK(order.questions("made").size() == 2);
}

TEST_CASE("resuming a poisoned order moves nothing until it is retried", "[unit][E8.4][E6.4]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  wait seen = far.arrived(id: job.id) { within 1h else reject "nothing arrived" }
})");
  order.start();
  order.command("pause");
  order.feed(engine::poisoned{"a broken invariant"});
  order.fire(timer_purpose::deadline);
  order.command("resume");
  CHECK(order.summary().phase == "running");
  CHECK(order.holds() == std::vector<std::string>{"poisoned"});
  order.command("retry");
  CHECK(order.summary().phase == "rejected");
}

TEST_CASE("an event that comes while an order is poisoned is kept for it", "[unit][E8.4]") {
  order_driver order(makes_and_waits);
  order.start();
  order.ok("made", one_document);
  order.feed(engine::poisoned{"a broken invariant"});
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  CHECK(order.state().kept.size() == 1);
  order.command("retry");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("a verb that was given while an order was poisoned acts when it is retried",
          "[unit][E8.4][E6.3]") {
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
  order.found("made", found_two);
  order.feed(engine::poisoned{"a broken invariant"});
  order.command("declare-absent", "null", 1);
  CHECK(order.call("made").open());
  order.command("retry");
  CHECK(order.call("made").ended == "revoked");
  CHECK(order.state().end_reason == "too late");
}
