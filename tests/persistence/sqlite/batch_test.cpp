#include "tests/persistence/store_kinds.hpp"

#include <atomic>
#include <thread>

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

/// An order that breaks a rule of the schema after its first rows were written.
create_instance faulty_order(const std::string& key, std::uint64_t number) {
  auto what = new_order(key, number);
  what.document = document_of(number, "raw");
  what.document->state = "lost";
  return what;
}

} // namespace

TEST_CASE("requests that break the schema fail alone, wherever they stand in the batch",
          "[store][E8.2]") {
  auto store = sqlite_kind::make();
  auto order = store.create("PO-0");
  auto bad_append = store.next_of(order, {});
  bad_append.changes.row = order.row;
  bad_append.changes.row->status = "confused";
  bad_append.changes.timers_set = {{0, 1, at(5), "retry"}};

  const auto results = store.write_all(
      {faulty_order("bad 1", 101), new_order("PO-1", 1), bad_append, store.next_of(order, {}),
       faulty_order("bad 2", 102), new_order("PO-2", 2), faulty_order("bad 3", 103)});
  for (const std::size_t i : {0u, 2u, 4u, 6u}) {
    INFO("request " << i);
    REQUIRE(results[i].failed);
    CHECK(results[i].failed->code == errc::defect);
    CHECK_FALSE(results[i].failed->message.empty());
  }
  for (const std::size_t i : {1u, 3u, 5u}) {
    INFO("request " << i);
    CHECK_FALSE(results[i].failed);
  }
  CHECK(store.keys() == std::vector<std::string>{"PO-2", "PO-1", "PO-0"});
  CHECK(results[1].created[0].number == 2);
  CHECK(results[5].created[0].number == 3);
  CHECK(store.total("running") == 3);
  CHECK(ok(store->load_journal(order.number)).size() == 2);
  CHECK(ok(store->timers_due(at(10), 10)).empty());
  for (const std::uint64_t number : {101u, 102u, 103u})
    CHECK_FALSE(ok(store->find_document(id_of(number))));
}

TEST_CASE("a batch of nothing but faulty requests is durable and leaves nothing", "[store][E8.2]") {
  auto store = sqlite_kind::make();
  const auto results = store.write_all({faulty_order("bad 1", 1), faulty_order("bad 2", 2)});
  CHECK(results[0].failed);
  CHECK(results[1].failed);
  CHECK(store.keys().empty());
  CHECK(store->next_instance_number() == 1);
  CHECK(store.create("PO-1").number == 1);
}

TEST_CASE("readers see whole batches while the writer writes", "[store]") {
  auto store = sqlite_kind::make();
  auto one = store.create("PO-1");
  auto two = store.create("PO-2");
  std::atomic<bool> writing{true};
  std::atomic<int> looks{0};
  std::atomic<int> faults{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i)
    readers.emplace_back([&] {
      while (writing || looks < 10) {
        const auto page = store->list_orders({});
        const auto journal = store->load_journal(one.number);
        // Each batch moves both orders, so one snapshot never shows them apart.
        const bool good = page && page->items.size() == 2 && journal &&
                          page->items[0].sequence == page->items[1].sequence &&
                          journal->size() >= page->items[1].sequence;
        faults += good ? 0 : 1;
        ++looks;
      }
    });
  for (int i = 0; i < 200; ++i) {
    const auto results = store.write_all({store.next_of(one, {}), store.next_of(two, {})});
    one.last = results[0].at;
    two.last = results[1].at;
    ++one.sequence;
    ++two.sequence;
  }
  writing = false;
  for (auto& reader : readers)
    reader.join();
  CHECK(faults == 0);
  CHECK(looks >= 10);
}
