#include "persistence/inbox_cursor.hpp"
#include "tests/persistence/store_kinds.hpp"

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

instance_changes waiting_for(std::vector<wait_row> waits) {
  instance_changes changes;
  changes.waits_opened = std::move(waits);
  return changes;
}

std::string inbox_state(tested_store& store, std::uint64_t inbox) {
  for (const auto& row : ok(store->list_inbox("", 100, 0)))
    if (row.number == inbox)
      return row.state;
  return "not there";
}

} // namespace

TEMPLATE_TEST_CASE("an event that comes after the wait for it is delivered with its commit",
                   "[store][E8.6]", GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  store.append(order, waiting_for({{0, 4, true, "payment", "PO-1"}}));
  const auto result = store.write(event_of("payment", "PO-1", "e1", 7));
  REQUIRE(result.deliveries.size() == 1);
  const auto& made = result.deliveries[0];
  CHECK(made.instance == order.number);
  CHECK(made.event.number == result.inbox);
  CHECK(made.event.event_type == "payment");
  CHECK(made.event.correlation == "PO-1");
  CHECK(made.event.body == R"({"id":"e1"})");
  CHECK(made.event.source == "carrier");
  CHECK(made.event.principal == "http:10.0.0.7");
  CHECK(made.event.traceparent == "00-1-2-01");
  CHECK(made.event.received_at == at(7));
  CHECK(inbox_state(store, result.inbox) == "stored");
}

TEMPLATE_TEST_CASE("an event that comes before the wait for it is delivered with the wait's commit",
                   "[store][E8.6]", GANTRY_STORES) {
  auto store = TestType::make();
  const auto early = store.write(event_of("payment", "PO-1", "e1"));
  CHECK(early.deliveries.empty());
  CHECK(inbox_state(store, early.inbox) == "unmatched");

  auto order = store.create("PO-1");
  const auto result = store.append(order, waiting_for({{0, 1, false, "payment", "PO-1"}}));
  REQUIRE(result.deliveries.size() == 1);
  CHECK(result.deliveries[0].event.number == early.inbox);
  CHECK(result.deliveries[0].event.body == R"({"id":"e1"})");
  CHECK(inbox_state(store, early.inbox) == "stored");
}

TEMPLATE_TEST_CASE("an event and the wait for it cannot miss each other within one batch",
                   "[store][E8.6]", GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  const auto wait = store.next_of(order, waiting_for({{0, 1, false, "payment", "PO-1"}}));
  const auto event = event_of("payment", "PO-1", "e1");
  SECTION("the wait first") {
    const auto results = store.write_all({wait, event});
    CHECK(results[0].deliveries.empty());
    CHECK(results[1].deliveries.size() == 1);
  }
  SECTION("the event first") {
    const auto results = store.write_all({event, wait});
    CHECK(results[0].deliveries.empty());
    CHECK(results[1].deliveries.size() == 1);
  }
  CHECK(ok(store->pending_deliveries({}, 10)).size() == 1);
}

TEMPLATE_TEST_CASE("an early event waits for an order that is created with the wait",
                   "[store][E8.6]", GANTRY_STORES) {
  auto store = TestType::make();
  store.write(event_of("payment", "PO-1", "e1"));
  auto what = new_order("PO-1", 1);
  what.changes = waiting_for({{0, 1, true, "payment", "PO-1"}});
  what.changes.record.sequence = 1;
  what.changes.record.at = at(1);
  CHECK(store.write(what).deliveries.size() == 1);
}

TEMPLATE_TEST_CASE("an event reaches only waits of its site, type and correlation", "[store][E8.6]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  store.append(order, waiting_for({{0, 1, false, "payment", "PO-1"}}));
  auto elsewhere = event_of("payment", "PO-1", "e1");
  elsewhere.event.site = "north";
  CHECK(store.write(elsewhere).deliveries.empty());
  CHECK(store.write(event_of("shipment", "PO-1", "e2")).deliveries.empty());
  CHECK(store.write(event_of("payment", "PO-10", "e3")).deliveries.empty());
  CHECK(store.write(event_of("payment", "", "e4")).deliveries.empty());
  CHECK(store.write(event_of("payment", "PO-1", "e5")).deliveries.size() == 1);
}

