#include "engine/calls/calls.hpp"
#include "engine/verbs/verbs.hpp"

#include <algorithm>

namespace gantry::engine {
namespace {

const incident_state* incident_named(const decision& d, const command& c) {
  const auto* named = c.argument.find("incident");
  const auto& given = named == nullptr ? c.argument : *named;
  for (const auto& incident : d.state.incidents)
    if (given.is_int() && incident.what.incident == given.as_int())
      return &incident;
  return nullptr;
}

error unknown_incident(const decision& d) {
  return {errc::not_found,
          name_of(d.state) + " has no such incident",
          "`gantry incidents` lists them",
          {}};
}

} // namespace

void verb_acknowledge(decision& d, const command& c) {
  const auto* incident = incident_named(d, c);
  if (incident == nullptr)
    return answer_refused(d, c, unknown_incident(d));
  if (!incident->open)
    return answer_ignored(d, c, "the incident is closed already");
  answer_done(d, c);
  d.note(incident_closed{incident->what.incident, "acknowledged"});
}

void verb_compensate_second(decision& d, const command& c) {
  const auto* incident = incident_named(d, c);
  if (incident == nullptr)
    return answer_refused(d, c, unknown_incident(d));
  if (!incident->open)
    return answer_ignored(d, c, "the incident is closed already");
  const auto& call = must_find_call(d.state, incident->what.key);
  if (!d.state.step_of(call).compensate || call.undo)
    return answer_refused(d, c,
                          {errc::illegal_verb,
                           call.node + " has no compensation",
                           "undo the second document by hand, then acknowledge the incident",
                           {}});
  const auto other = incident->what.other;
  const auto under = key_of_undo(d, call, &other);
  const auto held =
      std::any_of(d.state.holds.begin(), d.state.holds.end(), [&](const hold_state& h) {
        return h.what.key == under.key ||
               (under.spent != nullptr && h.what.key == under.spent->key);
      });
  if (held)
    return answer_refused(d, c,
                          {errc::illegal_verb,
                           "its compensation failed, and is held for a person",
                           "retry it, or mark it as done",
                           {}});
  if (under.latest != nullptr && under.latest->open())
    return answer_ignored(d, c, "its compensation is under way already");
  if (under.latest != nullptr && may_take_effect(*under.latest)) // an abort has left it behind
    return answer_refused(d, c,
                          {errc::illegal_verb,
                           "an attempt of its compensation may still take effect",
                           "wait until it has settled",
                           {}});
  if (call.open()) // what it sends next would meet the undo (E6.1)
    return answer_refused(d, c,
                          {errc::illegal_verb,
                           call.node + " has not ended: it may be sent again under the same key",
                           "wait until the step has ended, or resolve its hold",
                           {}});
  if (may_take_effect(call)) // E6.1
    return answer_refused(d, c,
                          {errc::illegal_verb,
                           "an attempt of " + call.node + " may still take effect",
                           "wait until it has settled",
                           {}});
  answer_done(d, c);
  make_undo_call(d, call, &other);
}

} // namespace gantry::engine
