#include "actors/scratch_file.hpp"
#include "tests/actors/engine_rig.hpp"
#include "tests/support/own_folder.hpp"

#include <catch2/catch.hpp>

#include <utility>

namespace gantry::tests {
namespace {

using kind = far_behaviour::kind;

/// Lets the order's actor crash at this event, so many times.
void crash_at(engine_rig& rig, const std::string& order, const std::string& event, int times) {
  rig.before_event = [order, event, left = std::make_shared<int>(times)](std::string_view who,
                                                                         std::string_view what) {
    if (who == order && what == event && (*left)-- > 0)
      throw std::runtime_error("the test breaks it");
  };
}

} // namespace

TEST_CASE("an order's actor that crashes is started again from the journal", "[actor]") {
  engine_rig rig{three_steps};
  rig.far->next("make", kind::waits);
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  REQUIRE(rig.far->count("make") == 1);
  crash_at(rig, order, "attempt_ended", 2);
  rig.far->release();
  rig.pass(seconds(1));
  CHECK(rig.status(order) == "completed");
  CHECK(rig.engine().stats().restarts == 2);
  CHECK(rig.far->count("make") == 1); // the answer was not lost with the actor
  CHECK(rig.ended.size() == 1);
}

TEST_CASE("an answer finds its order whoever acts for it by then", "[actor][E4.7][E2.6]") {
  engine_rig rig{one_make};
  rig.far->next("make", kind::waits);
  const auto order = rig.submit("J-1");
  crash_at(rig, order, "command", 1); // the actor that sent the call is gone
  CHECK(rig.command(order, "note"));
  REQUIRE(rig.engine().stats().restarts == 1);
  CHECK_FALSE(rig.row(order).in_doubt); // the new one has found the call under way
  rig.far->release();
  rig.work();
  CHECK(rig.status(order) == "completed");
  CHECK(rig.far->count("make") == 1);
  CHECK(rig.facts<engine::call_in_doubt>(order).empty());
}

TEST_CASE("the connector of a call that crashed is used again for the next", "[actor]") {
  engine_rig rig{one_make};
  for (int i = 0; i < 3; ++i)
    rig.far->next("make", kind::crashes);
  const auto order = rig.submit("J-1");
  const auto other = rig.submit("J-2");
  rig.pass(seconds(120));
  CHECK(rig.status(order) == "completed");
  CHECK(rig.status(other) == "completed");
  CHECK(rig.engine().stats().lanes.front().in_flight == 0);
}

TEST_CASE("an order whose actor crashes again and again is held as poisoned", "[actor][E8.4]") {
  engine_rig rig{three_steps};
  rig.far->next("make", kind::waits);
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  const auto other = rig.submit("J-2");
  crash_at(rig, order, "attempt_ended", 1'000'000);
  rig.far->release();
  rig.pass(seconds(5));
  CHECK(rig.row(order).held == "poisoned");
  // The answer that breaks it is handed over again, and does not reach it any more.
  CHECK(rig.engine().stats().restarts == 3);
  const auto shown = rig.engine().show(order);
  REQUIRE(shown->view.holds.size() == 1);
  CHECK(shown->view.holds.front().evidence.find("attempt_ended") != std::string::npos);
  CHECK(shown->view.holds.front().legal == std::vector<std::string>{"retry"});
  CHECK(rig.status(other) == "completed"); // others do not notice
  CHECK(rig.far->made("make").size() == 2);

  SECTION("and is held again when it crashes on after a retry") {
    CHECK(rig.command(order, "retry"));
    rig.pass(seconds(5));
    CHECK(rig.row(order).held == "poisoned");
    CHECK(rig.engine().stats().restarts == 6);
    rig.before_event = nullptr;
    CHECK(rig.command(order, "retry"));
    rig.pass(seconds(60));
    CHECK(rig.status(order) == "completed");
  }
  SECTION("and goes on in a fresh actor when a person says so") {
    rig.before_event = nullptr;
    CHECK(rig.command(order, "retry"));
    rig.pass(seconds(60));
    CHECK(rig.status(order) == "completed");
    CHECK(rig.far->made("make").size() == 2);
    CHECK(rig.far->count("find") == 0); // the answer was kept, so there was no doubt
    CHECK(rig.index_against_journal() == "");
  }
}

TEST_CASE("a read that ended unseen, its record not durable yet, is sent again after a retry",
          "[actor][E2.4][E8.4]") {
  engine_rig rig{three_steps};
  rig.far->next("look", kind::refuses);
  const auto order = rig.submit("J-1");
  // The record of the second attempt is lost, and then the actor crashes until it is poisoned.
  int crashes = 3;
  bool lost = false;
  rig.next_fault = [&] {
    const bool loses = rig.far->count("look") == 2 && !std::exchange(lost, true);
    return loses ? test::store_fault::lost_commit : test::store_fault::none;
  };
  rig.before_event = [&](std::string_view who, std::string_view what) {
    const bool breaks = lost && who == order && (what == "timer_due" || what == "attempt_ended");
    if (breaks && crashes-- > 0)
      throw std::runtime_error("the test breaks it");
  };
  rig.pass(seconds(5));
  REQUIRE(rig.row(order).held == "poisoned");
  REQUIRE(rig.far->count("look") == 2);
  REQUIRE(rig.facts<engine::attempt_sent>(order).size() == 1);
  CHECK(rig.command(order, "retry"));
  rig.pass(seconds(60));
  CHECK(rig.status(order) == "completed");
}

TEST_CASE("crashes that lie far apart do not poison an order", "[actor]") {
  engine_rig rig{make_wait_ship,
                 [](actors::runtime_options& how) { how.passivate_after = seconds(3'600); }};
  const auto order = rig.submit("J-1");
  rig.pass(seconds(1));
  for (int i = 0; i < 6; ++i) {
    crash_at(rig, order, "command", 1);
    CHECK(rig.command(order, i % 2 == 0 ? "pause" : "resume"));
    rig.pass(seconds(61));
  }
  CHECK(rig.row(order).held.empty());
  CHECK(rig.engine().stats().restarts == 6);
}

TEST_CASE("an order that crashes at its start is refused, and nothing is taken", "[actor]") {
  engine_rig rig{one_make};
  rig.before_event = [](std::string_view, std::string_view event) {
    if (event == "started")
      throw std::runtime_error("the test breaks it");
  };
  const auto answer = rig.hand_in("J-1");
  rig.work();
  REQUIRE(answer->has_value());
  REQUIRE_FALSE((**answer).has_value());
  CHECK((**answer).error().code == errc::defect);
  CHECK(rig.all_orders().empty());
  CHECK(rig.engine().stats().orders_in_memory == 0);
  rig.before_event = nullptr;
  (void)rig.submit("J-1");
}

TEST_CASE("an order that cannot even be held stays as it is, and its commands are answered",
          "[actor][E8.4]") {
  engine_rig rig{make_wait_ship};
  const auto order = rig.submit("J-1");
  const auto other = rig.submit("J-2");
  rig.pass(seconds(1));
  rig.before_event = [&](std::string_view who, std::string_view) {
    if (who == order)
      throw std::runtime_error("it breaks whatever comes");
  };
  const auto told = rig.command(order, "pause");
  REQUIRE_FALSE(told);
  CHECK(told.error().code == errc::defect);
  CHECK(rig.status(order) == "waiting");
  CHECK(rig.arrives("J-2", "E-1"));
  rig.pass(seconds(1));
  CHECK(rig.status(other) == "completed");
  rig.before_event = nullptr;
  CHECK(rig.command(order, "pause"));
  CHECK(rig.status(order) == "paused");
}

TEST_CASE("a call whose actor crashes is unknown, and is looked for", "[actor][E1.3]") {
  engine_rig rig{one_make};
  rig.far->next("make", kind::crashes);
  const auto order = rig.submit("J-1");
  rig.work();
  const auto results = rig.facts<engine::attempt_result>(order);
  REQUIRE(results.size() == 1);
  CHECK(results.front().how.is == engine::outcome::kind::unknown);
  CHECK(rig.row(order).in_doubt);
  rig.pass(seconds(10));
  CHECK(rig.far->count("find") == 1);
  CHECK(rig.status(order) == "completed");
  CHECK(rig.far->made("make").size() == 1);
  CHECK(rig.engine().stats().restarts == 0);
}

TEST_CASE("a question whose call crashes is asked again", "[actor][E5.6]") {
  engine_rig rig{one_make};
  rig.far->next("make", kind::loses_answer);
  rig.far->next("find", kind::crashes);
  const auto order = rig.submit("J-1");
  rig.pass(seconds(59));
  CHECK(rig.far->count("find") >= 2);
  CHECK(rig.status(order) == "completed");
  CHECK(rig.far->made("make").size() == 1);
}

TEST_CASE("two deaths of the process at the same event quarantine the order", "[actor][E8.5]") {
  test::own_folder folder;
  const auto die = [&](std::uint64_t sequence) {
    auto file = actors::scratch_file::open(folder.path());
    REQUIRE(file);
    const auto known = (*file)->quarantined().size();
    (*file)->hand_on(7, sequence, "attempt_ended");
    actors::scratch_file::mark_death();
    return known;
  };
  SECTION("the second start after that knows it") {
    CHECK(die(3) == 0);
    CHECK(die(3) == 0);
    auto file = actors::scratch_file::open(folder.path());
    REQUIRE(file);
    REQUIRE((*file)->quarantined().size() == 1);
    CHECK((*file)->quarantined().front().order == 7);
    CHECK((*file)->quarantined().front().sequence == 3);
    CHECK((*file)->quarantined().front().event == "attempt_ended");
  }
  SECTION("deaths at different events do not") {
    CHECK(die(3) == 0);
    CHECK(die(4) == 0);
    CHECK(die(3) == 0);
    CHECK(actors::scratch_file::open(folder.path()).value()->quarantined().empty());
  }
  SECTION("kill -9 leaves no mark") {
    for (int i = 0; i < 3; ++i) {
      auto file = actors::scratch_file::open(folder.path());
      CHECK((*file)->quarantined().empty());
      (*file)->hand_on(7, 3, "attempt_ended");
    }
    CHECK(actors::scratch_file::open(folder.path()).value()->quarantined().empty());
  }
}

TEST_CASE("an order in quarantine is held as poisoned before anything else reaches it",
          "[actor][E8.5]") {
  test::own_folder folder;
  engine_rig rig{make_wait_ship,
                 [&](actors::runtime_options& how) { how.scratch = folder.path(); }};
  const auto order = rig.submit("J-1");
  const auto other = rig.submit("J-2");
  rig.pass(seconds(1));
  const auto number = rig.row(order).number;
  rig.kill();
  for (int death = 0; death < 2; ++death) {
    auto file = actors::scratch_file::open(folder.path());
    REQUIRE(file);
    (*file)->hand_on(number, 3, "event_arrived");
    actors::scratch_file::mark_death();
  }
  rig.start();
  CHECK(rig.arrives("J-1", "E-1"));
  CHECK(rig.arrives("J-2", "E-2"));
  rig.pass(seconds(1));
  CHECK(rig.row(order).held == "poisoned");
  CHECK(rig.far->count("ship") == 1);
  CHECK(rig.status(other) == "completed");
  CHECK(rig.command(order, "retry"));
  rig.pass(seconds(1));
  CHECK(rig.status(order) == "completed");
}

} // namespace gantry::tests
