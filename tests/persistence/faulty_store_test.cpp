#include "tests/persistence/store_kinds.hpp"

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

namespace {

commit_outcome offer(store& to, const std::string& key) {
  const write_request request = new_order(key, std::hash<std::string>()(key));
  const write_request* batch[] = {&request};
  return to.commit(batch);
}

bool has(const store& in, const std::string& key) {
  return ok(in.find_by_key("main", "order_to_cash", key)).has_value();
}

} // namespace

TEST_CASE("a lost acknowledgement is a commit that happened, a lost commit is none", "[store]") {
  const auto store = make_faulty_store(make_memory_store());
  store->fail_commit(2, store_fault::lost_acknowledgement);
  store->fail_commit(4, store_fault::lost_commit);
  CHECK(offer(*store, "one").is == commit_state::durable);
  CHECK(offer(*store, "two").is == commit_state::unknown);
  CHECK(has(*store, "two"));
  REQUIRE(store->reopen());
  CHECK(offer(*store, "three").is == commit_state::durable);
  CHECK(offer(*store, "four").is == commit_state::unknown);
  CHECK_FALSE(has(*store, "four"));
  CHECK(store->commits() == 4);
  CHECK(store->faults() == 2);
}

TEST_CASE("after an unknown outcome nothing is committed until the store was reopened", "[store]") {
  const auto store = make_faulty_store(make_memory_store());
  store->fail_next_commit(store_fault::lost_commit);
  store->fail_reopen(2);
  CHECK(offer(*store, "one").is == commit_state::unknown);
  CHECK_FALSE(store->reopen());
  CHECK(offer(*store, "one").is == commit_state::unknown);
  CHECK_FALSE(store->reopen());
  CHECK(store->reopen());
  CHECK(store->reopenings() == 3);
  CHECK(offer(*store, "one").is == commit_state::durable);
}

TEST_CASE("a full disk takes nothing until there is room", "[store]") {
  const auto store = make_faulty_store(make_memory_store());
  store->fill_disk();
  for (int i = 0; i < 3; ++i) {
    const auto outcome = offer(*store, "one");
    CHECK(outcome.is == commit_state::not_committed);
    CHECK(outcome.why->code == errc::store_full);
  }
  store->fail_next_commit(store_fault::busy);
  CHECK(offer(*store, "one").why->code == errc::store_busy);
  CHECK_FALSE(has(*store, "one"));
  store->make_room();
  CHECK(offer(*store, "one").is == commit_state::durable);
}

TEST_CASE("drawn faults are the same for the same seed and about as frequent as asked", "[store]") {
  const std::uint64_t seed = 20'260'301;
  INFO("seed " << seed);
  const fault_odds odds{0.1, 0.05, 0.2, 0.15};
  auto one = draw_faults(seed, odds);
  auto same = draw_faults(seed, odds);
  std::map<store_fault, int> drawn;
  bool equal = true;
  for (std::uint64_t n = 1; n <= 10'000; ++n) {
    const auto fault = one(n);
    equal = equal && fault == same(n);
    ++drawn[fault];
  }
  CHECK(equal);
  CHECK(drawn[store_fault::lost_acknowledgement] == Approx(1000).margin(150));
  CHECK(drawn[store_fault::lost_commit] == Approx(500).margin(150));
  CHECK(drawn[store_fault::disk_full] == Approx(2000).margin(200));
  CHECK(drawn[store_fault::busy] == Approx(1500).margin(200));
}
