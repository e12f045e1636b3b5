#include "tests/persistence/store_kinds.hpp"

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

using names = std::vector<std::string>;

written_order finished_order(tested_store& store, const std::string& key, std::int64_t second) {
  auto what = new_order(key, static_cast<std::uint64_t>(second));
  what.row.created_at = what.row.updated_at = what.changes.record.at = at(second);
  what.row.channel = "edi";
  what.row.search = {{"po", key}};
  what.document = document_of(static_cast<std::uint64_t>(1'000 + second), "raw " + key);
  what.document->state = "order";
  what.document->received_at = at(second);
  auto order = store.create(what);
  store.finish(order);
  return order;
}

removed_rows remove(tested_store& store, remove_old what) {
  return *store.write(what).removed;
}

/// Goes on until a step says that the rest is younger.
removed_rows remove_all(tested_store& store, remove_old what) {
  removed_rows all;
  for (int step = 0; step < 100; ++step) {
    const auto removed = remove(store, what);
    all.orders += removed.orders;
    all.documents += removed.documents;
    all.events += removed.events;
    if (removed.done)
      return all;
    REQUIRE_FALSE(removed.next == what.after);
    what.after = removed.next;
  }
  FAIL("removing comes to no end");
  return all;
}

} // namespace

TEMPLATE_TEST_CASE("finished orders that are old go with everything that was theirs", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  const auto first = finished_order(store, "PO-1", 1);
  finished_order(store, "PO-2", 2);
  finished_order(store, "PO-3", 300);
  finished_order(store, "PO-4", 301);

  const auto removed = remove_all(store, {.orders_before = at(100), .documents_before = at(100)});
  CHECK(removed.orders == 2);
  CHECK(removed.documents == 2);
  CHECK(store.keys({}) == names{"PO-4", "PO-3"});
  CHECK(store.keys({.channel = "edi"}) == names{"PO-4", "PO-3"});
  CHECK(store.keys({.search = {{"po", "PO-1"}}}).empty());
  CHECK_FALSE(ok(store->find_instance(first.number)));
  CHECK_FALSE(store->load_journal(first.number));
  CHECK_FALSE(ok(store->find_document(id_of(1'001))));
  CHECK(ok(store->find_document(id_of(1'300))));
  CHECK(store.total("completed") == 2);
  // The key is free again, and numbers go on.
  const auto again = finished_order(store, "PO-1", 400);
  CHECK(again.number > first.number + 3);
}

TEMPLATE_TEST_CASE("an order that has anything left to do is not removed, however old it is",
                   "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  store.create(new_order("open", 1));
  auto watched = store.create(new_order("watched", 2));
  auto ending = store.next_of(watched, {});
  ending.changes.finished = true;
  ending.changes.row = watched.row;
  ending.changes.row->finished = true;
  ending.changes.row->status = ending.changes.row->phase = "completed";
  ending.changes.row->attention = false;
  ending.changes.timers_set = {{watched.number, 1, at(900), "watch"}};
  store.write(ending);
  finished_order(store, "old", 3);
  finished_order(store, "last", 4);

  CHECK(remove_all(store, {.orders_before = at(100)}).orders == 1);
  CHECK(store.keys({}) == names{"last", "watched", "open"});
}

TEMPLATE_TEST_CASE("what the policy keeps for ever is kept", "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  finished_order(store, "PO-1", 1);
  finished_order(store, "PO-2", 2);
  CHECK(remove_all(store, {}).orders == 0);
  const auto only_documents = remove_all(store, {.documents_before = at(100)});
  CHECK(only_documents.orders == 0);
  CHECK(only_documents.documents == 1); // the newest keeps its number
  CHECK(store.keys({}) == names{"PO-2", "PO-1"});
}

TEMPLATE_TEST_CASE("events go when no order has them in hand, and those that wait stay", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create(new_order("PO-1", 1));
  auto waits = store.next_of(order, {});
  waits.changes.waits_opened = {{order.number, 1, false, "wms.shipped", "1"}};
  store.write(waits);
  order.last = 2;
  const auto delivered = store.write(event_of("wms.shipped", "1", "E-1", 1));
  REQUIRE(delivered.deliveries.size() == 1);
  store.write(event_of("wms.shipped", "nobody", "E-2", 2));
  auto finding = event_of("wms.shipped", "", "E-3", 3);
  finding.event.finding = "it has no order";
  store.write(finding);
  store.write(event_of("wms.shipped", "nobody", "E-4", 4));

  CHECK(remove_all(store, {.documents_before = at(100)}).events == 1);
  CHECK(ok(store->list_inbox("", 10, 0)).size() == 3);
  CHECK(store.write(event_of("wms.shipped", "1", "E-1", 5)).duplicate_event);
  CHECK_FALSE(store.write(event_of("wms.shipped", "", "E-3", 6)).duplicate_event);
}

TEMPLATE_TEST_CASE("removing goes in steps, and each looks at so many and no more", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  for (int n = 1; n <= 8; ++n)
    finished_order(store, "PO-" + std::to_string(n), n);
  remove_old what{.orders_before = at(100), .limit = 3};
  const auto step = remove(store, what);
  CHECK(step.orders == 3);
  CHECK_FALSE(step.done);
  CHECK(store.keys({}).size() == 5);
  what.after = step.next;
  CHECK(remove_all(store, what).orders == 4);
  CHECK(store.keys({}) == names{"PO-8"});
  store.restart();
  CHECK(store.create("PO-9").number == 9);
}