TEMPLATE_TEST_CASE("an event goes to every order that waits for it, once to each", "[store][E8.6]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto one = store.create("PO-1");
  auto two = store.create("PO-2");
  store.append(one, waiting_for({{0, 1, false, "strike", "port"}, {0, 2, true, "strike", "port"}}));
  store.append(two, waiting_for({{0, 1, false, "strike", "port"}}));
  const auto result = store.write(event_of("strike", "port", "e1"));
  REQUIRE(result.deliveries.size() == 2);
  CHECK(result.deliveries[0].instance == one.number);
  CHECK(result.deliveries[1].instance == two.number);
  CHECK(ok(store->pending_deliveries({}, 10)).size() == 2);
}

TEMPLATE_TEST_CASE("one wait may be reached by several correlations, and closes with all of them",
                   "[store][E8.6]", GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  store.append(order, waiting_for({{0, 1, true, "scan", "box-1"}, {0, 1, true, "scan", "box-2"}}));
  CHECK(store.write(event_of("scan", "box-1", "e1")).deliveries.size() == 1);
  CHECK(store.write(event_of("scan", "box-2", "e2")).deliveries.size() == 1);
  instance_changes closed;
  closed.waits_closed = {1};
  store.append(order, closed);
  CHECK(store.write(event_of("scan", "box-1", "e3")).deliveries.empty());
  CHECK(store.write(event_of("scan", "box-2", "e4")).deliveries.empty());
}

TEMPLATE_TEST_CASE("a wait that is opened and closed by the same record was never there",
                   "[store][E8.6]", GANTRY_STORES) {
  auto store = TestType::make();
  const auto early = store.write(event_of("payment", "PO-1", "e1"));
  auto order = store.create("PO-1");
  auto changes = waiting_for({{0, 1, false, "payment", "PO-1"}});
  changes.waits_closed = {1};
  CHECK(store.append(order, changes).deliveries.empty());
  CHECK(store.write(event_of("payment", "PO-1", "e2")).deliveries.empty());
  CHECK(inbox_state(store, early.inbox) == "unmatched");
}

TEMPLATE_TEST_CASE("an event of the same source and id is stored once, and its number is told",
                   "[store][E8.2]", GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  store.append(order, waiting_for({{0, 1, true, "payment", "PO-1"}}));
  const auto first = store.write(event_of("payment", "PO-1", "e1"));
  const auto again = store.write(event_of("payment", "PO-1", "e1", 60));
  CHECK_FALSE(first.duplicate_event);
  CHECK(again.duplicate_event);
  CHECK(again.inbox == first.inbox);
  CHECK(again.deliveries.empty());
  CHECK(ok(store->list_inbox("", 10, 0)).size() == 1);

  auto of_other_source = event_of("payment", "PO-1", "e1");
  of_other_source.event.source = "bank";
  CHECK_FALSE(store.write(of_other_source).duplicate_event);
}

TEMPLATE_TEST_CASE("a delivery is pending across restarts until its order consumes it",
                   "[store][E8.6]", GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  store.append(order, waiting_for({{0, 1, true, "payment", "PO-1"}}));
  const auto first = store.write(event_of("payment", "PO-1", "e1")).inbox;
  const auto second = store.write(event_of("payment", "PO-1", "e2")).inbox;
  store.restart();
  const auto pending = ok(store->pending_deliveries({}, 10));
  REQUIRE(pending.size() == 2);
  CHECK(pending[0].instance == order.number);
  CHECK(pending[0].event.number == first);
  CHECK(pending[0].event.body == R"({"id":"e1"})");
  CHECK(pending[1].event.number == second);
  CHECK(ok(store->pending_deliveries({}, 1)).size() == 1);

  instance_changes taken;
  taken.events_consumed = {first};
  store.append(order, taken);
  CHECK(inbox_state(store, first) == "matched");
  REQUIRE(ok(store->pending_deliveries({}, 10)).size() == 1);
  CHECK(ok(store->pending_deliveries({}, 10))[0].event.number == second);
}

