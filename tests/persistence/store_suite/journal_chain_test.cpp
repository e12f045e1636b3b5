#include "tests/persistence/store_kinds.hpp"

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

TEMPLATE_TEST_CASE("the journal of an order comes back in order, however orders were interleaved",
                   "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  auto one = store.create("PO-1");
  auto two = store.create("PO-2");
  for (int round = 0; round < 20; ++round) {
    store.append(one);
    if (round % 3 == 0)
      store.append(two);
  }
  const auto rows = ok(store->load_journal(one.number));
  REQUIRE(rows.size() == 21);
  lsn previous = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(rows[i].instance == one.number);
    CHECK(rows[i].sequence == i + 1);
    CHECK(rows[i].previous == previous);
    CHECK(rows[i].at_lsn > previous);
    previous = rows[i].at_lsn;
  }
  CHECK(ok(store->load_journal(two.number)).size() == 8);
  CHECK(there(store->find_instance(one.number)).last == previous);
  CHECK(there(store->find_instance(one.number)).sequence == 21);
}

TEMPLATE_TEST_CASE("a record comes back as it was written, byte for byte", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  instance_changes changes;
  changes.record = {
      0, 0, 0, 2, 7, at(5), "call_ended", std::string("{\"a\":\"\0\xc3\xa4\xff\"}", 12)};
  changes.record.body += std::string(100'000, 'x');
  store.append(order, changes);
  const auto rows = ok(store->load_journal(order.number));
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].version == 7);
  CHECK(rows[1].at == at(5));
  CHECK(rows[1].kind == "call_ended");
  CHECK(rows[1].body == changes.record.body);
}

TEMPLATE_TEST_CASE("a stale writer is told so and writes nothing", "[store][E8.2]", GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  const auto stale = order;
  store.append(order);

  instance_changes changes;
  changes.row = order.row;
  changes.row->status = "held";
  changes.timers_set = {{0, 1, at(60), "retry"}};
  changes.waits_opened = {{0, 1, false, "payment", "PO-1"}};
  changes.lanes_joined = {{0, "K", "erp", 50, at(1)}};
  const auto result = store.write(store.next_of(stale, changes));
  REQUIRE(result.failed);
  CHECK(result.failed->code == errc::stale_write);
  CHECK(ok(store->load_journal(order.number)).size() == 2);
  CHECK(there(store->find_instance(order.number)).status == "running");
  CHECK(ok(store->timers_due(at(100), 10)).empty());
  CHECK(ok(store->lane_queue("erp", 10)).empty());
  CHECK(store.write(event_of("payment", "PO-1", "e1")).deliveries.empty());
  CHECK(store.total("held") == 0);
}

TEMPLATE_TEST_CASE("of two writers in one batch the second is stale", "[store][E8.2]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  const auto results = store.write_all({store.next_of(order, {}), store.next_of(order, {})});
  CHECK_FALSE(results[0].failed);
  REQUIRE(results[1].failed);
  CHECK(results[1].failed->code == errc::stale_write);
  CHECK(ok(store->load_journal(order.number)).size() == 2);
}

TEMPLATE_TEST_CASE("a record for an order that is not there fails alone", "[store][E8.2]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  auto nobody = order;
  nobody.number = 77;
  instance_changes with_row;
  with_row.row = order.row;
  const auto results = store.write_all(
      {store.next_of(nobody, {}), store.next_of(nobody, with_row), store.next_of(order, {})});
  REQUIRE(results[0].failed);
  REQUIRE(results[1].failed);
  CHECK(results[0].failed->code == errc::not_found);
  CHECK(results[1].failed->code == errc::not_found);
  CHECK_FALSE(results[2].failed);
}

TEMPLATE_TEST_CASE("the index shows what the last record with a row said", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto what = new_order("PO-1", 1);
  what.row.channel = "edi";
  auto order = store.create(what);
  instance_changes changes;
  changes.row = order.row;
  changes.row->status = "held";
  changes.row->phase = "compensating";
  changes.row->control = "paused";
  changes.row->held = "compensation_failed";
  changes.row->stage = "shipping";
  changes.row->waiting_for = "a person";
  changes.row->in_doubt = true;
  changes.row->priority = 90;
  changes.row->attention = false;
  changes.row->updated_at = at(9);
  changes.row->fold_digest = 42;
  changes.row->channel = "forged";
  store.append(order, changes);
  store.append(order);

  const auto row = there(store->find_instance(order.number));
  CHECK(row.status == "held");
  CHECK(row.phase == "compensating");
  CHECK(row.control == "paused");
  CHECK(row.held == "compensation_failed");
  CHECK(row.stage == "shipping");
  CHECK(row.waiting_for == "a person");
  CHECK(row.in_doubt);
  CHECK(row.priority == 90);
  CHECK_FALSE(row.attention);
  CHECK(row.updated_at == at(9));
  CHECK(row.fold_digest == 42);
  CHECK(row.sequence == 3);
  CHECK(row.last == order.last);
  // Fixed when the order was created.
  CHECK(row.channel == "edi");
  CHECK(row.created_at == at(0));
}

TEMPLATE_TEST_CASE("a finished order takes further records and is never open again", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  store.finish(order);
  store.append(order);

  SECTION("a late answer is a record, with and without a row") {
    instance_changes late;
    late.row = order.row;
    late.row->finished = true;
    late.row->fold_digest = 5;
    store.append(order, late);
    const auto row = there(store->find_instance(order.number));
    CHECK(row.finished);
    CHECK(row.fold_digest == 5);
    CHECK(row.sequence == 4);
    CHECK(ok(store->load_journal(order.number)).size() == 4);
    CHECK(store.total("completed") == 1);
  }
  SECTION("a stale writer of a finished order is told so") {
    auto stale = order;
    stale.last -= 1;
    REQUIRE(store.write(store.next_of(stale, {})).failed);
    CHECK(store.write(store.next_of(stale, {})).failed->code == errc::stale_write);
  }
  SECTION("a row that says it is open is refused") {
    instance_changes open;
    open.row = order.row;
    open.row->status = "running";
    open.row->finished = false;
    const auto result = store.write(store.next_of(order, open));
    REQUIRE(result.failed);
    CHECK(result.failed->code == errc::defect);
    CHECK(there(store->find_instance(order.number)).status == "completed");
  }
}

TEMPLATE_TEST_CASE("an order cannot end without the row that says so", "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  instance_changes end;
  end.finished = true;
  const auto result = store.write(store.next_of(order, end));
  REQUIRE(result.failed);
  CHECK(result.failed->code == errc::defect);
  CHECK_FALSE(there(store->find_instance(order.number)).finished);
  store.append(order);
}
