#include "tests/persistence/store_kinds.hpp"

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

instance_changes joining(std::vector<lane_row> lanes) {
  instance_changes changes;
  changes.lanes_joined = std::move(lanes);
  return changes;
}

incident_row incident_of(const written_order& order, std::uint32_t number,
                         const std::string& closed = {}) {
  incident_row row;
  row.order = order.row.id;
  row.incident = number;
  row.step = "book";
  row.key = "K" + std::to_string(number);
  row.ours = R"({"id":"1"})";
  row.other = R"({"id":"2"})";
  row.why = "two documents under one key";
  row.opened_at = at(number);
  row.closed = closed;
  return row;
}

} // namespace

TEMPLATE_TEST_CASE("a lane's queue is by priority, then due, then age, of its contract alone",
                   "[store][E2.3]", GANTRY_STORES) {
  auto store = TestType::make();
  auto one = store.create("PO-1");
  auto two = store.create("PO-2");
  store.append(two, joining({{0, "late", "erp", 50, at(9)},
                             {0, "urgent", "erp", 90, at(9)},
                             {0, "young", "erp", 50, at(5)},
                             {0, "other", "carrier", 99, at(1)}}));
  store.append(one, joining({{0, "old", "erp", 50, at(5)}}));
  const auto queue = ok(store->lane_queue("erp", 10));
  std::vector<std::string> keys;
  for (const auto& lane : queue)
    keys.push_back(lane.call_key);
  CHECK(keys == std::vector<std::string>{"urgent", "old", "young", "late"});
  CHECK(queue[0].instance == two.number);
  CHECK(queue[0].contract == "erp");
  CHECK(queue[0].priority == 90);
  CHECK(queue[0].due == at(9));
  CHECK(ok(store->lane_queue("erp", 2)).size() == 2);
  CHECK(ok(store->lane_queue("nobody", 2)).empty());
}

TEMPLATE_TEST_CASE("in a lane's queue a point of priority is worth a minute of waiting",
                   "[store][E2.3]", GANTRY_STORES) {
  auto store = TestType::make();
  auto one = store.create("PO-1");
  const auto hour = at(1) + seconds(60 * 60);
  store.append(one, joining({{0, "urgent", "erp", 90, hour},
                             {0, "for 39 min", "erp", 50, hour + seconds(-39 * 60)},
                             {0, "for 41 min", "erp", 50, hour + seconds(-41 * 60)}}));
  std::vector<std::string> keys;
  for (const auto& lane : ok(store->lane_queue("erp", 10)))
    keys.push_back(lane.call_key);
  CHECK(keys == std::vector<std::string>{"for 41 min", "urgent", "for 39 min"});
}

TEMPLATE_TEST_CASE("contracts that others wait for are counted by orders, not by calls", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  CHECK(ok(store->lanes_without({})).empty());
  auto one = store.create("PO-1");
  auto two = store.create("PO-2");
  store.append(one, joining({{0, "A", "erp", 50, at(1)}, {0, "B", "erp", 50, at(2)}}));
  store.append(two, joining({{0, "C", "erp", 50, at(1)}, {0, "D", "crm", 50, at(1)}}));
  using rows = std::vector<std::pair<std::string, std::int64_t>>;
  CHECK(ok(store->lanes_without({})) == rows{{"crm", 1}, {"erp", 2}});
  const std::vector<std::string> served{"erp", "wms"};
  CHECK(ok(store->lanes_without(served)) == rows{{"crm", 1}});
  const std::vector<std::string> all{"crm", "erp"};
  CHECK(ok(store->lanes_without(all)).empty());
}

TEMPLATE_TEST_CASE("a call that joins again moves, and one that leaves is gone", "[store][E2.3]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  store.append(order, joining({{0, "A", "erp", 50, at(1)}, {0, "B", "erp", 50, at(2)}}));
  auto moved = joining({{0, "A", "carrier", 70, at(3)}, {0, "C", "erp", 50, at(1)}});
  moved.lanes_left = {"B", "C", "never there"};
  store.append(order, moved);
  CHECK(ok(store->lane_queue("erp", 10)).empty());
  const auto queue = ok(store->lane_queue("carrier", 10));
  REQUIRE(queue.size() == 1);
  CHECK(queue[0].call_key == "A");
  CHECK(queue[0].priority == 70);
  CHECK(queue[0].due == at(3));
}

