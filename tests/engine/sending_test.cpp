#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

/// E2: from the frozen call to the attempt that has left.
using namespace gantry;
using engine::timer_purpose;
using tests::kept;
using tests::order_driver;

namespace {

const char* const two_steps = R"(
workflow small(job: Job) {
  version 1  key job.id
  step kept = far.keep(text: job.text) { compensate far.drop(id: kept.id) }
  step made = far.make(text: kept.id, amount: job.amount) {
    timeout 7s
    compensate far.unmake(number: made.number)
  }
})";

template <class T>
bool has_fact(const engine::record& record) {
  return std::any_of(record.facts.begin(), record.facts.end(),
                     [](const auto& f) { return std::holds_alternative<T>(f); });
}

} // namespace

TEST_CASE("a scheduled call is known never to have left, whatever happens", "[unit][E2.1]") {
  order_driver order(two_steps);
  order.grant_permits(false);
  order.start();
  REQUIRE(order.phase_of("kept") == "scheduled");

  SECTION("a crash leaves it scheduled, and it waits for its lane again") {
    order.restart();
    CHECK(order.phase_of("kept") == "scheduled");
    CHECK(order.new_effects<engine::join_lane>().size() == 1);
    CHECK(order.new_effects<engine::attach_attempt>().empty());
  }
  SECTION("a cancel revokes it and has nothing to wait for") {
    order.command("cancel");
    CHECK(order.call("kept").ended == "revoked");
    CHECK(order.summary().phase == "cancelled");
    CHECK(order.new_effects<engine::leave_lane>().size() == 1);
  }
  SECTION("a pause takes it out of the queue, and resume puts it back") {
    order.command("pause");
    CHECK(order.summary().control == "paused");
    CHECK(order.new_effects<engine::leave_lane>().size() == 1);
    order.grant_permits(true);
    order.offer_permit("kept"); // it was offered before the lane heard of the pause
    CHECK(order.sent("kept").empty());
    order.grant_permits(false);
    order.command("resume");
    CHECK(order.new_effects<engine::join_lane>().size() == 1);
  }
}

TEST_CASE("a call whose `sent` is durable is in doubt when nobody knows it", "[unit][E2.1]") {
  order_driver order(two_steps);
  order.start();
  order.ok("kept", kept);
  order.restart();
  order.unknown("made");
  CHECK(order.phase_of("made") == "in doubt");
}

TEST_CASE("with a permit, the end of one step and the sending of the next are one record",
          "[unit][E2.2]") {
  order_driver order(two_steps);
  order.start();
  order.ok("kept", kept);
  const auto& record = order.records().back();
  CHECK(has_fact<engine::call_ended>(record));
  CHECK(has_fact<engine::call_made>(record));
  CHECK(has_fact<engine::attempt_sent>(record));
  CHECK(order.new_effects<engine::send_attempt>().size() == 1);
}

TEST_CASE("without a permit the record says scheduled, and the permit commits `sent` later",
          "[unit][E2.2]") {
  order_driver order(two_steps);
  order.start();
  order.grant_permits(false);
  order.ok("kept", kept);
  CHECK(has_fact<engine::call_made>(order.records().back()));
  CHECK_FALSE(has_fact<engine::attempt_sent>(order.records().back()));
  CHECK(order.new_effects<engine::send_attempt>().empty());
  const auto joined = order.new_effects<engine::join_lane>();
  REQUIRE(joined.size() == 1);
  CHECK(joined[0].key == order.call("made").key);

  order.grant_permits(true);
  order.offer_permit("made");
  CHECK(has_fact<engine::attempt_sent>(order.records().back()));
  CHECK(order.new_effects<engine::send_attempt>().size() == 1);
  CHECK(order.new_effects<engine::leave_lane>().size() == 1);
}

TEST_CASE("a permit that nobody needs any more is sent back to its lane", "[unit][E2.3]") {
  order_driver order(two_steps);
  order.start();
  const auto before = order.records().size();
  const auto verdict = order.offer_permit("kept"); // it was sent meanwhile
  CHECK(verdict.is == engine::verdict::kind::ignored);
  CHECK(order.records().size() == before);
  CHECK(order.new_effects<engine::leave_lane>().size() == 1);
}

TEST_CASE("a new priority moves a call that waits already, with what it has waited",
          "[unit][E2.3]") {
  order_driver order(two_steps);
  order.grant_permits(false);
  order.start();
  const auto since = order.new_effects<engine::join_lane>().front().due;
  order.pass(seconds(90));
  SECTION("at once") {
    order.command("priority", R"({"priority":90})");
  }
  SECTION("after the engine was started again") {
    order.restart();
    CHECK(order.new_effects<engine::join_lane>().front().due == since);
    order.command("priority", R"({"priority":90})");
  }
  const auto joined = order.new_effects<engine::join_lane>();
  REQUIRE(joined.size() == 1);
  CHECK(joined[0].priority == 90);
  CHECK(joined[0].due == since);
}

