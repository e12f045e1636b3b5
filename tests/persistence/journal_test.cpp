#include "persistence/journal.hpp"
#include "tests/persistence/store_kinds.hpp"

#include <condition_variable>
#include <future>
#include <mutex>
#include <numeric>

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

using tokens = std::vector<std::uint64_t>;

/// Keeps what a journal said, and lets a test wait for it.
class listener {
public:
  journal::on_commit hear() {
    return [this](std::vector<journal::completion> batch) {
      const std::lock_guard held(lock_);
      heard_ += batch.size();
      batches_.push_back(std::move(batch));
      came_.notify_all();
    };
  }
  std::vector<std::vector<journal::completion>> wait_for(std::size_t completions) {
    std::unique_lock held(lock_);
    came_.wait(held, [&] { return heard_ >= completions; });
    return batches_;
  }
  std::vector<journal::completion> all() {
    const std::lock_guard held(lock_);
    std::vector<journal::completion> joined;
    for (const auto& batch : batches_)
      joined.insert(joined.end(), batch.begin(), batch.end());
    return joined;
  }

private:
  std::mutex lock_;
  std::condition_variable came_;
  std::size_t heard_ = 0;
  std::vector<std::vector<journal::completion>> batches_;
};

tokens tokens_of(const std::vector<journal::completion>& batch) {
  tokens found;
  for (const auto& one : batch)
    found.push_back(one.token);
  return found;
}

tokens from_to(std::uint64_t first, std::uint64_t last) {
  tokens all(last - first + 1);
  std::iota(all.begin(), all.end(), first);
  return all;
}

write_request order(std::uint64_t number) {
  return new_order("PO-" + std::to_string(number), number);
}

journal::options by_hand() {
  journal::options how;
  how.own_thread = false;
  return how;
}

} // namespace

TEST_CASE("what is asked for while a commit is under way goes into the next one together, in order",
          "[store]") {
  std::promise<void> began;
  std::promise<void> gate;
  auto opened = gate.get_future();
  const auto store = make_faulty_store(make_memory_store(), [&](std::uint64_t commit) {
    if (commit == 1) {
      began.set_value();
      opened.wait();
    }
    return store_fault::none;
  });
  listener said;
  journal writer(store, said.hear(), {});
  writer.submit(1, std::make_unique<write_request>(order(1)));
  began.get_future().wait();
  for (std::uint64_t n = 2; n <= 50; ++n)
    writer.submit(n, std::make_unique<write_request>(order(n)));
  CHECK(writer.stats().queue == 50);
  gate.set_value();

  const auto batches = said.wait_for(50);
  REQUIRE(batches.size() == 2);
  CHECK(tokens_of(batches[0]) == tokens{1});
  CHECK(tokens_of(batches[1]) == from_to(2, 50));
  CHECK(store->commits() == 2);
  for (const auto& one : said.all()) {
    CHECK(one.state == commit_state::durable);
    CHECK(one.result.created.at(0).number == static_cast<instance_number>(one.token));
  }
}

TEST_CASE("a batch is cut into slices of the size that was asked for", "[store]") {
  const auto store = make_faulty_store(make_memory_store());
  listener said;
  auto how = by_hand();
  how.batch_max = 4;
  journal writer(store, said.hear(), how);
  for (std::uint64_t n = 1; n <= 10; ++n)
    writer.submit(n, std::make_unique<write_request>(order(n)));
  while (writer.commit_queued()) {
  }
  const auto batches = said.wait_for(10);
  CHECK(store->commits() == 3);
  CHECK(batches.front().size() == 4);
  CHECK(batches.back().size() == 2);
  CHECK(tokens_of(said.all()) == from_to(1, 10));
  const auto numbers = writer.stats();
  CHECK(numbers.commits == 3);
  CHECK(numbers.requests == 10);
  CHECK(numbers.queue == 0);
}

TEST_CASE("a batch that is known not to be committed is offered until it is, once and in order",
          "[store][E8.3]") {
  const auto store = make_faulty_store(make_memory_store());
  store->fail_commit(1, store_fault::disk_full);
  store->fail_commit(2, store_fault::busy);
  store->fail_commit(3, store_fault::disk_full);
  listener said;
  journal writer(store, said.hear(), {});
  for (std::uint64_t n = 1; n <= 20; ++n)
    writer.submit(n, std::make_unique<write_request>(order(n)));
  said.wait_for(20);
  const auto completions = said.all();
  CHECK(tokens_of(completions) == from_to(1, 20));
  for (const auto& one : completions) {
    CHECK(one.state == commit_state::durable);
    CHECK(one.result.created.at(0).is == create_result::kind::created);
  }
  CHECK(store->faults() == 3);
  CHECK_FALSE(writer.stats().stalled);
}