TEMPLATE_TEST_CASE("incidents are listed newest first, in pages, and outlive their order",
                   "[store][E7.5]", GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  instance_changes opened;
  opened.incidents = {incident_of(order, 1), incident_of(order, 2)};
  store.append(order, opened);
  store.finish(order);
  instance_changes late;
  late.incidents = {incident_of(order, 3)};
  store.append(order, late);
  store.restart();

  const auto page = ok(store->list_incidents(2, 0));
  REQUIRE(page.size() == 2);
  CHECK(page[0].incident == 3);
  CHECK(page[0].order == order.row.id);
  CHECK(page[0].instance == order.number);
  CHECK(page[0].kind == "duplicate_effect");
  CHECK(page[0].step == "book");
  CHECK(page[0].key == "K3");
  CHECK(page[0].ours == R"({"id":"1"})");
  CHECK(page[0].other == R"({"id":"2"})");
  CHECK(page[0].why == "two documents under one key");
  CHECK(page[0].opened_at == at(3));
  CHECK(page[0].closed.empty());
  CHECK(page[0].number > page[1].number);
  const auto rest = ok(store->list_incidents(2, page[1].number));
  REQUIRE(rest.size() == 1);
  CHECK(rest[0].incident == 1);
}

TEMPLATE_TEST_CASE("an incident is closed in its place, and what was found stays", "[store][E7.5]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  instance_changes opened;
  opened.incidents = {incident_of(order, 1), incident_of(order, 2)};
  store.append(order, opened);
  auto closed = incident_of(order, 1, "acknowledged: a test");
  closed.other = "forgotten";
  instance_changes closing;
  closing.incidents = {closed};
  store.append(order, closing);
  const auto rows = ok(store->list_incidents(10, 0));
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].closed.empty());
  CHECK(rows[1].closed == "acknowledged: a test");
  CHECK(rows[1].other == R"({"id":"2"})");
}

TEMPLATE_TEST_CASE("a definition is kept as it was first stored under its closure", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  CHECK_FALSE(ok(store->find_definition("c1")));
  ok(store->put_definition({"c1", "order_to_cash", 3, "workflow …", at(1)}).map([] {
    return true;
  }));
  ok(store->put_definition({"c1", "order_to_cash", 4, "forged", at(2)}).map([] { return true; }));
  store.restart();
  const auto row = ok(store->find_definition("c1"));
  REQUIRE(row);
  CHECK(row->closure == "c1");
  CHECK(row->workflow == "order_to_cash");
  CHECK(row->version == 3);
  CHECK(row->text == "workflow …");
  CHECK(row->stored_at == at(1));
}

TEMPLATE_TEST_CASE("everything that was committed is there after a restart, under a later epoch",
                   "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  const auto identity = store->identity();
  auto order = store.create("PO-1");
  auto work = joining({{0, "K", "erp", 50, at(1)}});
  work.timers_set = {{0, 1, at(10), "retry"}};
  work.waits_opened = {{0, 1, false, "payment", "PO-1"}};
  store.append(order, work);
  store.restart();

  CHECK(store->identity().site == identity.site);
  CHECK(store->identity().incarnation == identity.incarnation);
  CHECK(store->identity().epoch > identity.epoch);
  CHECK(store->identity().process_mark != identity.process_mark);
  CHECK(ok(store->load_journal(order.number)).size() == 2);
  CHECK(there(store->find_instance(order.number)).last == order.last);
  CHECK(ok(store->lane_queue("erp", 10)).size() == 1);
  CHECK(ok(store->timers_due(at(10), 10)).size() == 1);
  CHECK(store->next_instance_number() == order.number + 1);
  CHECK(store.write(event_of("payment", "PO-1", "e1")).deliveries.size() == 1);
  store.append(order);
  CHECK(store.create("PO-2").number == order.number + 1);
}

TEMPLATE_TEST_CASE("a store that was opened again goes on as if nothing had been", "[store][E8.3]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  ok(store->reopen().map([] { return true; }));
  store.append(order);
  ok(store->reopen().map([] { return true; }));
  CHECK(store.create("PO-2").number == order.number + 1);
  CHECK(ok(store->load_journal(order.number)).size() == 2);
  CHECK(store.total("running") == 2);
}

TEMPLATE_TEST_CASE("an empty batch is durable and changes nothing", "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  CHECK(store.write_all({}).empty());
  CHECK(store->next_instance_number() == 1);
}
