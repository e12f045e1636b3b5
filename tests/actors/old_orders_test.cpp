#include "tests/actors/engine_rig.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace gantry::tests {
namespace {

constexpr auto day = seconds(24 * 60 * 60);

void for_three_days(actors::runtime_options& how) {
  how.keep = {day + day + day, day + day + day};
}

} // namespace

TEST_CASE("orders are removed so long after their end, and not before", "[actor]") {
  engine_rig rig{make_wait_ship, for_three_days};
  std::vector<std::string> orders;
  for (int n = 0; n < 120; ++n) {
    const auto number = "J-" + std::to_string(n);
    orders.push_back(rig.submit(number));
    CHECK(rig.arrives(number, "E-" + std::to_string(n)));
  }
  rig.pass(seconds(60));
  const auto open = rig.submit("open");
  rig.pass(day + day);
  CHECK(rig.status(orders.front()) == "completed");
  CHECK(rig.engine().stats().orders_removed == 0);

  rig.pass(day + seconds(2 * 60 * 60));
  CHECK_FALSE(rig.engine().show(orders.front()));
  CHECK_FALSE(rig.engine().show(orders.back()));
  CHECK(rig.engine().stats().orders_removed == 120);
  CHECK(rig.engine().stats().events_removed == 119); // the newest keeps its number
  CHECK(rig.all_orders().size() == 1);
  CHECK(rig.status(open) == "held"); // nothing came; it stays until somebody ends it
  CHECK(rig.index_against_journal().empty());
}

TEST_CASE("what an engine that was away did not remove goes after its start", "[actor]") {
  engine_rig rig{make_wait_ship, for_three_days};
  const auto order = rig.submit("J-1");
  CHECK(rig.arrives("J-1", "E-1"));
  rig.pass(seconds(1));
  (void)rig.submit("J-2");
  rig.kill();
  rig.time.move_to(rig.time.boot_ns() + 4 * day.ns);
  rig.start();
  rig.work();
  CHECK(rig.engine().show(order));
  rig.pass(seconds(61));
  CHECK_FALSE(rig.engine().show(order));
}

TEST_CASE("without a policy nothing is ever removed", "[actor]") {
  engine_rig rig{make_wait_ship};
  const auto order = rig.submit("J-1");
  CHECK(rig.arrives("J-1", "E-1"));
  rig.pass(seconds(7'200));
  rig.time.move_to(rig.time.boot_ns() + 4'000 * day.ns);
  rig.pass(seconds(7'200));
  CHECK(rig.status(order) == "completed");
}

} // namespace gantry::tests
