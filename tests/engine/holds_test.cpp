#include "tests/engine/order_driver.hpp"
#include "tests/engine/small_flows.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace gantry;
using namespace gantry::tests;
using engine::timer_purpose;

namespace {

const std::set<std::string> all_verbs{"retry",          "release", "verify", "adopt",
                                      "declare-absent", "edit",    "done"};

const char* const holds_in_flow = R"(
workflow small(job: Job) {
  version 1  key job.id
  if job.amount > 5m { hold "look at it" }
  wait seen = far.arrived(id: job.id) { within 10d else hold "nothing arrived" }
})";

std::string waits_by(const std::string& deadline) {
  return R"(
workflow small(job: Job) -> Job {
  version 1  key job.id
  wait seen = far.arrived(id: job.id) { )" +
         deadline + R"( else hold "nothing arrived" }
  return job
})";
}

/// An order that is held for each cause of the table.
order_driver held_for(const std::string& cause) {
  if (cause == "flow") {
    order_driver order(holds_in_flow);
    order.start();
    return order;
  }
  if (cause == "deadline") {
    order_driver order(waits_by("within 1h"));
    order.start();
    order.fire(timer_purpose::deadline);
    return order;
  }
  if (cause == "expression_error") {
    order_driver order(waits_by("within duration(job.text)"));
    order.start();
    return order;
  }
  order_driver order(makes_one);
  order.start();
  if (cause == "retries_spent") {
    order.refused("made");
    for (int retry = 0; retry < 2; ++retry) {
      order.fire(timer_purpose::retry, "made");
      order.refused("made");
    }
  } else if (cause == "in_doubt" || cause == "conflicting_document") {
    order.unknown("made");
    order.fire(timer_purpose::settle, "made");
    if (cause == "in_doubt") {
      order.finder_unreachable("made");
      order.fire(timer_purpose::give_up, "made");
    } else {
      order.found("made", found_two);
    }
  } else if (cause == "contract_violation") {
    order.violation("made");
  } else if (cause == "poisoned") {
    order.feed(engine::poisoned{"a broken invariant"});
  } else if (cause == "compensation_failed") {
    order_driver waits(makes_and_waits);
    waits.start();
    waits.ok("made", one_document);
    waits.command("cancel");
    waits.business_error("made/undo", "too_late");
    return waits;
  }
  return order;
}

} // namespace

TEST_CASE("each hold takes the verbs of its row in the table, and no other", "[unit][E7.4]") {
  const std::vector<std::pair<std::string, std::set<std::string>>> table{
      {"retries_spent", {"retry", "edit", "adopt"}},
      {"in_doubt", {"verify", "adopt", "declare-absent"}},
      {"conflicting_document", {"verify", "adopt", "declare-absent"}},
      {"compensation_failed", {"retry", "done"}},
      {"deadline", {"release", "adopt"}}, // of a wait
      {"flow", {"release"}},              // between two statements
      {"contract_violation", {"release", "adopt", "edit"}},
      {"expression_error", {"release", "adopt"}},
      {"poisoned", {"retry"}}};
  for (const auto& [cause, legal] : table) {
    INFO(cause);
    {
      auto order = held_for(cause);
      REQUIRE(order.holds() == std::vector<std::string>{cause});
      const auto shown = order.view().holds.at(0).legal;
      CHECK(std::set<std::string>(shown.begin(), shown.end()) == legal);
    }
    for (const auto& verb : all_verbs) {
      if (legal.count(verb) != 0)
        continue;
      auto order = held_for(cause);
      order.command(verb, R"({"document":{"number":"M-9","amount":"10.00"}})");
      INFO(verb);
      CHECK_FALSE(order.last_reply().accepted);
      CHECK(order.last_reply().problem.code == errc::illegal_verb);
      CHECK(order.new_facts<engine::command_recorded>().empty());
      CHECK(order.holds() == std::vector<std::string>{cause});
    }
  }
}

TEST_CASE("retry after spent retries makes one attempt more", "[unit][E7.4]") {
  auto order = held_for("retries_spent");
  order.command("retry");
  CHECK(order.holds().empty());
  CHECK(order.sent("made").size() == 4);
  order.refused("made");
  CHECK(order.holds() == std::vector<std::string>{"retries_spent"});
}

