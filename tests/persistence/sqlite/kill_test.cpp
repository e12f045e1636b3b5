#include "tests/persistence/sqlite/child_process.hpp"
#include "tests/persistence/sqlite/failing_disk.hpp"
#include "tests/persistence/store_kinds.hpp"

#include <csignal>
#include <sys/mman.h>

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

/// How many batches a process was told that they are durable; its parent sees it too.
class shared_count {
public:
  shared_count()
      : at_(static_cast<int*>(::mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE,
                                     MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {
    REQUIRE(at_ != MAP_FAILED);
  }
  ~shared_count() { ::munmap(at_, sizeof(int)); }
  shared_count(const shared_count&) = delete;
  shared_count& operator=(const shared_count&) = delete;
  int& operator*() const { return *at_; }

private:
  int* at_;
};

/// A change whose record says in its body what its row says.
instance_changes with_status(const written_order& order, const std::string& status, bool end) {
  instance_changes changes;
  changes.row = order.row;
  changes.row->status = status;
  changes.row->phase = end ? status : "running";
  changes.finished = end;
  changes.record.sequence = order.sequence + 1;
  changes.record.at = at(1);
  changes.record.kind = "step";
  changes.record.body = status;
  return changes;
}

create_instance running(const std::string& key, std::uint64_t number) {
  auto what = new_order(key, number);
  what.changes.record.body = "running";
  return what;
}

/// Three batches over two orders, each of several tables.
void write_round(tested_store& store, std::uint64_t round, int& durable) {
  const auto name = std::to_string(round);
  auto first = running("A" + name, 10 * round);
  first.document = document_of(10 * round + 1, std::string(20'000, 'd'));
  first.changes.timers_set = {{0, 1, at(60), "retry"}};
  first.changes.waits_opened = {{0, 1, true, "payment", "A" + name}};
  auto a = store.create(first);
  durable = 1;

  auto held = with_status(a, "held", false);
  auto results = store.write_all({store.next_of(a, held), running("B" + name, 10 * round + 2),
                                  event_of("payment", "A" + name, "e" + name)});
  durable = 2;

  a.last = results[0].at;
  a.sequence = 2;
  written_order b{running("B" + name, 10 * round + 2).row, results[1].created[0].number,
                  results[1].created[0].at, 1};
  auto end = with_status(a, "completed", true);
  end.timers_cleared = {1};
  store.write_all({store.next_of(a, end), store.next_of(b, with_status(b, "waiting", false))});
  durable = 3;
}

/// Index, journal, counters and side tables say the same, and no batch is there in part.
void check_round(tested_store& store, std::uint64_t round, int durable) {
  const auto name = std::to_string(round);
  const auto a = ok(store->find_by_key("main", "order_to_cash", "A" + name));
  const auto b = ok(store->find_by_key("main", "order_to_cash", "B" + name));
  const auto there = a ? static_cast<int>(a->sequence) : 0;
  CHECK(there >= durable);
  CHECK((there == 0 ? 0 : (b ? static_cast<int>(b->sequence) + 1 : 1)) == there);
  CHECK(ok(store->find_document(id_of(10 * round + 1))).has_value() == (there >= 1));
  for (const auto& row : {a, b}) {
    if (!row)
      continue;
    const auto journal = ok(store->load_journal(row->number));
    CHECK(journal.back().at_lsn == row->last);
    CHECK(journal.back().sequence == row->sequence);
    CHECK(journal.back().body == row->status);
    CHECK(row->finished == (row->status == "completed"));
  }
  bool timer = false;
  for (const auto& due : ok(store->timers_due(at(60), 1000)))
    timer = timer || (a && due.instance == a->number);
  CHECK(timer == (there == 1 || there == 2));
  bool delivered = false;
  for (const auto& one : ok(store->pending_deliveries({}, 1000)))
    delivered = delivered || (a && one.instance == a->number);
  CHECK(delivered == (there == 2));
}

void check_counters(tested_store& store) {
  for (const auto* status : {"running", "held", "waiting", "completed"}) {
    const auto listed = ok(store.list({.status = status, .limit = 1, .count = true}));
    CHECK(std::to_string(store.total(status)) == listed.count);
  }
}

} // namespace

TEST_CASE("a process killed at any write leaves whole batches, and an index that fits the journal",
          "[store][crash]") {
  const bool torn = GENERATE(false, true);
  const own_folder folder;
  const auto open = [&] { return ok(open_sqlite({.folder = folder.path()}, at(0))); };
  tested_store(open).create("the first");
  const shared_count durable;
  std::uint64_t round = 1;
  for (;; ++round) {
    REQUIRE(round < 1000);
    *durable = 0;
    const auto end = in_child([&] {
      failing_disk disk;
      {
        tested_store store(open);
        disk.kill_at(round, torn);
        write_round(store, round, *durable);
      }
      return 0;
    });
    INFO("killed at write " << round << (torn ? ", torn" : ", whole"));
    tested_store store(open);
    check_round(store, round, *durable);
    check_counters(store);
    if (end.signal == 0) {
      REQUIRE(end.code == 0);
      CHECK(*durable == 3);
      break;
    }
    REQUIRE(end.signal == SIGKILL);
  }
  // Three commits and the last checkpoint are many writes; fewer kills would have proved nothing.
  CHECK(round > 20);
}

TEST_CASE("a failed fsync ends the process, because nobody knows what the disk kept",
          "[store][crash][E8.3]") {
  const own_folder folder;
  const auto open = [&] { return ok(open_sqlite({.folder = folder.path()}, at(0))); };
  tested_store(open).create("PO-1");
  const auto end = in_child([&] {
    failing_disk disk;
    tested_store store(open);
    disk.fail_syncs();
    const write_request request = new_order("PO-2", 2);
    const write_request* batch[] = {&request};
    static_cast<void>(store->commit(batch));
    return 0;
  });
  CHECK(end.signal == SIGABRT);
  tested_store store(open);
  CHECK(ok(store->find_by_key("main", "order_to_cash", "PO-1")));
}
