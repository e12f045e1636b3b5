#include "tests/persistence/store_kinds.hpp"

using namespace gantry;
using namespace gantry::persistence;
using namespace gantry::test;

TEMPLATE_TEST_CASE("a writer that a later one has taken over from writes nothing any more",
                   "[store][E8.8]", GANTRY_STORES) {
  auto earlier = TestType::make();
  auto order = earlier.create("PO-1");
  auto later = earlier.rival();
  CHECK(later->identity().epoch > earlier->identity().epoch);

  const write_request record = earlier.next_of(order, {});
  const write_request another = new_order("PO-2", 2);
  for (const write_request* request : {&record, &another}) {
    const write_request* batch[] = {request};
    const auto outcome = earlier->commit(batch);
    CHECK(outcome.is == commit_state::fenced);
    REQUIRE(outcome.why);
    CHECK(outcome.why->code == errc::store_busy);
  }
  // Opening its connection again does not give it its right back.
  REQUIRE(earlier->reopen());
  const write_request* batch[] = {&record};
  CHECK(earlier->commit(batch).is == commit_state::fenced);

  CHECK_FALSE(ok(later->find_by_key("main", "order_to_cash", "PO-2")));
  later.append(order);
  CHECK(ok(later->load_journal(order.number)).size() == 2);
}

TEMPLATE_TEST_CASE("each start raises the epoch", "[store][E8.8]", GANTRY_STORES) {
  auto store = TestType::make();
  const auto first = store->identity().epoch;
  store.restart();
  const auto second = store->identity().epoch;
  store.restart();
  CHECK(second > first);
  CHECK(store->identity().epoch > second);
}