TEST_CASE("edit after spent retries sends the edited request under a new key",
          "[unit][E7.4][E3.5]") {
  auto order = held_for("retries_spent");
  order.command("edit", R"({"arguments":{"text":"card"}})");
  REQUIRE(order.last_reply().accepted);
  const auto sent = order.sent("made");
  CHECK(sent.back().key != sent.front().key);
  CHECK(*sent.back().arguments == R"({"text":"card","amount":"10.00"})");
  order.ok("made", one_document);
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("an edit of what the operation does not have is refused", "[unit][E7.4]") {
  auto order = held_for("retries_spent");
  for (const char* wrong :
       {R"({"arguments":{"colour":"red"}})", R"({"arguments":{"amount":"much"}})", R"("red")"}) {
    order.command("edit", wrong);
    CHECK_FALSE(order.last_reply().accepted);
  }
  CHECK(order.holds() == std::vector<std::string>{"retries_spent"});
}

TEST_CASE("a typed result takes the place of the answer", "[unit][E7.4]") {
  for (const std::string cause : {"retries_spent", "contract_violation"}) {
    auto order = held_for(cause);
    order.command("adopt", R"({"result":{"number":"M-7","amount":"10.00"}})");
    CHECK(order.call("made").ended == "typed");
    CHECK(order.summary().phase == "completed");
    CHECK(order.view().output_json == R"({"number":"M-7","amount":"10.00"})");
  }
}

TEST_CASE("a result that is not of the step's type is refused: there is no skip without a value",
          "[unit][E7.6]") {
  auto order = held_for("retries_spent");
  for (const char* wrong : {"null", R"({"result":{"number":"M-7"}})"}) {
    order.command("adopt", wrong);
    CHECK_FALSE(order.last_reply().accepted);
  }
  CHECK(order.holds() == std::vector<std::string>{"retries_spent"});
}

TEST_CASE("release after a contract violation sends the call again", "[unit][E7.4]") {
  auto order = held_for("contract_violation");
  order.command("release");
  CHECK(order.sent("made").size() == 2);
  order.violation("made");
  CHECK(order.holds() == std::vector<std::string>{"contract_violation"});
}

TEST_CASE("release of the author's hold goes on behind it", "[unit][E7.4]") {
  auto order = held_for("flow");
  CHECK(order.view().holds[0].evidence == "look at it");
  order.command("release");
  CHECK(order.holds().empty());
  CHECK(order.summary().waiting_for == "far.arrived");
}

TEST_CASE("release after a deadline re-arms the wait with a fresh `within`", "[unit][E7.4]") {
  auto order = held_for("deadline");
  order.command("release");
  CHECK(order.summary().waiting_for == "far.arrived");
  CHECK(order.due(timer_purpose::deadline) == order.now() + seconds(3600));
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("release of a `by` that has passed has to name a new date, and only once",
          "[unit][E7.4]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  wait one = far.arrived(id: job.id) {
    by timestamp("2026-03-02T09:00:00Z") else hold "nothing arrived"
  }
  wait two = far.told(id: job.id) {
    by timestamp("2026-03-09T09:00:00Z") else hold "nothing was told"
  }
})");
  order.start();
  order.fire(timer_purpose::deadline);
  order.command("release");
  CHECK_FALSE(order.last_reply().accepted);
  order.command("release", R"({"until":"2026-03-04T09:00:00Z"})");
  CHECK(order.last_reply().accepted);
  CHECK(order.due(timer_purpose::deadline) == *parse_timestamp("2026-03-04T09:00:00Z"));
  order.arrives("far.arrived", R"({"id":"J-1","count":1})");
  CHECK(order.due(timer_purpose::deadline) == *parse_timestamp("2026-03-09T09:00:00Z"));
}

TEST_CASE("an event that is typed by hand takes the place of the one that did not come",
          "[unit][E7.4]") {
  auto order = held_for("deadline");
  order.command("adopt", R"({"result":{"id":"J-1","count":3}})");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("a wait whose deadline cannot be evaluated is held before it opens, and release tries "
          "again",
          "[unit][E7.2][E7.4]") {
  auto order = held_for("expression_error");
  CHECK(order.state().waits.empty());
  order.command("release");
  CHECK(order.holds() == std::vector<std::string>{"expression_error"});
  order.command("adopt", R"({"result":{"id":"J-1","count":3}})");
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("verify now asks the finder at once", "[unit][E7.4]") {
  auto order = held_for("in_doubt");
  const auto asked = order.questions("made").size();
  order.command("verify");
  CHECK(order.questions("made").size() == asked + 1);
  order.found("made", found_one);
  CHECK(order.summary().phase == "completed");
}

TEST_CASE("nothing is declared absent while an attempt may still take effect", "[unit][E7.4]") {
  order_driver order(keeps_one);
  order.start();
  for (int attempt = 1; attempt <= 3; ++attempt) {
    if (attempt > 1)
      order.fire(timer_purpose::retry, "kept");
    order.unknown("kept");
  }
  order.command("declare-absent");
  CHECK_FALSE(order.last_reply().accepted);
  CHECK(order.holds() == std::vector<std::string>{"in_doubt"});
}

TEST_CASE("a hold in a step's block takes `edit` once its call is known, and not in doubt",
          "[unit][E7.4]") {
  order_driver order(R"(
workflow small(job: Job) {
  version 1  key job.id
  step made = far.blind(text: job.text) {
    compensate far.unmake(number: made.number)
    on unknown as u { hold "ask them by telephone" }
  }
})");
  order.start();
  order.unknown("made");
  order.fire(timer_purpose::settle, "made");
  REQUIRE(order.holds() == std::vector<std::string>{"flow"});
  CHECK(order.view().holds[0].legal == std::vector<std::string>{"release", "adopt"});

  order_driver known(R"(
workflow small(job: Job) {
  version 1  key job.id
  step found = far.look(text: job.text)
})");
  known.start();
  known.business_error("found", "missing");
  REQUIRE(known.holds() == std::vector<std::string>{"flow"});
  CHECK(known.view().holds[0].legal == std::vector<std::string>{"release", "adopt", "edit"});
  known.command("edit", R"({"arguments":{"text":"card"}})");
  CHECK(known.last_reply().accepted);
}
