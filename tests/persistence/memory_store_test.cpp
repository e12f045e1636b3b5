#include "tests/persistence/store_kinds.hpp"

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

TEST_CASE("a store that was opened earlier may not write any more", "[store]") {
  const auto disk = make_memory_disk();
  const auto earlier = open_memory_store(disk);
  tested_store later([&] { return open_memory_store(disk); });
  const write_request request = new_order("PO-1", 1);
  const write_request* batch[] = {&request};
  const auto outcome = earlier->commit(batch);
  CHECK(outcome.is == commit_state::fenced);
  REQUIRE(outcome.why);
  CHECK(outcome.why->code == errc::store_busy);
  CHECK(later.keys({}).empty());
  later.create("PO-1");
  // What it reads is what the later one wrote.
  CHECK(ok(earlier->find_by_key("main", "order_to_cash", "PO-1")));
}
