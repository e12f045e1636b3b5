#include "persistence/retention.hpp"
#include "tests/persistence/store_kinds.hpp"

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

finish_document mapped(std::uint64_t document, std::string outcome,
                       std::vector<create_instance> orders) {
  finish_document what;
  what.document = id_of(document);
  what.partner = "ACME GmbH";
  what.outcome = std::move(outcome);
  what.orders = std::move(orders);
  return what;
}

idempotency_row asked(const std::string& key, std::int64_t second, int status = 201) {
  return {"main",    "http:10.0.0.7 POST /v1/orders", key, "digest", status, R"({"id":"1"})",
          at(second)};
}

} // namespace

TEMPLATE_TEST_CASE("a document is kept byte for byte until it was mapped, and after", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  const std::string bytes("ISA*00*\0\xff\xfe~\r\n", 13);
  store.write(store_document{document_of(1, bytes)});
  store.write(store_document{document_of(2, "second")});
  store.restart();
  const auto waiting = ok(store->documents_received(10));
  REQUIRE(waiting.size() == 2);
  CHECK(waiting[0].id == id_of(1));
  CHECK(waiting[1].id == id_of(2));
  CHECK(ok(store->documents_received(1)).size() == 1);
  const auto& row = waiting[0];
  CHECK(row.site == "main");
  CHECK(row.channel == "edi");
  CHECK(row.partner == "ACME");
  CHECK(row.media_type == "application/edi-x12");
  CHECK(row.headers == R"({"x":"1"})");
  CHECK(row.body == bytes);
  CHECK(row.digest == "ab");
  CHECK(row.received_at == at(0));
  CHECK(row.state == "received");

  store.write(mapped(1, R"({"orders":[]})", {}));
  REQUIRE(ok(store->documents_received(10)).size() == 1);
  const auto done = *ok(store->find_document(id_of(1)));
  CHECK(done.state == "done");
  CHECK(done.partner == "ACME GmbH");
  CHECK(done.body == bytes);
}

TEMPLATE_TEST_CASE("a document whose replies were not handed out is taken up until they are",
                   "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  store.write(store_document{document_of(1, "raw")});
  auto answered = mapped(1, R"({"orders":[],"replies":[{"name":"997"}]})", {});
  answered.has_replies = true;
  store.write(answered);
  const auto waiting = ok(store->documents_received(10));
  REQUIRE(waiting.size() == 1);
  CHECK(waiting[0].state == "replying");
  CHECK(waiting[0].outcome.find("997") != std::string::npos);
  // Mapped a second time it stays what it is.
  store.write(mapped(1, R"({"orders":[]})", {}));
  CHECK(ok(store->documents_received(10)).size() == 1);
  store.write(replies_handed_out{id_of(1)});
  CHECK(ok(store->documents_received(10)).empty());
  CHECK(ok(store->find_document(id_of(1)))->state == "done");
}

TEMPLATE_TEST_CASE(
    "the orders of a document and its end are one commit, and the outcome names them", "[store]",
    GANTRY_STORES) {
  auto store = TestType::make();
  store.write(store_document{document_of(1, "raw")});
  const auto result = store.write(mapped(
      1, R"({"orders":[{"key":"PO-1"},{"key":"PO-1"},{"key":"x","id":"refused"}],"findings":[]})",
      {new_order("PO-1", 72), new_order("PO-1", 73)}));
  REQUIRE_FALSE(result.failed);
  REQUIRE(result.created.size() == 2);
  CHECK(result.created[0].is == create_result::kind::created);
  CHECK(result.created[1].is == create_result::kind::duplicate);
  const auto id = to_string(id_of(72));
  CHECK(result.outcome ==
        R"({"orders":[{"key":"PO-1","id":")" + id +
            R"(","status":"running","duplicate":false},{"key":"PO-1","id":")" + id +
            R"(","status":"running","duplicate":true},{"key":"x","id":"refused"}],)"
            R"("findings":[]})");
  CHECK(ok(store->find_document(id_of(1)))->outcome == result.outcome);
  CHECK(ok(store->find_instance(id_of(72))));
}

