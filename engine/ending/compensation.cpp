#include "engine/calls/calls.hpp"
#include "engine/ending/ending.hpp"

namespace gantry::engine {
namespace {

void settle(decision& d, const call_state& undo, const std::string& how) {
  if (const auto* incident = incident_of(d, undo); incident != nullptr)
    d.note(incident_closed{incident->what.incident, "compensated"});
  else
    d.note(compensation_settled{undo.undoes, undo.node, how});
}

} // namespace

const incident_state* incident_of(const decision& d, const call_state& undo) {
  const auto& undone = must_find_call(d.state, undo.undoes);
  for (const auto& incident : d.state.incidents) {
    if (!incident.open || incident.what.key != undo.undoes)
      continue;
    const auto under = key_of_undo(d, undone, &incident.what.other);
    if (under.latest == &undo || under.spent == &undo)
      return &incident;
  }
  return nullptr;
}

undo_purpose purpose_of_undo(const decision& d, const hold_opened& held) {
  undo_purpose found;
  for (const auto& incident : d.state.incidents)
    if (const auto* undone = d.state.find_call(incident.what.key);
        incident.open && undone != nullptr && !undone->undo &&
        key_of_undo(d, *undone, &incident.what.other).key == held.key)
      found.incident = &incident;
  for (const auto& owed : d.state.owed) {
    const auto* undone = d.state.find_call(owed.key);
    // Holds of older records have no key: only the order's own undos were held so.
    const bool meant = held.key.empty()
                           ? owed.node == held.node
                           : undone != nullptr && key_of_undo(d, *undone, nullptr).key == held.key;
    if (meant)
      found.owed = &owed;
  }
  return found;
}

void undo_succeeded(decision& d, const call_state& undo) {
  settle(d, undo, "done");
}

void undo_done_by_hand(decision& d, const call_state& undo) {
  settle(d, undo, "by_hand");
}

void undo_failed(decision& d, const call_state& undo, const std::string& why) {
  d.hold(undo.branch, "compensation_failed", undo.node, undo.key,
         "the compensation of " + undo.node + " failed: " + why);
}

} // namespace gantry::engine
