#include "tests/actors/engine_rig.hpp"

#include <catch2/catch.hpp>

namespace gantry::tests {
namespace {

using kind = far_behaviour::kind;

const char* const two_reads = R"(
workflow job(job: Job) -> Made {
  version 1
  key job.number
  step one  = far.look(text: job.number)
  step two  = far.look(text: one.text)
  step made = far.make(text: two.text, amount: job.amount) {
    compensate far.unmake(number: made.number)
    on blocked { reject "the far side has blocked it" }
  }
  return made
}
)";

far_behaviour slow(std::int64_t ms) {
  far_behaviour how;
  how.after = milliseconds(ms);
  return how;
}

} // namespace

TEST_CASE("an order runs step by step to its end", "[actor]") {
  engine_rig rig{three_steps};
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  CHECK(rig.status(order) == "completed");
  CHECK(rig.far->count("look") == 1);
  CHECK(rig.far->count("keep") == 1);
  CHECK(rig.far->count("make") == 1);
  CHECK(rig.far->made("make").size() == 1);
  CHECK(rig.ended == std::vector<std::string>{order});
  CHECK(rig.engine().stats().orders_in_memory == 0);
  CHECK(rig.engine().stats().orders_completed == 1);
  CHECK(rig.index_against_journal() == "");
}

TEST_CASE("a declared error that the flow rejects undoes what was done", "[actor]") {
  engine_rig rig{three_steps};
  rig.far->next("make", {kind::errs, "blocked"});
  const auto order = rig.submit("J-1");
  rig.pass(seconds(5));
  CHECK(rig.status(order) == "rejected");
  CHECK(rig.far->count("drop") == 1);
  CHECK(rig.far->made("make").empty());
}

TEST_CASE("the end of a step and the sending of the next are one record", "[actor][E2.2]") {
  engine_rig rig{three_steps};
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  // Created with the read on its way · read ended, keep sent · keep ended, make sent · the end.
  CHECK(rig.records(order) == 4);
  CHECK(rig.commits() == 4);
}

TEST_CASE("no effect leaves before the record that led to it is durable", "[actor][E2.4]") {
  engine_rig rig{one_make};
  const auto answer = rig.hand_in("J-1");
  rig.work_without_commits();
  rig.time.move_to(rig.time.boot_ns() + seconds(1).ns);
  rig.work_without_commits();
  CHECK(rig.far->count("make") == 0);
  CHECK_FALSE(answer->has_value());
  CHECK(rig.all_orders().empty());

  REQUIRE(rig.commit());
  rig.work_without_commits();
  CHECK(rig.far->count("make") == 1);
  REQUIRE(answer->has_value());
  CHECK((**answer).has_value());
}