TEMPLATE_TEST_CASE("an order of a document whose key another order has is refused and told",
                   "[store][E8.2]", GANTRY_STORES) {
  auto store = TestType::make();
  const auto before = store.create(new_order("PO-0", 70));
  auto conflict = new_order("PO-0", 71);
  conflict.row.input_digest = "other";
  store.write(store_document{document_of(1, "raw")});
  auto what =
      mapped(1, R"({"orders":[{"external_id":"PO-0","findings":[],"key":"PO-0"}],"findings":[]})",
             {conflict});
  what.worst = "warning";
  what.differences = {{"input.lines[0].quantity", "5 there, 6 here"}};
  const auto result = store.write(what);
  REQUIRE(result.created.at(0).is == create_result::kind::conflict);
  const auto id = to_string(before.row.id);
  const auto finding =
      R"("code":"key-conflict","severity":"error","path":"input.lines[0].quantity",)"
      R"("value":"5 there, 6 here","message":"business key PO-0 is taken by order )" +
      id + " with other content: digest " + before.row.input_digest +
      " there, other here; the first difference is at input.lines[0].quantity. Send it under a "
      "key of its own, or change the order that exists\"}";
  CHECK(result.outcome ==
        R"({"orders":[{"external_id":"PO-0","findings":[{)" + finding + R"(],"key":"PO-0","id":")" +
            id +
            R"(","status":"refused","duplicate":false,"problem":"key-conflict"}],)"
            R"("findings":[{"order":"PO-0",)" +
            finding + "]}");
  CHECK(ok(store->find_document(id_of(1)))->worst == "error");
}

TEMPLATE_TEST_CASE("documents are listed newest first by what came of them", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  for (std::uint64_t i = 1; i <= 4; ++i)
    store.write(store_document{document_of(i, "raw " + std::to_string(i))});
  auto order = new_order("PO-1", 72); // the body of a single order is no document of a channel
  order.document = document_of(9, "an order");
  order.document->state = "order";
  store.write(order);
  auto refused = mapped(2, R"({"orders":[]})", {});
  refused.worst = "error";
  store.write(refused);
  store.write(mapped(3, R"({"orders":[]})", {}));
  store.restart();

  const auto listed = [&](const std::string& state, const std::string& channel = {},
                          std::size_t limit = 50, std::int64_t cursor = 0) {
    return ok(store->list_documents({state, channel, limit, cursor}));
  };
  const auto ids = [](const std::vector<document_row>& rows) {
    std::vector<uuid> found;
    for (const auto& row : rows)
      found.push_back(row.id);
    return found;
  };
  using list = std::vector<uuid>;
  CHECK(ids(listed("")) == list{id_of(4), id_of(3), id_of(2), id_of(1)});
  CHECK(ids(listed("finding")) == list{id_of(2)});
  CHECK(ids(listed("received")) == list{id_of(4), id_of(1)});
  CHECK(ids(listed("done")) == list{id_of(3), id_of(2)});
  CHECK(listed("done", "fax").empty());
  CHECK(ids(listed("", "edi", 1)) == list{id_of(4)});
  const auto first = listed("", "", 2);
  CHECK(ids(listed("", "", 2, first.back().number)) == list{id_of(2), id_of(1)});
  CHECK(first.front().body.empty());
  CHECK(first.front().bytes == 5);
}

TEMPLATE_TEST_CASE("a document that is mapped twice leads to its orders once, and says the same",
                   "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  store.write(store_document{document_of(1, "raw")});
  const auto outcome = R"({"orders":[{"key":"PO-1"}]})";
  const auto first = store.write(mapped(1, outcome, {new_order("PO-1", 72)}));
  store.restart();
  auto again = mapped(1, outcome, {new_order("PO-1", 99)});
  again.partner = "somebody else";
  const auto second = store.write(again);
  REQUIRE_FALSE(second.failed);
  CHECK(second.created.at(0).is == create_result::kind::duplicate);
  CHECK(second.outcome == first.outcome);
  CHECK(ok(store->find_document(id_of(1)))->outcome == first.outcome);
  CHECK(ok(store->find_document(id_of(1)))->partner == "ACME GmbH");
  CHECK(store.total("running") == 1);
}

TEMPLATE_TEST_CASE("a document that cannot be finished leaves none of its orders", "[store][E8.2]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  store.create(new_order("PO-0", 70));
  store.write(store_document{document_of(1, "raw")});

  SECTION("its last order has the id of another one") {
    const auto results = store.write_all(
        {mapped(1, R"({"orders":[{},{}]})", {new_order("PO-1", 72), new_order("PO-2", 70)}),
         new_order("PO-3", 73)});
    REQUIRE(results[0].failed);
    CHECK(results[0].failed->code == errc::defect);
    CHECK_FALSE(results[1].failed);
    CHECK(store.keys({}) == std::vector<std::string>{"PO-3", "PO-0"});
  }
  SECTION("its outcome is no JSON") {
    const auto result = store.write(mapped(1, "{", {new_order("PO-1", 72)}));
    REQUIRE(result.failed);
    CHECK(result.failed->code == errc::malformed_json);
    CHECK(store.keys({}) == std::vector<std::string>{"PO-0"});
  }
  SECTION("its outcome names fewer orders than it has") {
    const auto result =
        store.write(mapped(1, R"({"orders":[{}]})", {new_order("A", 72), new_order("B", 73)}));
    REQUIRE(result.failed);
    CHECK(result.failed->code == errc::defect);
    CHECK(store.keys({}) == std::vector<std::string>{"PO-0"});
  }
  SECTION("it was never stored") {
    const auto result = store.write(mapped(2, "{}", {new_order("PO-1", 72)}));
    REQUIRE(result.failed);
    CHECK(result.failed->code == errc::not_found);
    CHECK(store.keys({}) == std::vector<std::string>{"PO-0"});
  }
  CHECK(ok(store->find_document(id_of(1)))->state == "received");
}

