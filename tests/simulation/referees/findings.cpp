#include "tests/simulation/referees/rules.hpp"

#include <algorithm>
#include <array>

namespace gantry::simulation {

void look_at_findings(const seen_order& order, const engine::fact& what, const say_wrong& say) {
  if (const auto* event = std::get_if<engine::event_consumed>(&what))
    if (order.consumed.contains(event->inbox))
      say("order " + order.key + " takes " + event->event + " twice");
  const auto* incident = std::get_if<engine::incident_opened>(&what);
  if (incident == nullptr)
    return;
  static const std::array<std::string, 5> may_cause{"declare-absent", "adopt", "edit", "abort",
                                                    "done"};
  const bool caused = std::ranges::any_of(
      may_cause, [&](const std::string& verb) { return order.verbs.contains(verb); });
  if (!caused)
    say("order " + order.key + " has a second document of " + incident->node +
        ", and nobody's verb can have caused it (I10): " + incident->why);
}

} // namespace gantry::simulation