TEST_CASE("an outcome that is unknown is told after the store was opened again", "[store][E8.3]") {
  const auto store = make_faulty_store(make_memory_store());
  const auto fault = GENERATE(store_fault::lost_acknowledgement, store_fault::lost_commit);
  store->fail_commit(1, fault);
  store->fail_reopen(2);
  listener said;
  journal writer(store, said.hear(), {});
  writer.submit(1, std::make_unique<write_request>(order(1)));
  const auto first = said.wait_for(1).front();
  CHECK(first.at(0).state == commit_state::unknown);
  REQUIRE(first.at(0).result.failed);
  CHECK(store->reopenings() == 3);
  CHECK(ok(store->find_instance(id_of(1))).has_value() ==
        (fault == store_fault::lost_acknowledgement));

  // Offered again by its owner, it is there once.
  writer.submit(2, std::make_unique<write_request>(order(1)));
  said.wait_for(2);
  const auto second = said.all().back();
  CHECK(second.state == commit_state::durable);
  CHECK(second.result.created.at(0).is == (fault == store_fault::lost_acknowledgement
                                               ? create_result::kind::duplicate
                                               : create_result::kind::created));
}

TEST_CASE("a journal that ends commits what is queued first", "[store]") {
  const auto store = make_memory_store();
  listener said;
  {
    journal writer(store, said.hear(), GENERATE(true, false) ? journal::options{} : by_hand());
    for (std::uint64_t n = 1; n <= 30; ++n)
      writer.submit(n, std::make_unique<write_request>(order(n)));
  }
  CHECK(tokens_of(said.all()) == from_to(1, 30));
  CHECK(ok(store->find_instance(id_of(30))));
}

TEST_CASE("a journal that ends on a full disk says of everything that it is not committed",
          "[store][E8.3]") {
  const auto store = make_faulty_store(make_memory_store());
  store->fill_disk();
  listener said;
  const bool own_thread = GENERATE(true, false);
  {
    journal writer(store, said.hear(), own_thread ? journal::options{} : by_hand());
    for (std::uint64_t n = 1; n <= 3; ++n)
      writer.submit(n, std::make_unique<write_request>(order(n)));
    if (!own_thread) {
      CHECK_FALSE(writer.commit_queued());
      writer.submit(4, std::make_unique<write_request>(order(4)));
      CHECK_FALSE(writer.commit_queued());
    } else {
      writer.submit(4, std::make_unique<write_request>(order(4)));
    }
  }
  INFO((own_thread ? "with a thread" : "by hand"));
  CHECK(tokens_of(said.all()) == from_to(1, 4));
  for (const auto& one : said.all()) {
    CHECK(one.state == commit_state::not_committed);
    CHECK(one.result.failed);
  }
}

TEST_CASE("what a journal without a thread could not commit goes first when it ends",
          "[store][E8.3]") {
  const auto store = make_faulty_store(make_memory_store());
  store->fill_disk();
  listener said;
  {
    journal writer(store, said.hear(), by_hand());
    writer.submit(1, std::make_unique<write_request>(order(1)));
    CHECK_FALSE(writer.commit_queued());
    writer.submit(2, std::make_unique<write_request>(order(2)));
    store->make_room();
  }
  CHECK(tokens_of(said.all()) == tokens{1, 2});
  CHECK(there(store->find_instance(id_of(1))).number == 1);
  CHECK(there(store->find_instance(id_of(2))).number == 2);
}

TEST_CASE("a queue beyond its bound is full until it was committed", "[store][E8.3]") {
  const auto store = make_faulty_store(make_memory_store());
  listener said;
  auto how = by_hand();
  how.queue_max = 3;
  journal writer(store, said.hear(), how);
  for (std::uint64_t n = 1; n <= 3; ++n) {
    CHECK_FALSE(writer.full());
    writer.submit(n, std::make_unique<write_request>(order(n)));
  }
  CHECK(writer.full());
  store->fill_disk();
  CHECK_FALSE(writer.commit_queued());
  CHECK(writer.full());
  store->make_room();
  CHECK(writer.commit_queued());
  CHECK_FALSE(writer.full());
}

TEST_CASE("the journal forgets by the time of what it writes, not by a clock", "[store]") {
  const auto store = make_memory_store();
  listener said;
  journal writer(store, said.hear(), by_hand());
  idempotency_row row;
  row.scope = "s";
  row.key = "K";
  row.at = at(0);
  writer.submit(1, std::make_unique<write_request>(store_idempotency{row}));
  while (writer.commit_queued()) {
  }
  CHECK(ok(store->find_idempotency("main", "s", "K")));
  writer.submit(2, std::make_unique<write_request>(event_of("payment", "PO-1", "e1", 25 * 3600)));
  while (writer.commit_queued()) {
  }
  CHECK_FALSE(ok(store->find_idempotency("main", "s", "K")));
}