TEMPLATE_TEST_CASE("a document is stored once", "[store][E8.2]", GANTRY_STORES) {
  auto store = TestType::make();
  const auto results = store.write_all({store_document{document_of(1, "first")},
                                        store_document{document_of(1, "second")},
                                        store_document{document_of(2, "third")}});
  CHECK_FALSE(results[0].failed);
  REQUIRE(results[1].failed);
  CHECK(results[1].failed->code == errc::defect);
  CHECK_FALSE(results[2].failed);
  CHECK(ok(store->find_document(id_of(1)))->body == "first");
}

TEMPLATE_TEST_CASE("the body of an order that came over HTTP is stored with it and is not mapped",
                   "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  auto what = new_order("PO-1", 1);
  what.document = document_of(50, "raw");
  what.document->state = "order";
  store.create(what);
  CHECK(ok(store->find_document(id_of(50)))->body == "raw");
  CHECK(ok(store->documents_received(10)).empty());
}

TEMPLATE_TEST_CASE("an Idempotency-Key gives the first answer again, and nothing is written",
                   "[store][E8.2]", GANTRY_STORES) {
  auto store = TestType::make();
  auto what = new_order("PO-1", 1);
  what.idempotency = asked("K", 0);
  store.create(what);
  store.restart();

  auto again = new_order("PO-2", 2);
  again.idempotency = asked("K", 60, 500);
  again.idempotency->answer = "another";
  again.idempotency->body_digest = "another digest";
  const auto result = store.write(again);
  REQUIRE(result.answered_before);
  CHECK(result.answered_before->http_status == 201);
  CHECK(result.answered_before->answer == R"({"id":"1"})");
  CHECK(result.answered_before->body_digest == "digest");
  CHECK(result.answered_before->at == at(0));
  CHECK(result.created.empty());
  CHECK(store.keys({}) == std::vector<std::string>{"PO-1"});
  const auto kept = ok(store->find_idempotency("main", what.idempotency->scope, "K"));
  REQUIRE(kept);
  CHECK(kept->http_status == 201);
  CHECK(kept->answer == R"({"id":"1"})");
}

TEMPLATE_TEST_CASE("an Idempotency-Key belongs to its site and scope", "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  CHECK_FALSE(store.write(store_idempotency{asked("K", 0)}).answered_before);
  auto of_scope = asked("K", 1);
  of_scope.scope = "cli:ada POST /v1/orders";
  auto of_site = asked("K", 1);
  of_site.site = "north";
  CHECK_FALSE(store.write(store_idempotency{of_scope}).answered_before);
  CHECK_FALSE(store.write(store_idempotency{of_site}).answered_before);
  CHECK(store.write(store_idempotency{asked("K", 1)}).answered_before);
  CHECK_FALSE(ok(store->find_idempotency("main", "nobody", "K")));
}

TEMPLATE_TEST_CASE("an Idempotency-Key is free again after 24 hours", "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  const auto day = idempotency_kept.ns / 1'000'000'000;
  store.write(store_idempotency{asked("K", 0)});
  CHECK(store.write(store_idempotency{asked("K", day - 1, 409)}).answered_before);
  CHECK_FALSE(store.write(store_idempotency{asked("K", day, 202)}).answered_before);
  const auto now = store.write(store_idempotency{asked("K", day + 1)}).answered_before;
  REQUIRE(now);
  CHECK(now->http_status == 202);

  store->housekeeping(at(2 * day - 1));
  CHECK(ok(store->find_idempotency("main", asked("K", 0).scope, "K")));
  store->housekeeping(at(2 * day + 60));
  CHECK_FALSE(ok(store->find_idempotency("main", asked("K", 0).scope, "K")));
}

TEMPLATE_TEST_CASE("the answer to a conflict is not kept under its Idempotency-Key", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  store.create("PO-1");
  auto what = new_order("PO-1", 2);
  what.row.input_digest = "other";
  what.idempotency = asked("K", 0);
  CHECK(store.write(what).created.at(0).is == create_result::kind::conflict);
  CHECK_FALSE(ok(store->find_idempotency("main", what.idempotency->scope, "K")));
}
