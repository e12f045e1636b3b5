#include "tests/simulation/referees/rules.hpp"

#include <array>

namespace gantry::simulation {

namespace {

void look_at_doubt(const seen_order& order, const engine::call_in_doubt& what,
                   const say_wrong& say) {
  const auto* call = order.call_under(what.key);
  if (call == nullptr || call->attempts.empty())
    return say(what.node + " of order " + order.key + " is in doubt and was never sent (I8)");
  if (!call->has("unknown"))
    say(what.node + " of order " + order.key + " is in doubt, and every attempt is known");
}

void look_at_answer(const seen_order& order, const engine::attempt_result& what,
                    const say_wrong& say) {
  const auto* call = order.call_under(what.key);
  if (call == nullptr || what.attempt == 0 || what.attempt > call->attempts.size())
    return say("an answer to " + what.node + " of order " + order.key + " answers no attempt");
  const auto& known = call->attempts[what.attempt - 1].is;
  if (known != "sent" && known != "unknown" && known != "absent")
    say("attempt " + std::to_string(what.attempt) + " of " + what.node + " of order " + order.key +
        " was " + known + " already and is answered again");
}

void look_at_end(const seen_order& order, const engine::call_ended& what, const say_wrong& say) {
  const auto* call = order.call_under(what.key);
  if (call == nullptr)
    return say(what.node + " of order " + order.key + " ended and was never made");
  const auto which = what.node + " of order " + order.key;
  if (!call->ended.empty())
    say(which + " ended " + call->ended + " and then " + what.how);
  if (what.how == "ok" && !call->has("ok"))
    say(which + " ended ok, and no attempt did");
  if (what.how == "business_error" && !call->has("business_error"))
    say(which + " ended with a business error, and no attempt did");
  // What an answer says goes before what a person or a rule concludes (I9, I12).
  if ((what.how == "revoked" || what.how == "business_error") && call->has("ok"))
    say(which + " ended " + what.how + " although an attempt was ok (I12)");
  if (what.how == "revoked" && call->effect == dsl::effect_class::once && call->may_take_effect())
    say(which + " was revoked while an attempt may still take effect");
}

void look_at_hold(const seen_order& order, const engine::hold_opened& what, const say_wrong& say) {
  if (order.holds.contains(what.hold))
    say("hold " + std::to_string(what.hold) + " of order " + order.key + " is opened twice");
  const auto* call = order.call_under(what.key);
  if (call != nullptr && call->ended.empty() && call->has("ok") && what.cause != "poisoned" &&
      what.cause != "conflicting_document")
    say(what.node + " of order " + order.key + " is held as " + what.cause +
        " although an attempt was ok (I9)");
}

} // namespace

void look_at_calls(const seen_order& order, const engine::fact& what, const say_wrong& say) {
  if (const auto* doubt = std::get_if<engine::call_in_doubt>(&what))
    look_at_doubt(order, *doubt, say);
  else if (const auto* answer = std::get_if<engine::attempt_result>(&what))
    look_at_answer(order, *answer, say);
  else if (const auto* end = std::get_if<engine::call_ended>(&what))
    look_at_end(order, *end, say);
  else if (const auto* hold = std::get_if<engine::hold_opened>(&what))
    look_at_hold(order, *hold, say);
  else if (const auto* closed = std::get_if<engine::hold_closed>(&what))
    if (!order.holds.contains(closed->hold))
      say("hold " + std::to_string(closed->hold) + " of order " + order.key +
          " is closed and was not open");
}

} // namespace gantry::simulation
