#include "persistence/sqlite/finished_indexer.hpp"
#include "persistence/sqlite/sqlite_store.hpp"
#include "tests/persistence/tested_store.hpp"
#include "tests/support/own_folder.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>

#include <set>

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

constexpr int customers = 10;

create_instance ended_order(int n) {
  auto what = new_order("PO-" + std::to_string(n), static_cast<std::uint64_t>(n));
  what.row.status = "completed";
  what.row.phase = "completed";
  what.row.finished = what.changes.finished = true;
  what.row.attention = false;
  what.row.channel = n % 2 == 0 ? "edi" : "portal";
  what.row.stage = "shipping";
  what.row.customer = "C-" + std::to_string(n % customers);
  what.row.search = {{"po", std::to_string(n)}, {"note", n % 1'000 == 0 ? "" : "x"}};
  what.row.created_at = at(n);
  return what;
}

void add_orders(store& to, int first, int last) {
  std::vector<write_request> requests;
  std::vector<const write_request*> batch;
  for (int n = first; n < last; ++n)
    requests.emplace_back(ended_order(n));
  for (const auto& request : requests)
    batch.push_back(&request);
  REQUIRE(to.commit(batch).is == commit_state::durable);
}

/// All pages of a filter: how many orders, and that none comes twice.
std::size_t orders_by(const store& of, order_filter filter) {
  std::set<instance_number> seen;
  filter.limit = 500;
  do {
    const auto page = ok(of.list_orders(filter));
    for (const auto& row : page.items)
      if (!seen.insert(row.number).second)
        FAIL("order " << row.number << " is listed twice");
    filter.cursor = page.next;
  } while (!filter.cursor.empty());
  return seen.size();
}

order_filter by_customer(int n) {
  order_filter filter;
  filter.customer = "C-" + std::to_string(n);
  return filter;
}

std::int64_t rows_of(const std::filesystem::path& folder, const std::string& table) {
  SQLite::Database raw((folder / "gantry.db").string());
  return raw.execAndGet("SELECT count(*) FROM " + table).getInt64();
}

} // namespace

TEST_CASE("finished orders are found at every moment while they are indexed in bulk", "[store]") {
  const own_folder folder;
  auto store = ok(open_sqlite({.folder = folder.path()}, at(0)));
  const auto open_again = [&] {
    store.reset();
    store = ok(open_sqlite({.folder = folder.path()}, at(0)));
  };
  const int gathered = static_cast<int>(finished_indexer::gathered_max);
  int made = 0;
  for (; made + 500 < gathered; made += 500)
    add_orders(*store, made, made + 500);
  add_orders(*store, made, gathered - 1);
  made = gathered - 1;
  CHECK(rows_of(folder.path(), "finished_labels") == 0);

  // Each commit indexes some; one in the middle is the last before a restart.
  for (int commit = 0; commit < 150; ++commit) {
    add_orders(*store, made, made + 1);
    ++made;
    if (commit == 20)
      open_again();
    if (commit % 10 != 0)
      continue;
    INFO("commit " << commit);
    for (const int customer : {0, 7}) {
      const auto wanted = static_cast<std::size_t>((made - customer + customers - 1) / customers);
      CHECK(orders_by(*store, by_customer(customer)) == wanted);
      auto counted = by_customer(customer);
      counted.count = true;
      CHECK(ok(store->list_orders(counted)).count == std::to_string(wanted));
    }
    auto both = by_customer(4);
    both.channel = "portal";
    CHECK(orders_by(*store, both) == 0);
    both.channel = "edi";
    both.search = {{"po", "104"}};
    both.count = true;
    CHECK(orders_by(*store, both) == 1);
    CHECK(ok(store->list_orders(both)).count == "1");
    order_filter without_note;
    without_note.search = {{"note", ""}};
    CHECK(orders_by(*store, without_note) == static_cast<std::size_t>((made + 999) / 1'000));
    order_filter old;
    old.created_before = at(1'234);
    CHECK(orders_by(*store, old) == 1'234);
  }
  CHECK(rows_of(folder.path(), "finished_lately") < 150);
  CHECK(rows_of(folder.path(), "finished_labels") >= 4 * gathered);
}

TEST_CASE("a batch that is made again without its faulty request is indexed once", "[store]") {
  const own_folder folder;
  const auto store = ok(open_sqlite({.folder = folder.path()}, at(0)));
  const write_request good = ended_order(1);
  auto bad_order = ended_order(2);
  bad_order.document = document_of(2, "raw");
  bad_order.document->state = "lost";
  const write_request bad = bad_order;
  const write_request* batch[] = {&good, &bad};
  const auto outcome = store->commit(batch);
  REQUIRE(outcome.is == commit_state::durable);
  CHECK(outcome.results[1].failed);
  CHECK(rows_of(folder.path(), "finished_lately") == 1);
}
