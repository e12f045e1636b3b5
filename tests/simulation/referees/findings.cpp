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

void look_at_incidents(const seen_order& order, const say_wrong& say) {
  for (const auto& [number, incident] : order.incidents) {
    const auto* call = order.call_under(incident.key);
    if (incident.closed.empty() && call != nullptr && !call->document.empty() &&
        call->document == incident.document)
      say(incident.document + " is what " + call->node + " of order " + order.key +
          " has, and an open incident calls it a second one (E7.5)");
  }
}

void look_at_found(const seen_order& order, const say_wrong& say) {
  for (const auto& [key, call] : order.calls) {
    if (call.has("sent")) // what was found may be what this one has made
      continue;
    const auto unknown = std::ranges::find_if(
        call.found, [&](const std::string& document) { return !order.knows(key, document); });
    if (unknown == call.found.end())
      continue;
    const auto which = *unknown + " was found for " + call.node + " of order " + order.key;
    const bool is_in_doubt = call.ended.empty() && call.has("unknown");
    const bool is_held = std::ranges::any_of(order.holds, [&](const auto& each) {
      return each.second.cause == "poisoned" ||
             (each.second.key == key && each.second.cause == "conflicting_document");
    });
    if (is_in_doubt && !is_held)
      say(which + ", which is in doubt and not held (E5.5)");
    else if (!is_in_doubt)
      say(which + ", which " + (call.ended.empty() ? "goes on" : "ended " + call.ended) +
          ", and no incident says so (E5.5)");
  }
}

} // namespace gantry::simulation
