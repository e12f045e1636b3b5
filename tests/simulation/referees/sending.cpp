#include "tests/simulation/referees/rules.hpp"

#include <algorithm>

namespace gantry::simulation {

namespace {

std::string attempt_of(const seen_order& order, const engine::attempt_sent& what) {
  return "attempt " + std::to_string(what.attempt) + " of " + order.calls.at(what.key).node +
         " of order " + order.key;
}

/// Verification of an idempotent call is the same request again (E5.8).
bool verifies(const seen_call& call) {
  return call.effect == dsl::effect_class::idempotent && call.has("unknown");
}

void look_at_attempts(const seen_order& order, const seen_call& call, const std::string& which,
                      const say_wrong& say) {
  if (call.has("sent"))
    say(which + " is sent while another one is under way");
  if (call.effect == dsl::effect_class::once && call.has("unknown"))
    say(which + " is sent while nobody knows whether another one happened (I2)");
  for (const auto& [key, other] : order.calls) {
    if (other.node != call.node || other.undo != call.undo || other.revision >= call.revision)
      continue;
    if (other.may_take_effect())
      say(which + " is sent under revision " + std::to_string(call.revision) +
          " while one under revision " + std::to_string(other.revision) +
          " may still take effect (I11)");
  }
  if (const auto undone = order.calls.find(call.undoes);
      call.undo && undone != order.calls.end() && undone->second.may_take_effect())
    say(which + " undoes what may still take effect (E6.1)");
}

} // namespace

void look_at_sending(const seen_order& order, const engine::fact& what, const say_wrong& say) {
  const auto* sent = std::get_if<engine::attempt_sent>(&what);
  if (sent == nullptr)
    return;
  const auto found = order.calls.find(sent->key);
  if (found == order.calls.end())
    return say("an attempt of order " + order.key + " belongs to no call: " + sent->key);
  const auto& call = found->second;
  const auto which = attempt_of(order, *sent);
  const auto last = call.attempts.empty() ? 0 : call.attempts.back().number;
  if (sent->attempt != last + 1)
    say(which + " follows attempt " + std::to_string(last));
  if (!call.ended.empty())
    say(which + " is sent after the call ended " + call.ended);
  if (order.is_over() && !order.undoes_second(sent->key))
    say(which + " is sent after the order was " + order.phase);
  if (call.effect == dsl::effect_class::read)
    return;
  if (order.control != "active")
    say(which + " is sent while the order is " + order.control + " (I5)");
  if (order.cancel && !call.undo && !verifies(call))
    say(which + " is sent although the order is being cancelled (I5)");
  look_at_attempts(order, call, which, say);
}

} // namespace gantry::simulation
