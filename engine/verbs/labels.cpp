#include "engine/calls/calls.hpp"
#include "engine/verbs/verbs.hpp"

namespace gantry::engine {

void verb_priority(decision& d, const command& c) {
  if (d.state.finished())
    return answer_ignored(d, c, "already " + d.state.phase);
  const auto* named = c.argument.find("priority");
  const auto& given = named == nullptr ? c.argument : *named;
  if (!given.is_int() || given.as_int() < 0 || given.as_int() > 100)
    return answer_refused(d, c,
                          {errc::invalid_request,
                           "`priority` takes a whole number from 0 to 100",
                           "such as {\"priority\": 90}",
                           {}});
  answer_done(d, c);
  d.note(priority_changed{static_cast<int>(given.as_int())});
  queue_again(d);
}

void verb_note(decision& d, const command& c) {
  answer_done(d, c);
}

void verb_assign(decision& d, const command& c) {
  if (d.state.finished())
    return answer_ignored(d, c, "already " + d.state.phase);
  answer_done(d, c);
}

} // namespace gantry::engine