TEST_CASE("an attempt may be sent until its time-out after the commit, and is given up then",
          "[actor][E2.5]") {
  engine_rig rig{one_make};
  rig.far->always("make", kind::loses_call);
  const auto order = rig.submit("J-1");
  const auto sent = rig.far->requests("make").front();
  CHECK(sent.what.send_by_ns == sent.at_ns + seconds(10).ns);
  rig.pass(milliseconds(9'999));
  CHECK_FALSE(rig.far->requests("make").front().aborted);
  CHECK(rig.facts<engine::attempt_result>(order).empty());
  rig.pass(milliseconds(1));
  CHECK(rig.far->requests("make").front().aborted);
  REQUIRE(rig.facts<engine::attempt_result>(order).size() == 1);
  CHECK(rig.facts<engine::attempt_result>(order).front().how.is == engine::outcome::kind::unknown);
  CHECK(rig.far->count("find") == 0);
  rig.pass(seconds(3));
  CHECK(rig.far->count("find") == 1); // after settle, counted from the end of the attempt
}

TEST_CASE("answers to commands and events wait for their commit", "[actor][E2.4]") {
  engine_rig rig{make_wait_ship};
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  REQUIRE(rig.status(order) == "waiting");

  const auto told = rig.tell(order, "pause");
  rig.work_without_commits();
  CHECK_FALSE(told->has_value());
  CHECK(rig.status(order) == "waiting");
  REQUIRE(rig.commit());
  rig.work_without_commits();
  CHECK(told->has_value());
  CHECK(rig.status(order) == "paused");

  const auto announced = rig.announce("J-1", "E-1");
  rig.work_without_commits();
  CHECK_FALSE(announced->has_value());
  REQUIRE(rig.commit());
  rig.work_without_commits();
  CHECK(announced->has_value());
}

TEST_CASE("an order has at most one batch at the journal", "[actor][E8.1]") {
  engine_rig rig{make_wait_ship};
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  const auto before = rig.records(order);
  const auto first = rig.tell(order, "pause");
  const auto second = rig.tell(order, "resume");
  const auto third = rig.tell(order, "pause");
  rig.work_without_commits();
  CHECK(rig.engine().stats().journal_queue == 1);
  REQUIRE(rig.commit());
  rig.work_without_commits();
  CHECK(rig.engine().stats().journal_queue == 1);
  CHECK(first->has_value());
  CHECK_FALSE(second->has_value());
  CHECK(rig.engine().show(order)->row.status == "paused"); // what is not durable is not shown
  rig.work();
  CHECK(third->has_value());
  CHECK(rig.status(order) == "paused");
  CHECK(rig.records(order) == before + 3);
}

TEST_CASE("reads need no commit of their own", "[actor][E2.4]") {
  engine_rig rig{two_reads};
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  CHECK(rig.status(order) == "completed");
  // Created · both ends of reads and `make` sent · the end.
  CHECK(rig.records(order) == 3);
}

TEST_CASE("the end of a read waits 20 ms for company and no longer", "[actor][E2.4]") {
  engine_rig rig{two_reads};
  rig.far->next("look", slow(1));
  rig.far->next("look", slow(500));
  const auto order = rig.submit("J-1");
  rig.pass(milliseconds(1)); // the first read has ended, the second is under way
  REQUIRE(rig.far->count("look") == 2);
  rig.pass(milliseconds(19));
  CHECK(rig.records(order) == 1);
  rig.pass(milliseconds(1));
  CHECK(rig.records(order) == 2);
  rig.pass(seconds(1));
  CHECK(rig.status(order) == "completed");
}

TEST_CASE("a read whose end was not yet durable is asked again after a crash", "[actor][E2.4]") {
  engine_rig rig{two_reads};
  rig.far->next("look", slow(1));
  rig.far->next("look", slow(500));
  const auto order = rig.submit("J-1");
  rig.pass(milliseconds(5));
  REQUIRE(rig.far->count("look") == 2);
  rig.restart_after_kill();
  rig.pass(seconds(5));
  CHECK(rig.status(order) == "completed");
  CHECK(rig.far->count("look") > 2);
  CHECK(rig.far->made("make").size() == 1);
}

TEST_CASE("whoever waits for the end of an order is told at its end, or after the time",
          "[actor]") {
  engine_rig rig{make_wait_ship};
  const auto order = rig.submit("J-1");
  std::vector<std::string> told;
  const auto wait = [&](duration longest) {
    rig.engine().wait_finished(order, longest, [&](result<actors::order_detail> then) {
      told.push_back(then ? then->row.status : then.error().message);
    });
  };
  wait(seconds(2));
  wait(seconds(60));
  rig.pass(seconds(3));
  CHECK(told == std::vector<std::string>{"waiting"});
  CHECK(rig.arrives("J-1", "E-1"));
  rig.pass(seconds(1));
  CHECK(told == std::vector<std::string>{"waiting", "completed"});
  wait(seconds(60)); // it has ended already
  rig.work();
  CHECK(told.size() == 3);
}

} // namespace gantry::tests