TEST_CASE("a scheduled call does not keep its order in memory", "[unit][E2.3]") {
  order_driver order(two_steps);
  order.grant_permits(false);
  order.start();
  CHECK(order.summary().passivable);
  order.grant_permits(true);
  order.offer_permit("kept");
  CHECK_FALSE(order.summary().passivable);
}

TEST_CASE("an attempt whose record was lost in the crash never left, and is sent as the first",
          "[unit][E2.4]") {
  order_driver order(two_steps);
  order.start();
  order.ok("kept", kept);
  order.crash_before_commit(); // the answer of `kept` is with the table still
  CHECK(order.sent("kept").size() == 1);
  CHECK_FALSE(order.was_made("made"));
  CHECK(order.new_effects<engine::attach_attempt>().size() == 1);
  order.ok("kept", kept);
  const auto sent = order.sent("made");
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].attempt == 1);
}

TEST_CASE("only reads, finders and questions to the table leave before their record",
          "[unit][E2.4]") {
  engine::send_attempt attempt;
  CHECK_FALSE(engine::may_leave_early(attempt));
  attempt.is_read = true;
  CHECK(engine::may_leave_early(attempt));
  CHECK(engine::may_leave_early(engine::ask_finder{}));
  CHECK(engine::may_leave_early(engine::attach_attempt{}));
  CHECK_FALSE(engine::may_leave_early(engine::reply{}));
  CHECK_FALSE(engine::may_leave_early(engine::finished{}));
  CHECK_FALSE(engine::may_leave_early(engine::join_lane{}));
  CHECK_FALSE(engine::may_leave_early(engine::leave_lane{}));
  CHECK_FALSE(engine::may_leave_early(engine::forget_attempt{}));
}

TEST_CASE("a read alone is marked as one", "[unit][E2.4]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step seen = far.look(text: job.text)
  step kept = far.keep(text: seen.text) { compensate none "it does no harm" }
})");
  order.start();
  CHECK(order.sent("seen").at(0).is_read);
  order.ok("seen", R"({"text":"paper","limit":"5"})");
  CHECK_FALSE(order.sent("kept").at(0).is_read);
}

TEST_CASE("an attempt carries its step's timeout, from which its last moment follows",
          "[unit][E2.5]") {
  order_driver order(two_steps);
  order.start();
  CHECK(order.sent("kept").at(0).timeout == seconds(10));
  order.ok("kept", kept);
  CHECK(order.sent("made").at(0).timeout == seconds(7));
}

TEST_CASE("an order that is taken up asks the table for what was sent, and sends nothing",
          "[unit][E2.6]") {
  order_driver order(two_steps);
  order.start();
  CHECK(order.summary().attention);
  order.restart();
  const auto asked = order.new_effects<engine::attach_attempt>();
  REQUIRE(asked.size() == 1);
  CHECK(asked[0].key == order.call("kept").key);
  CHECK(asked[0].attempt == 1);
  CHECK(order.new_effects<engine::send_attempt>().empty());
  CHECK(order.new_effects<engine::join_lane>().empty());

  SECTION("there: its answer is taken as ever") {
    order.ok("kept", kept);
    CHECK(order.call("kept").ended == "ok");
  }
  SECTION("not there: it is unknown at once, and settle starts then") {
    order.ok("kept", kept);
    order.restart();
    order.unknown("made");
    CHECK(order.due(timer_purpose::settle) == order.now() + seconds(2));
  }
}

TEST_CASE("an end that is handed over again changes nothing and may be forgotten", "[unit][E2.6]") {
  order_driver order(two_steps);
  order.start();
  order.ok("kept", kept);
  const auto before = order.records().size();
  CHECK(order.ok("kept", kept).is == engine::verdict::kind::ignored);
  CHECK(order.records().size() == before);
  CHECK(order.new_effects<engine::forget_attempt>().size() == 1);
}

TEST_CASE("the table forgets an attempt only with the record of its end", "[unit][E2.6]") {
  order_driver order(two_steps);
  order.start();
  order.ok("kept", kept);
  const auto forgotten = order.new_effects<engine::forget_attempt>();
  REQUIRE(forgotten.size() == 1);
  CHECK_FALSE(engine::may_leave_early(forgotten[0]));
}
