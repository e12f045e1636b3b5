#include "tests/simulation/referees/rules.hpp"

#include <algorithm>

namespace gantry::simulation {

void look_at_standstill(const seen_order& order, const say_wrong& say) {
  if (order.is_over() || !order.holds.empty() || order.control != "active" ||
      !order.timers.empty() || !order.waits.empty())
    return;
  // A call that is open waits for its lane, its answer or its finder.
  const bool calls =
      std::ranges::any_of(order.calls, [](const auto& each) { return each.second.ended.empty(); });
  if (!calls)
    say("order " + order.key + " is " + order.row.status + " and nothing moves it (I4)");
}

} // namespace gantry::simulation
