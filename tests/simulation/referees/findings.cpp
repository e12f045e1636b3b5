#include "tests/simulation/referees/rules.hpp"

#include <algorithm>
#include <array>

namespace gantry::simulation {

namespace {

/// A person who said of this call what an answer did not say, the far side that made two of one
/// request, or an abort, after which nobody waited.
bool has_cause(const seen_order& order, const std::string& key) {
  static const std::array<std::string, 3> may_cause{"edit", "abort", "done"};
  const auto* call = order.call_under(key);
  return order.made_twice.contains(key) ||
         (call != nullptr && (call->was_declared_absent() || call->adopted_by_hand)) ||
         std::ranges::any_of(may_cause,
                             [&](const std::string& verb) { return order.verbs.contains(verb); });
}

} // namespace

void look_at_findings(const seen_order& order, const engine::fact& what, const say_wrong& say) {
  if (const auto* event = std::get_if<engine::event_consumed>(&what))
    if (order.consumed.contains(event->inbox))
      say("order " + order.key + " takes " + event->event + " twice");
  const auto* incident = std::get_if<engine::incident_opened>(&what);
  if (incident != nullptr && !has_cause(order, incident->key))
    say("order " + order.key + " has a second document of " + incident->node +
        ", and neither a person nor the far side can have caused it (I10): " + incident->why);
}

void look_at_found(const seen_order& order, const say_wrong& say) {
  for (const auto& [key, call] : order.calls) {
    if (call.found.empty() || call.has("sent")) // it may be the one that is under way
      continue;
    const auto which = call.node + " of order " + order.key;
    if (call.ended.empty() && call.has("unknown")) {
      const bool is_held = std::ranges::any_of(order.holds, [&](const auto& each) {
        return each.second.cause == "poisoned" ||
               (each.second.key == key && each.second.cause == "conflicting_document");
      });
      if (!is_held)
        say(which + " is in doubt, its finder has named documents, and it is not held (E5.5)");
      continue;
    }
    for (const auto& document : call.found)
      if (!order.knows(key, document))
        say(document + " was found for " + which + ", which " +
            (call.ended.empty() ? "goes on" : "ended " + call.ended) +
            ", and no incident says so (E5.5)");
  }
}

} // namespace gantry::simulation
