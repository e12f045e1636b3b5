#include "persistence/retention.hpp"
#include "tests/persistence/store_kinds.hpp"

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

std::string state_of(tested_store& store, std::uint64_t inbox) {
  for (const auto& row : ok(store->list_inbox("", 100, 0)))
    if (row.number == inbox)
      return row.state;
  return "not there";
}

} // namespace

TEMPLATE_TEST_CASE("the end of an order sweeps its waits, lanes and deliveries away, of no other",
                   "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  auto ending = store.create("PO-1");
  auto other = store.create("PO-2");
  instance_changes work;
  work.waits_opened = {{0, 1, true, "payment", "PO"}, {0, 2, true, "payment", "PO-b"}};
  work.lanes_joined = {{0, "K1", "erp", 50, at(1)}, {0, "K2", "erp", 50, at(1)}};
  store.append(ending, work);
  work.lanes_joined = {{0, "K3", "erp", 50, at(1)}};
  store.append(other, work);
  const auto event = store.write(event_of("payment", "PO", "e1")).inbox;
  CHECK(ok(store->pending_deliveries({}, 10)).size() == 2);

  store.finish(ending);
  const auto lanes = ok(store->lane_queue("erp", 10));
  REQUIRE(lanes.size() == 1);
  CHECK(lanes[0].call_key == "K3");
  const auto pending = ok(store->pending_deliveries({}, 10));
  REQUIRE(pending.size() == 1);
  CHECK(pending[0].instance == other.number);
  CHECK(state_of(store, event) == "stored");
  const auto next = store.write(event_of("payment", "PO-b", "e2"));
  REQUIRE(next.deliveries.size() == 1);
  CHECK(next.deliveries[0].instance == other.number);
}

TEMPLATE_TEST_CASE("an event that nobody took before its order ended is unmatched again",
                   "[store][E8.6]", GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  instance_changes work;
  work.waits_opened = {{0, 1, true, "payment", "PO-1"}};
  store.append(order, work);
  const auto taken = store.write(event_of("payment", "PO-1", "e1")).inbox;
  const auto left = store.write(event_of("payment", "PO-1", "e2")).inbox;
  instance_changes consumed;
  consumed.events_consumed = {taken};
  store.append(order, consumed);
  store.finish(order);
  CHECK(state_of(store, taken) == "matched");
  CHECK(state_of(store, left) == "unmatched");

  // The next order that wants it gets it.
  auto next = store.create("PO-2");
  const auto result = store.append(next, work);
  std::vector<std::uint64_t> got;
  for (const auto& made : result.deliveries)
    got.push_back(made.event.number);
  CHECK(got == std::vector<std::uint64_t>{taken, left});
}

TEMPLATE_TEST_CASE("waits and calls that the last record itself opens are not kept", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  store.write(event_of("payment", "PO-1", "e1"));
  instance_changes end;
  end.row = order.row;
  end.row->status = end.row->phase = "aborted";
  end.row->attention = false;
  end.finished = true;
  end.waits_opened = {{0, 1, true, "payment", "PO-1"}};
  end.lanes_joined = {{0, "K", "erp", 50, at(1)}};
  CHECK(store.append(order, end).deliveries.empty());
  CHECK(store.write(event_of("payment", "PO-1", "e2")).deliveries.empty());
  CHECK(ok(store->lane_queue("erp", 10)).empty());
}

TEMPLATE_TEST_CASE("an order that goes on after its end keeps the calls that wait for a permit",
                   "[store][E7.5]", GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  instance_changes work;
  work.lanes_joined = {{0, "K1", "erp", 50, at(1)}, {0, "K2", "erp", 50, at(1)}};
  store.append(order, work);
  instance_changes end;
  end.row = order.row;
  end.row->status = end.row->phase = "completed";
  end.row->attention = true; // an undo goes on
  end.finished = true;
  end.lanes_joined = {{0, "K3", "erp", 50, at(1)}};
  end.lanes_left = {"K2"};
  store.append(order, end);
  std::vector<std::string> keys;
  for (const auto& lane : ok(store->lane_queue("erp", 10)))
    keys.push_back(lane.call_key);
  CHECK(keys == std::vector<std::string>{"K1", "K3"});
}

TEMPLATE_TEST_CASE("an event is kept for thirty days, or as long as it says, and then expires",
                   "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  auto brief = event_of("payment", "PO-1", "brief");
  brief.event.keep_until = at(3600);
  const auto short_one = store.write(brief).inbox;
  const auto long_one = store.write(event_of("payment", "PO-1", "long")).inbox;

  store->housekeeping(at(3599));
  CHECK(state_of(store, short_one) == "unmatched");
  store->housekeeping(at(3700));
  CHECK(state_of(store, short_one) == "expired");
  CHECK(state_of(store, long_one) == "unmatched");
  store->housekeeping(at(0) + event_kept);
  CHECK(state_of(store, long_one) == "expired");
  CHECK(ok(store->list_inbox("unmatched", 10, 0)).size() == 2);

  auto order = store.create("PO-1");
  instance_changes late;
  late.waits_opened = {{0, 1, false, "payment", "PO-1"}};
  late.record.at = at(3800);
  CHECK(store.append(order, late).deliveries.empty());
}

TEMPLATE_TEST_CASE("an event whose time has passed is not matched, swept or not", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto brief = event_of("payment", "PO-1", "brief");
  brief.event.keep_until = at(100);
  store.write(brief);
  const auto wait_at = [&](const std::string& key, std::int64_t second) {
    auto order = store.create(key);
    instance_changes wait;
    wait.waits_opened = {{0, 1, false, "payment", "PO-1"}};
    wait.record.at = at(second);
    return store.append(order, wait).deliveries.size();
  };
  CHECK(wait_at("late", 100) == 0);
  CHECK(wait_at("in time", 99) == 1);
}

TEMPLATE_TEST_CASE("an event that an order has been given does not expire", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  instance_changes work;
  work.waits_opened = {{0, 1, true, "payment", "PO-1"}};
  store.append(order, work);
  auto brief = event_of("payment", "PO-1", "brief");
  brief.event.keep_until = at(100);
  const auto event = store.write(brief).inbox;
  store->housekeeping(at(1000));
  CHECK(state_of(store, event) == "stored");
  CHECK(ok(store->pending_deliveries({}, 10)).size() == 1);
}
