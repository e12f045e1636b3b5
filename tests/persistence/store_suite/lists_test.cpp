#include "tests/persistence/store_kinds.hpp"

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

using names = std::vector<std::string>;

/// Five orders that differ in everything that a list can ask for.
void write_five(tested_store& store) {
  const auto make = [&](int n, const char* status, const char* stage, const char* channel,
                        const char* customer) {
    auto what = new_order("PO-" + std::to_string(n), static_cast<std::uint64_t>(n));
    what.row.status = status;
    what.row.stage = stage;
    what.row.channel = channel;
    what.row.customer = customer;
    what.row.created_at = at(100 * n);
    what.row.search = {{"po", std::to_string(n % 2)}, {"ship_to", "Berlin"}};
    return what;
  };
  store.create(make(1, "running", "pricing", "edi", "C-1"));
  store.create(make(2, "held", "pricing", "edi", "C-2"));
  store.create(make(3, "running", "shipping", "shopify", "C-1"));
  auto ended = store.create(make(4, "running", "shipping", "edi", "C-1"));
  store.finish(ended);
  auto north = make(5, "running", "pricing", "edi", "C-1");
  north.row.site = "north";
  store.create(north);
}

} // namespace

TEMPLATE_TEST_CASE("each filter of a list finds what it names, open and finished", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  write_five(store);
  CHECK(store.keys({}) == names{"PO-4", "PO-3", "PO-2", "PO-1"});
  CHECK(store.keys({.site = "north"}) == names{"PO-5"});
  CHECK(store.keys({.status = "running"}) == names{"PO-3", "PO-1"});
  CHECK(store.keys({.status = "completed"}) == names{"PO-4"});
  CHECK(store.keys({.status = "aborted"}).empty());
  CHECK(store.keys({.stage = "pricing"}) == names{"PO-2", "PO-1"});
  CHECK(store.keys({.stage = "shipping"}) == names{"PO-4", "PO-3"});
  CHECK(store.keys({.channel = "edi"}) == names{"PO-4", "PO-2", "PO-1"});
  CHECK(store.keys({.customer = "C-1"}) == names{"PO-4", "PO-3", "PO-1"});
  CHECK(store.keys({.key = "PO-3"}) == names{"PO-3"});
  CHECK(store.keys({.created_before = at(300)}) == names{"PO-2", "PO-1"});
  CHECK(store.keys({.search = {{"po", "0"}}}) == names{"PO-4", "PO-2"});
  CHECK(store.keys({.search = {{"po", "0"}, {"ship_to", "Berlin"}}}) == names{"PO-4", "PO-2"});
  CHECK(store.keys({.search = {{"po", "Berlin"}}}).empty());
}

TEMPLATE_TEST_CASE("filters of a list are joined by and", "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  write_five(store);
  CHECK(store.keys({.stage = "shipping", .channel = "edi"}) == names{"PO-4"});
  CHECK(store.keys({.status = "running", .customer = "C-1", .created_before = at(300)}) ==
        names{"PO-1"});
  CHECK(store.keys({.status = "completed", .search = {{"po", "0"}}}) == names{"PO-4"});
  CHECK(store.keys({.status = "completed", .search = {{"po", "1"}}}).empty());
}

TEMPLATE_TEST_CASE("a search label is text and no pattern", "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  auto what = new_order("PO-1", 1);
  what.row.search = {{"po", "A%_\"]['; --"}};
  auto order = store.create(what);
  const list_of exact{.search = what.row.search};
  const list_of pattern{.search = {{"po", "A%"}}};
  CHECK(store.keys(exact) == names{"PO-1"});
  CHECK(store.keys(pattern).empty());
  store.finish(order);
  CHECK(store.keys(exact) == names{"PO-1"});
  CHECK(store.keys(pattern).empty());
}

TEMPLATE_TEST_CASE("pages follow one another without gap or repeat while orders come and end",
                   "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  std::vector<written_order> orders;
  for (int n = 1; n <= 23; ++n)
    orders.push_back(store.create("PO-" + std::to_string(n)));
  list_of filter{.limit = 5};
  names seen;
  for (int page = 0;; ++page) {
    const auto got = ok(store.list(filter));
    CHECK(got.items.size() <= 5);
    for (const auto& row : got.items)
      seen.push_back(row.key);
    if (got.next.empty())
      break;
    REQUIRE(page < 10);
    filter.cursor = got.next;
    store.create("late " + std::to_string(page));
    store.finish(orders[static_cast<std::size_t>(page)]);
  }
  names expected;
  for (int n = 23; n >= 1; --n)
    expected.push_back("PO-" + std::to_string(n));
  CHECK(seen == expected);
}

