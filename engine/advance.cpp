#include "dsl/base/digest.hpp"
#include "dsl/base/json.hpp"
#include "engine/calls/calls.hpp"
#include "engine/decision.hpp"
#include "engine/ending/ending.hpp"
#include "engine/flow/flow.hpp"
#include "engine/priority.hpp"
#include "engine/verbs/verbs.hpp"

#include <algorithm>
#include <variant>

namespace gantry::engine {
namespace {

std::string label_text(const value& v) {
  if (v.is_none())
    return {};
  return v.is_string() ? v.as_string() : to_json(v);
}

void on_started(decision& d, const started& e) {
  if (d.state.created) {
    d.ignored = "the order exists already";
    return;
  }
  order_created created;
  created.what = e;
  created.workflow = d.program.name;
  created.workflow_version = d.program.version;
  created.definition = to_hex(d.program.closure);
  std::vector<value> slots(d.program.slots.size());
  if (!slots.empty())
    slots[0] = e.input;
  const dsl::scope in{slots, d.now, {}};
  if (const auto priority = priority_of(d.program, in))
    created.priority = *priority;
  for (const auto& label : d.program.search)
    if (const auto v = label.value->evaluate(in))
      created.search.emplace_back(label.name, label_text(*v));
  d.note(std::move(created));
  open_handlers(d);
}

void on_poisoned(decision& d, const poisoned& e) {
  if (d.state.poisoned) {
    d.ignored = "the order is held as poisoned already";
    return;
  }
  d.note(defect_recorded{"poisoned", e.evidence});
  d.hold(0, "poisoned", {}, {}, e.evidence);
  for (auto& call : d.state.calls)
    call.asked = false; // what its finder answers does not reach it: it is asked again
}

/// While an order is held as poisoned nothing is decided; what comes is kept where it can be.
bool waits_for_retry(const instance_state& s, const event& e) {
  if (!s.poisoned)
    return false;
  const bool goes_on =
      std::holds_alternative<command>(e.what) || std::holds_alternative<timer_due>(e.what) ||
      std::holds_alternative<event_arrived>(e.what) || std::holds_alternative<poisoned>(e.what);
  return !goes_on;
}

void decide(decision& d, const event& e) {
  if (!d.state.created && !std::holds_alternative<started>(e.what)) {
    d.ignored = "the order does not exist yet";
    return;
  }
  if (waits_for_retry(d.state, e)) {
    d.ignored = "the order is held as poisoned";
    return;
  }
  std::visit(overloaded{[&](const started& what) { on_started(d, what); },
                        [&](const taken_up&) { take_up(d); },
                        [&](const attempt_ended& what) { on_attempt_ended(d, what); },
                        [&](const permit_offered& what) { on_permit_offered(d, what); },
                        [&](const finder_answered& what) { on_finder_answered(d, what); },
                        [&](const timer_due& what) { on_timer_due(d, what); },
                        [&](const event_arrived& what) { on_event_arrived(d, what); },
                        [&](const command& what) { on_command(d, what); },
                        [&](const poisoned& what) { on_poisoned(d, what); }},
             e.what);
  if (!d.state.poisoned && d.state.created)
    go_on(d);
}

} // namespace

verdict advance(instance& order, const event& what, sink& out) {
  decision d(order, what, out);
  try {
    decide(d, what);
  } catch (const broken_invariant& broken) {
    return {verdict::kind::defect, broken.what()};
  } catch (const std::bad_variant_access&) {
    return {verdict::kind::defect, name_of(order.state()) + ": a value is not of its kind"};
  } catch (const std::out_of_range& outside) {
    return {verdict::kind::defect, name_of(order.state()) + ": " + outside.what()};
  }
  if (d.facts == 0 && !d.ignored.empty())
    return {verdict::kind::ignored, d.ignored};
  return {verdict::kind::advanced, d.ignored};
}

bool is_put_off(const instance& order, const event& what) {
  return waits_for_retry(order.state(), what);
}

bool may_leave_early(const effect& e) {
  if (const auto* sent = std::get_if<send_attempt>(&e))
    return sent->is_read;
  return std::holds_alternative<ask_finder>(e) || std::holds_alternative<attach_attempt>(e);
}

} // namespace gantry::engine
