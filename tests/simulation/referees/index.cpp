#include "tests/simulation/referees/rules.hpp"

#include <algorithm>

namespace gantry::simulation {

void look_at_index(const seen_order& order, const say_wrong& say) {
  const auto differs = [&](const std::string& what, const std::string& in_index,
                           const std::string& by_records) {
    if (in_index != by_records)
      say(what + " of order " + order.key + " is `" + in_index + "` in the index and `" +
          by_records + "` by its records");
  };
  const auto word = [](bool is) { return std::string{is ? "yes" : "no"}; };
  const auto& row = order.row;
  const bool in_doubt = std::ranges::any_of(order.calls, [](const auto& each) {
    return each.second.in_doubt && each.second.ended.empty();
  });
  differs("the phase", row.phase, order.phase);
  differs("control", row.control, order.control);
  differs("`finished`", word(row.finished), word(order.is_over()));
  differs("`held`", word(!row.held.empty()), word(!order.holds.empty()));
  differs("`in doubt`", word(row.in_doubt), word(in_doubt));
  differs("the priority", std::to_string(row.priority), std::to_string(order.priority));
  if (order.is_over())
    differs("the status", row.status, order.phase);
  else if (!order.holds.empty())
    differs("the status", row.status, "held");
  else if (order.control != "active")
    differs("the status", row.status, "paused");
  else if (order.phase != "running")
    differs("the status", row.status, order.phase);
}

} // namespace gantry::simulation
