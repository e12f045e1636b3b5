#include "tests/persistence/store_kinds.hpp"

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

TEMPLATE_TEST_CASE("a new order is found by its id, its number and its key", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  auto what = new_order("PO-1", 7);
  what.row.stage = "pricing";
  what.row.waiting_for = "event payment";
  what.row.held = "in_doubt";
  what.row.status = "held";
  what.row.in_doubt = true;
  what.row.priority = 70;
  what.row.test = true;
  what.row.channel = "shopify";
  what.row.customer = "C-100";
  what.row.search = {{"po", "4711"}, {"say \"hi\"", "a]b,c"}};
  what.row.fold_digest = -12345678901;
  const auto order = store.create(what);

  const auto row = ok(store->find_instance(order.number));
  REQUIRE(row);
  CHECK(row->number == order.number);
  CHECK(row->id == id_of(7));
  CHECK(row->site == "main");
  CHECK(row->workflow == "order_to_cash");
  CHECK(row->definition == "d1");
  CHECK(row->key == "PO-1");
  CHECK(row->generation == 1);
  CHECK(row->input_digest == "digest of PO-1");
  CHECK(row->status == "held");
  CHECK(row->phase == "running");
  CHECK(row->control == "active");
  CHECK(row->held == "in_doubt");
  CHECK(row->stage == "pricing");
  CHECK(row->waiting_for == "event payment");
  CHECK(row->in_doubt);
  CHECK(row->priority == 70);
  CHECK(row->test);
  CHECK_FALSE(row->finished);
  CHECK(row->attention);
  CHECK(row->channel == "shopify");
  CHECK(row->customer == "C-100");
  CHECK(row->search == what.row.search);
  CHECK(row->created_at == at(0));
  CHECK(row->updated_at == at(0));
  CHECK(row->last == order.last);
  CHECK(row->sequence == 1);
  CHECK(row->fold_digest == -12345678901);

  CHECK(there(store->find_instance(id_of(7))).number == order.number);
  CHECK(there(store->find_by_key("main", "order_to_cash", "PO-1")).number == order.number);
}

TEMPLATE_TEST_CASE("what nobody created is not found, and that is no error", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  store.create("PO-1");
  CHECK_FALSE(ok(store->find_instance(id_of(9))));
  CHECK_FALSE(ok(store->find_instance(99)));
  CHECK_FALSE(ok(store->find_by_key("main", "order_to_cash", "PO-2")));
  CHECK_FALSE(ok(store->find_by_key("main", "returns", "PO-1")));
  CHECK_FALSE(ok(store->find_by_key("other", "order_to_cash", "PO-1")));
  const auto journal = store->load_journal(99);
  REQUIRE_FALSE(journal);
  CHECK(journal.error().code == errc::not_found);
}

TEMPLATE_TEST_CASE("the same order once more is a duplicate, and nothing is written",
                   "[store][E8.2]", GANTRY_STORES) {
  auto store = TestType::make();
  auto order = store.create("PO-1");
  instance_changes changes;
  changes.row = order.row;
  changes.row->status = "waiting";
  store.append(order, changes);

  auto again = new_order("PO-1", 2);
  again.document = document_of(50, "raw");
  const auto result = store.write(again);
  CHECK_FALSE(result.failed);
  REQUIRE(result.created.size() == 1);
  CHECK(result.created[0].is == create_result::kind::duplicate);
  CHECK(result.created[0].number == order.number);
  CHECK(result.created[0].id == order.row.id);
  CHECK(result.created[0].existing_status == "waiting");
  CHECK_FALSE(ok(store->find_instance(id_of(2))));
  CHECK_FALSE(ok(store->find_document(id_of(50))));
  CHECK(ok(store->load_journal(order.number)).size() == 2);
  CHECK(store.total("running") == 0);
  CHECK(store.total("waiting") == 1);
}

