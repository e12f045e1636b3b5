#include "actors/in_flight_table.hpp"
#include "tests/actors/far_systems.hpp"
#include "tests/actors/virtual_time.hpp"

#include <catch2/catch.hpp>

namespace gantry::tests {
namespace {

using actors::attempt_reference;
using engine::outcome;

const attempt_reference first{1, "key", 1};

outcome of(outcome::kind is) {
  return plain_outcome(is, "as the test says");
}

/// A connection that notes when it is shut down, and closes then unless it is deaf.
struct connection : engine::far_call {
  void abort() override {
    ++aborts;
    if (on_abort)
      on_abort();
  }
  int aborts = 0;
  std::function<void()> on_abort;
};

struct table_rig {
  struct told {
    attempt_reference which;
    outcome how;
    bool first_byte = false;
  };

  void pass(duration span) {
    const auto ends = time.boot_ns() + span.ns;
    for (auto next = clock.next_ns(); next && *next <= ends; next = clock.next_ns()) {
      time.move_to(std::max(*next, time.boot_ns()));
      clock.run_due();
    }
    time.move_to(ends);
  }

  virtual_time time;
  actors::alarm_clock clock{[this] { return time.boot_ns(); }};
  std::vector<told> reports;
  int permits_freed = 0;
  actors::in_flight_table table{
      clock,
      {[this](const attempt_reference& which, const outcome& how, bool first_byte) {
         reports.push_back({which, how, first_byte});
       },
       [this](const attempt_reference&) { ++permits_freed; },
       [](const attempt_reference&, const outcome&) {}}};
};

} // namespace

TEST_CASE("a read that has ended is sent again, because its order may have lost it",
          "[unit][E2.4]") {
  table_rig rig;
  REQUIRE(rig.table.enter(first, 0, seconds(10), true));
  CHECK_FALSE(rig.table.enter(first, 0, seconds(10), true)); // its end will be told
  rig.table.ended(first, of(outcome::kind::ok), true);
  REQUIRE(rig.table.enter(first, 0, seconds(10), true));
  CHECK(rig.table.running() == 1);
  rig.pass(seconds(11)); // it has a time of its own
  rig.table.ended(first, of(outcome::kind::unknown), true);
  REQUIRE(rig.reports.size() == 2);
  CHECK(rig.reports[1].how.is == outcome::kind::unknown);
  CHECK(rig.permits_freed == 2);
  CHECK_FALSE(rig.table.enter(first, 0, seconds(10), false)); // what has an effect never is
}

TEST_CASE("whoever asks for an attempt that is under way is told its end once it comes",
          "[unit][E2.6]") {
  table_rig rig;
  REQUIRE(rig.table.enter(first, 0, seconds(10), false));
  rig.table.ask(first);
  CHECK(rig.reports.empty());
  rig.table.ended(first, of(outcome::kind::ok), true);
  REQUIRE(rig.reports.size() == 1);
  CHECK(rig.reports.front().how.is == outcome::kind::ok);
  CHECK(rig.permits_freed == 1);
}

TEST_CASE("an attempt that is not known is entered as ended, and its late sender is turned away",
          "[unit][E2.6]") {
  table_rig rig;
  rig.table.ask(first);
  REQUIRE(rig.reports.size() == 1);
  CHECK(rig.reports.front().how.is == outcome::kind::unknown);
  CHECK(rig.reports.front().first_byte); // it may have happened in another life
  CHECK_FALSE(rig.table.enter(first, 0, seconds(10), false));
  CHECK(rig.permits_freed == 1);
  CHECK(rig.table.running() == 0);
}

TEST_CASE("what has ended stays with its answer until its end is durable", "[unit][E2.6]") {
  table_rig rig;
  REQUIRE(rig.table.enter(first, 0, seconds(10), false));
  rig.table.ended(first, of(outcome::kind::business_error), true);
  rig.table.ask(first);
  rig.table.ask(first);
  REQUIRE(rig.reports.size() == 3);
  CHECK(rig.reports.back().how.is == outcome::kind::business_error);
  CHECK(rig.table.size() == 1);
  CHECK_FALSE(rig.table.wait_empty({}));
  rig.table.forget(first);
  CHECK(rig.table.size() == 0);
  CHECK(rig.table.wait_empty({}));
  CHECK(rig.permits_freed == 1);
}

TEST_CASE("a stop does not wait for the answer of an order that takes none now",
          "[unit][E2.6][E8.4]") {
  table_rig rig;
  REQUIRE(rig.table.enter(first, 0, seconds(10), false));
  rig.table.set_aside(first.instance);
  CHECK_FALSE(rig.table.wait_empty({})); // it is under way
  rig.table.ended(first, of(outcome::kind::ok), true);
  rig.table.set_aside(first.instance);
  CHECK(rig.table.wait_empty({}));
  rig.table.ask(first); // a person says that it goes on
  CHECK(rig.reports.back().how.is == outcome::kind::ok);
  CHECK_FALSE(rig.table.wait_empty({}));
}

TEST_CASE("an attempt that is under way cannot be forgotten", "[unit][E2.6]") {
  table_rig rig;
  REQUIRE(rig.table.enter(first, 0, seconds(10), false));
  rig.table.forget(first);
  CHECK(rig.table.size() == 1);
}

TEST_CASE("the same attempt enters once", "[unit][E2.6]") {
  table_rig rig;
  REQUIRE(rig.table.enter(first, 0, seconds(10), false));
  CHECK_FALSE(rig.table.enter(first, 0, seconds(10), false));
  CHECK(rig.permits_freed == 0); // the first one holds it
}

TEST_CASE("the connection is shut down before the attempt is reported as ended", "[unit][E2.5]") {
  table_rig rig;
  const auto line = std::make_shared<connection>();
  REQUIRE(rig.table.enter(first, 0, seconds(10), false));
  rig.table.under_way(first, line);
  rig.pass(milliseconds(9'999));
  CHECK(line->aborts == 0);
  line->on_abort = [&] {
    CHECK(rig.reports.empty());
    rig.table.ended(first, of(outcome::kind::unknown), true);
  };
  rig.pass(milliseconds(1));
  CHECK(line->aborts == 1);
  REQUIRE(rig.reports.size() == 1);
  CHECK(rig.reports.front().how.is == outcome::kind::unknown);
  CHECK(rig.reports.front().how.detail == "no answer within 10s");
}

TEST_CASE("a connection that does not close is given one second", "[unit][E2.5]") {
  table_rig rig;
  const auto line = std::make_shared<connection>();
  REQUIRE(rig.table.enter(first, 0, seconds(10), false));
  rig.table.under_way(first, line);
  rig.pass(milliseconds(10'999));
  CHECK(line->aborts == 1);
  CHECK(rig.reports.empty());
  rig.pass(milliseconds(1));
  REQUIRE(rig.reports.size() == 1);
  CHECK(rig.reports.front().how.is == outcome::kind::unknown);
}

TEST_CASE("an attempt whose sender was slow to tell its connection is shut down all the same",
          "[unit][E2.5]") {
  table_rig rig;
  const auto line = std::make_shared<connection>();
  REQUIRE(rig.table.enter(first, 0, seconds(10), false));
  rig.pass(milliseconds(10'500));
  rig.table.under_way(first, line);
  CHECK(line->aborts == 1);
}

TEST_CASE("an end without a first byte is known not to have happened", "[unit][E1.3]") {
  table_rig rig;
  REQUIRE(rig.table.enter(first, 0, seconds(10), false));
  rig.table.ended(first, of(outcome::kind::unknown), false);
  REQUIRE(rig.reports.size() == 1);
  CHECK(rig.reports.front().how.is == outcome::kind::refused);
}

TEST_CASE("an ok that comes after the attempt was given up is told, anything else is not",
          "[unit][E4.1][E4.4]") {
  table_rig rig;
  REQUIRE(rig.table.enter(first, 0, seconds(10), false));
  rig.pass(seconds(11));
  REQUIRE(rig.reports.size() == 1);
  rig.table.ended(first, of(outcome::kind::business_error), true);
  CHECK(rig.reports.size() == 1);
  rig.table.ended(first, of(outcome::kind::ok), true);
  REQUIRE(rig.reports.size() == 2);
  CHECK(rig.reports.back().how.is == outcome::kind::ok);
  rig.table.forget(first);
  rig.table.ended(first, of(outcome::kind::ok), true); // the far side says it once more
  CHECK(rig.reports.size() == 3);
  CHECK(rig.permits_freed == 1);
}

TEST_CASE("what an adapter had under way is unknown when it goes down", "[unit]") {
  table_rig rig;
  const auto line = std::make_shared<connection>();
  REQUIRE(rig.table.enter(first, 3, seconds(10), false));
  REQUIRE(rig.table.enter({2, "key", 1}, 4, seconds(10), false));
  REQUIRE(rig.table.enter({3, "key", 1}, 3, seconds(10), false)); // it waits for the next adapter
  REQUIRE(rig.table.may_leave(first));
  rig.table.under_way(first, line);
  rig.table.abandon(3);
  CHECK(line->aborts == 1);
  REQUIRE(rig.reports.size() == 1);
  CHECK(rig.reports.front().which == first);
  CHECK(rig.reports.front().how.is == outcome::kind::unknown);
  CHECK(rig.table.running() == 2);
  CHECK_FALSE(rig.table.may_leave(first));
  CHECK(rig.table.may_leave({3, "key", 1}));
}

TEST_CASE("an attempt whose time is over before it is sent never leaves, and did not happen",
          "[unit][E2.5]") {
  table_rig rig;
  REQUIRE(rig.table.enter(first, 0, seconds(10), false));
  rig.pass(milliseconds(10'500));
  CHECK_FALSE(rig.table.may_leave(first));
  REQUIRE(rig.reports.size() == 1);
  CHECK(rig.reports.front().how.is == outcome::kind::refused);
  CHECK(rig.permits_freed == 1);
}

TEST_CASE("a table that is closed tells nobody anything", "[unit]") {
  table_rig rig;
  REQUIRE(rig.table.enter(first, 0, seconds(10), false));
  rig.table.close();
  rig.table.ended(first, of(outcome::kind::ok), true);
  rig.pass(seconds(60));
  CHECK(rig.reports.empty());
  CHECK_FALSE(rig.table.enter({2, "key", 1}, 0, seconds(10), false));
}

} // namespace gantry::tests