TEMPLATE_TEST_CASE("a later wait of the same order is not given an event that it had before",
                   "[store][E8.6]", GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  store.append(order, waiting_for({{0, 1, false, "payment", "PO-1"}}));
  const auto event = store.write(event_of("payment", "PO-1", "e1")).inbox;
  SECTION("the record that consumes it opens the next wait") {
    auto changes = waiting_for({{0, 2, false, "payment", "PO-1"}});
    changes.waits_closed = {1};
    changes.events_consumed = {event};
    CHECK(store.append(order, changes).deliveries.empty());
  }
  SECTION("it is still under way") {
    CHECK(store.append(order, waiting_for({{0, 2, false, "payment", "PO-1"}})).deliveries.empty());
    CHECK(ok(store->pending_deliveries({}, 10)).size() == 1);
  }
  SECTION("another order is given it, although it was consumed") {
    instance_changes taken;
    taken.events_consumed = {event};
    store.append(order, taken);
    auto other = store.create("PO-2");
    CHECK(store.append(other, waiting_for({{0, 1, false, "payment", "PO-1"}})).deliveries.size() ==
          1);
    CHECK(inbox_state(store, event) == "matched");
  }
}

TEMPLATE_TEST_CASE("a finding reaches no order", "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  store.append(order, waiting_for({{0, 1, false, "payment", "PO-1"}}));

  SECTION("one that was seen before it was stored") {
    auto bad = event_of("payment", "PO-1", "e1");
    bad.event.finding = "amount is missing";
    const auto result = store.write(bad);
    CHECK(result.deliveries.empty());
    CHECK(inbox_state(store, result.inbox) == "finding");
    CHECK(store.append(order, waiting_for({{0, 2, false, "payment", "PO-1"}})).deliveries.empty());
  }
  SECTION("one that is seen later is withdrawn, and stays one when it is consumed") {
    const auto event = store.write(event_of("payment", "PO-1", "e1")).inbox;
    CHECK_FALSE(store.write(note_event_finding{event, "amount is no number"}).failed);
    CHECK(ok(store->pending_deliveries({}, 10)).empty());
    CHECK(ok(store->list_inbox("finding", 10, 0)).at(0).finding == "amount is no number");
    instance_changes taken;
    taken.events_consumed = {event};
    store.append(order, taken);
    CHECK(inbox_state(store, event) == "finding");
  }
  SECTION("of an event that is not there it cannot be said") {
    const auto result = store.write(note_event_finding{99, "?"});
    REQUIRE(result.failed);
    CHECK(result.failed->code == errc::not_found);
  }
}

TEMPLATE_TEST_CASE("the inbox is listed by state and in pages, findings before the rest", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  store.append(order, waiting_for({{0, 1, true, "payment", "PO-1"}}));
  std::vector<std::uint64_t> numbers;
  for (int i = 0; i < 5; ++i)
    numbers.push_back(store.write(event_of("note", "x", "n" + std::to_string(i))).inbox);
  auto bad = event_of("note", "x", "bad");
  bad.event.finding = "wrong";
  numbers.push_back(store.write(bad).inbox);
  numbers.push_back(store.write(event_of("note", "x", "later")).inbox);
  const auto stored = store.write(event_of("payment", "PO-1", "e1")).inbox;

  CHECK(ok(store->list_inbox("", 100, 0)).size() == 8);
  CHECK(ok(store->list_inbox("", 100, 0)).front().number == stored);
  CHECK(ok(store->list_inbox("stored", 100, 0)).size() == 1);
  CHECK(ok(store->list_inbox("matched", 100, 0)).empty());
  CHECK(ok(store->list_inbox("finding", 100, 0)).size() == 1);
  // The finding was the last but one.
  std::swap(numbers[5], numbers[6]);
  for (const std::size_t page_size : {1U, 3U, 4U, 50U}) {
    std::vector<std::uint64_t> seen;
    std::uint64_t cursor = 0;
    for (;;) {
      const auto rows = ok(store->list_inbox("unmatched", page_size, cursor));
      for (const auto& row : rows)
        seen.push_back(row.number);
      if (rows.empty())
        break;
      cursor = inbox_cursor(rows.back());
    }
    CHECK(seen == std::vector<std::uint64_t>(numbers.rbegin(), numbers.rend()));
  }
}
