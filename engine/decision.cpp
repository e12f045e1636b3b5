#include "engine/decision.hpp"

namespace gantry::engine {

decision::decision(instance& order, const event& e, sink& o)
    : state(order.state()), program(order.definition()), now(e.now), what(e), out(o),
      order_(order) {}

void decision::note(fact f) {
  apply(order_, f, now);
  out.record(std::move(f));
  ++facts;
}

void decision::release(effect e) {
  out.release(std::move(e));
  ++effects;
}

result<value> decision::evaluate(const dsl::expression& e) const {
  return e.evaluate(dsl::scope{state.slots, now, {}});
}

timer_id decision::set_timer(timer_purpose purpose, timestamp due, const call_key& key,
                             std::uint32_t branch, attempt_number attempt, bool fixed) {
  const timer_id id = state.timers_ever + 1;
  note(timer_set{id, due, purpose, key, branch, attempt, fixed});
  return id;
}

void decision::clear_timer(timer_id timer) {
  if (timer != 0 && state.find_timer(timer) != nullptr)
    note(timer_cleared{timer, false});
}

hold_id decision::hold(std::uint32_t branch, std::string cause, std::string node,
                       const call_key& key, std::string evidence, value documents) {
  const hold_id id = state.holds_ever + 1;
  const auto* call = key.empty() ? nullptr : state.find_call(key);
  const bool undo = cause == "compensation_failed" || (call != nullptr && call->undo);
  note(hold_opened{id, branch, std::move(cause), std::move(node), key, std::move(evidence),
                   std::move(documents), undo});
  return id;
}

void decision::close_hold(hold_id hold, std::string by, std::optional<timestamp> until) {
  if (hold != 0 && state.find_hold(hold) != nullptr)
    note(hold_closed{hold, std::move(by), until});
}

std::string name_of(const instance_state& s) {
  return "order " + s.order.what.instance + " of " + s.program().name;
}

bool is_read(const dsl::operation& o) {
  return o.effect == dsl::effect_class::read;
}

} // namespace gantry::engine