TEMPLATE_TEST_CASE("another order under a taken business key is a conflict that names its holder",
                   "[store][E8.2]", GANTRY_STORES) {
  auto store = TestType::make();
  const auto order = store.create("PO-1");
  auto other = new_order("PO-1", 2);
  other.row.input_digest = "something else";
  const auto result = store.write(other);
  CHECK_FALSE(result.failed);
  REQUIRE(result.created.size() == 1);
  CHECK(result.created[0].is == create_result::kind::conflict);
  CHECK(result.created[0].id == order.row.id);
  CHECK(result.created[0].existing_digest == "digest of PO-1");
  CHECK_FALSE(ok(store->find_instance(id_of(2))));
}

TEMPLATE_TEST_CASE("a business key is taken by site, workflow and generation", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  store.create("PO-1");
  auto of_site = new_order("PO-1", 2);
  of_site.row.site = "north";
  auto of_workflow = new_order("PO-1", 3);
  of_workflow.row.workflow = "returns";
  auto rerun = new_order("PO-1", 4);
  rerun.row.generation = 2;
  const auto north = store.create(of_site);
  const auto returns = store.create(of_workflow);
  const auto second = store.create(rerun);

  CHECK(there(store->find_by_key("north", "order_to_cash", "PO-1")).number == north.number);
  CHECK(there(store->find_by_key("main", "returns", "PO-1")).number == returns.number);
  // Of several generations the latest is the one that people mean.
  CHECK(there(store->find_by_key("main", "order_to_cash", "PO-1")).number == second.number);
}

TEMPLATE_TEST_CASE("the second of two equal orders in one batch is a duplicate of the first",
                   "[store][E8.2]", GANTRY_STORES) {
  auto store = TestType::make();
  const auto results = store.write_all({new_order("PO-1", 1), new_order("PO-1", 2)});
  REQUIRE(results[0].created.size() == 1);
  REQUIRE(results[1].created.size() == 1);
  CHECK(results[0].created[0].is == create_result::kind::created);
  CHECK(results[1].created[0].is == create_result::kind::duplicate);
  CHECK(results[1].created[0].id == id_of(1));
}

TEMPLATE_TEST_CASE("numbers grow, also past one that the caller chose", "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  CHECK(store->next_instance_number() == 1);
  const auto first = store.create("PO-1");
  auto chosen = new_order("PO-2", 2);
  chosen.row.number = 40;
  CHECK(store.create(chosen).number == 40);
  CHECK(store->next_instance_number() == 41);
  const auto next = store.create("PO-3");
  CHECK(first.number == 1);
  CHECK(next.number == 41);
  CHECK(next.last > first.last);
}

TEMPLATE_TEST_CASE("an id that another order has fails alone, with a sentence", "[store][E8.2]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  store.create(new_order("PO-1", 1));
  const auto results =
      store.write_all({new_order("PO-2", 2), new_order("PO-3", 1), new_order("PO-4", 4)});
  CHECK_FALSE(results[0].failed);
  REQUIRE(results[1].failed);
  CHECK(results[1].failed->code == errc::defect);
  CHECK_FALSE(results[1].failed->message.empty());
  CHECK_FALSE(results[2].failed);
  CHECK(store.keys({}) == std::vector<std::string>{"PO-4", "PO-2", "PO-1"});
  CHECK(store.total("running") == 3);
}

TEMPLATE_TEST_CASE("an order that is over when it is created is listed as finished and asks for "
                   "nothing",
                   "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  auto what = new_order("PO-1", 1);
  what.row.status = what.row.phase = "rejected";
  what.row.search = {{"po", "1"}};
  what.row.attention = false;
  what.changes.finished = true;
  what.changes.waits_opened = {{0, 1, false, "payment", "PO-1"}};
  const auto order = store.create(what);
  CHECK(there(store->find_instance(order.number)).finished);
  CHECK(ok(store->needing_attention(0, 10)).empty());
  CHECK(store.keys({.search = {{"po", "1"}}}) == std::vector<std::string>{"PO-1"});
  CHECK(store.write(event_of("payment", "PO-1", "e1")).deliveries.empty());
  CHECK(store.total("rejected") == 1);
}