TEMPLATE_TEST_CASE("a page that is exactly full has no next page", "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  for (int n = 1; n <= 4; ++n)
    store.create("PO-" + std::to_string(n));
  CHECK(ok(store.list({.limit = 4})).next.empty());
  CHECK_FALSE(ok(store.list({.limit = 3})).next.empty());
}

TEMPLATE_TEST_CASE("a cursor that no page gave is refused in words", "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  for (const auto* cursor : {"x", "17", "o", "o-1", "o1 ", "ozz!", "ovvvvvvvvvvvvvvvvvvvv"}) {
    const auto page = store.list({.cursor = cursor});
    INFO(cursor);
    REQUIRE_FALSE(page);
    CHECK(page.error().code == errc::invalid_request);
    CHECK(page.error().message.find(cursor) != std::string::npos);
  }
}

TEMPLATE_TEST_CASE("a count covers all pages, and is there only when it was asked for", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  write_five(store);
  CHECK(ok(store.list({})).count.empty());
  CHECK(ok(store.list({.limit = 1, .count = true})).count == "4");
  CHECK(ok(store.list({.channel = "edi", .limit = 1, .count = true})).count == "3");
  const auto first = ok(store.list({.limit = 1, .count = true}));
  CHECK(ok(store.list({.limit = 1, .cursor = first.next, .count = true})).count == "4");
}

TEMPLATE_TEST_CASE("a count is exact to ten thousand, a page has at most five hundred", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  std::vector<write_request> batch;
  for (std::uint64_t n = 1; n <= 10'000; ++n)
    batch.push_back(new_order("PO-" + std::to_string(n), n));
  store.write_all(batch);
  CHECK(ok(store.list({.count = true})).count == "10000");
  store.create("one more");
  CHECK(ok(store.list({.count = true})).count == "10000+");
  CHECK(ok(store.list({.limit = 100'000})).items.size() == 500);
  CHECK(ok(store.list({.limit = 0})).items.size() == 1);
}

TEMPLATE_TEST_CASE("totals count orders by status through every change", "[store]", GANTRY_STORES) {
  auto store = TestType::make();
  auto one = store.create("PO-1");
  auto two = store.create("PO-2");
  store.create("PO-3");
  CHECK(store.total("running") == 3);
  instance_changes held;
  held.row = one.row;
  held.row->status = "held";
  store.append(one, held);
  store.finish(two, "rejected");
  CHECK(store.total("running") == 1);
  CHECK(store.total("held") == 1);
  CHECK(store.total("rejected") == 1);
  store.restart();
  CHECK(store.total("running") == 1);
  CHECK(store.total("held") == 1);
}

TEMPLATE_TEST_CASE("orders to take up come most urgent and oldest first, in pages", "[store]",
                   GANTRY_STORES) {
  auto store = TestType::make();
  const auto make = [&](std::uint64_t n, int priority) {
    auto what = new_order("PO-" + std::to_string(n), n);
    what.row.priority = priority;
    return store.create(what);
  };
  make(1, 50);
  make(2, 90);
  make(3, 50);
  make(4, -5);
  make(5, 90);
  auto quiet = make(6, 99);
  instance_changes changes;
  changes.row = quiet.row;
  changes.row->attention = false;
  store.append(quiet, changes);
  auto ended = make(7, 99);
  store.finish(ended);
  auto watching = make(8, 40); // ended while an attempt of a closed step was under way (E4.5)
  instance_changes end;
  end.row = watching.row;
  end.row->status = end.row->phase = "completed";
  end.finished = true;
  store.append(watching, end);

  names seen;
  std::int64_t cursor = 0;
  for (int page = 0; page < 5; ++page) {
    const auto rows = ok(store->needing_attention(cursor, 2));
    for (const auto& row : rows)
      seen.push_back(row.key);
    if (rows.empty())
      break;
    cursor = attention_cursor(rows.back());
  }
  CHECK(seen == names{"PO-2", "PO-5", "PO-1", "PO-3", "PO-8", "PO-4"});
}
