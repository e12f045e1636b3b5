#include "tests/persistence/store_kinds.hpp"

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

instance_changes set(std::vector<timer_row> timers) {
  instance_changes changes;
  changes.timers_set = std::move(timers);
  return changes;
}

} // namespace

TEMPLATE_TEST_CASE("timers come due by time, then by order, and carry their purpose", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto one = store.create("PO-1");
  auto two = store.create("PO-2");
  store.append(two, set({{0, 1, at(20), "retry"}, {0, 2, at(5), "deadline"}}));
  store.append(one, set({{0, 1, at(20), "watch"}, {0, 9, at(30), "sweep"}}));

  const auto due = ok(store->timers_due(at(20), 10));
  REQUIRE(due.size() == 3);
  CHECK(due[0].instance == two.number);
  CHECK(due[0].timer == 2);
  CHECK(due[0].due == at(5));
  CHECK(due[0].purpose == "deadline");
  CHECK(due[1].instance == one.number);
  CHECK(due[1].purpose == "watch");
  CHECK(due[2].instance == two.number);
  CHECK(ok(store->timers_due(at(20), 2)).size() == 2);
  CHECK(ok(store->timers_due(at(4), 10)).empty());
}

TEMPLATE_TEST_CASE("the next timer is the earliest one later than the given time", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  CHECK_FALSE(ok(store->next_timer(at(0))));
  auto order = store.create("PO-1");
  store.append(order, set({{0, 1, at(20), "a"}, {0, 2, at(10), "b"}}));
  CHECK(ok(store->next_timer(at(0))) == at(10));
  CHECK(ok(store->next_timer(at(10))) == at(20));
  CHECK_FALSE(ok(store->next_timer(at(20))));
}

TEMPLATE_TEST_CASE("a timer that is set again moves, and one that is cleared is gone", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  store.append(order, set({{0, 1, at(10), "first"}, {0, 2, at(11), "other"}}));
  store.append(order, set({{0, 1, at(40), "second"}}));
  CHECK(ok(store->timers_due(at(10), 10)).empty());
  const auto due = ok(store->timers_due(at(50), 10));
  REQUIRE(due.size() == 2);
  CHECK(due[1].purpose == "second");

  auto both = set({{0, 3, at(12), "never"}});
  both.timers_cleared = {1, 3, 77};
  store.append(order, both);
  const auto left = ok(store->timers_due(at(50), 10));
  REQUIRE(left.size() == 1);
  CHECK(left[0].timer == 2);
}

TEMPLATE_TEST_CASE("a timer fires only while it is set and due", "[store][E8.6]", GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  store.append(order, set({{0, 1, at(10), "deadline"}}));
  const fire_timer fired{{order.number, 1, at(10), "deadline"}};
  CHECK(store.write(fired).timer_live);

  SECTION("set anew for later") {
    store.append(order, set({{0, 1, at(20), "deadline"}}));
    CHECK_FALSE(store.write(fired).timer_live);
  }
  SECTION("cleared by a record in front of it in the same batch") {
    instance_changes cleared;
    cleared.timers_cleared = {1};
    const auto results = store.write_all({store.next_of(order, cleared), fired});
    CHECK_FALSE(results[1].timer_live);
  }
  SECTION("of nobody") {
    CHECK_FALSE(store.write(fire_timer{{order.number + 1, 1, at(10), ""}}).timer_live);
  }
}

TEMPLATE_TEST_CASE("timers outlive the end of their order until they are cleared", "[store][E4.5]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  store.append(order, set({{0, 1, at(10), "watch"}, {0, 2, at(10), "deadline"}}));
  instance_changes end;
  end.row = order.row;
  end.row->status = end.row->phase = "completed";
  end.finished = true;
  end.timers_cleared = {2};
  end.timers_set = {{0, 3, at(11), "sweep"}};
  store.append(order, end);
  const auto due = ok(store->timers_due(at(20), 10));
  REQUIRE(due.size() == 2);
  CHECK(due[0].purpose == "watch");
  CHECK(due[1].purpose == "sweep");
  CHECK(store.write(fire_timer{due[0]}).timer_live);

  instance_changes over;
  over.timers_cleared = {1, 3};
  store.append(order, over);
  CHECK(ok(store->timers_due(at(20), 10)).empty());
}
