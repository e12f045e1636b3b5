#include "tests/simulation/referees/rules.hpp"

#include <algorithm>
#include <map>

namespace gantry::simulation {

namespace {

const seen_attempt* attempt_of(const seen_call* call, engine::attempt_number number) {
  if (call != nullptr)
    for (const auto& each : call->attempts)
      if (each.number == number)
        return &each;
  return nullptr;
}

/// Nobody can be asked for what an idempotent operation has made; whoever said that it is not there
/// has answered for it.
bool is_given_up(const far_document& what, const seen_call& call) {
  return what.effect == dsl::effect_class::idempotent && call.was_declared_absent();
}

/// One of two that one request made: the other one is known, and no rule asks for this one.
bool cannot_be_seen(const seen_order& order, const far_document& what,
                    std::span<const far_document> all) {
  return std::ranges::any_of(all, [&](const far_document& other) {
    return other.key == what.key && other.attempt == what.attempt && other.number != what.number &&
           (other.again || what.again) && order.knows(other.key, other.number);
  });
}

void look_at_unknown(const seen_order& order, const far_document& what, const seen_call& call,
                     std::span<const far_document> all, const say_wrong& say) {
  const auto which = what.number + " of order " + order.key;
  if (what.told)
    return say(which + " was named by its finder, and no incident says so (I3, E5.5)");
  if (call.is_swept())
    return say(which + " stands under a key that was sent again or declared absent, and was not "
                       "found by asking again (I3, E5.9)");
  // What an abort leaves behind is written down.
  if (order.phase != "aborted" && !is_given_up(what, call) && !cannot_be_seen(order, what, all))
    say(which + " was made, its call ended `" + call.ended + "`, and no incident says so (I3)");
}

} // namespace

void look_at_effect(const seen_call* call, std::span<const far_document> before,
                    const far_document& what, const say_wrong& say) {
  if (what.effect != dsl::effect_class::once || what.again)
    return;
  for (const auto& each : before) {
    const auto* attempt = attempt_of(call, each.attempt);
    const bool declared = attempt != nullptr && attempt->declared && each.attempt != what.attempt;
    if (each.live && !declared)
      say(what.operation + " took effect twice under " + what.key + ", as " + each.number +
          " and as " + what.number + " (I2)");
  }
}

void look_at_undone(std::span<const far_document> made, const std::string& number,
                    const say_wrong& say) {
  if (std::ranges::none_of(made, [&](const auto& each) { return each.number == number; }))
    say("`" + number + "` is undone, and was never made by the step (I7)");
}

void look_at_documents(const seen_order& order, std::span<const far_document> all,
                       const say_wrong& say) {
  std::map<std::string, int> own; // live ones, by operation
  for (const auto& each : all) {
    if (!each.live)
      continue;
    const auto* call = order.call_under(each.key);
    if (call == nullptr)
      say(each.number + " was made for order " + order.key + ", and no record knows the call (I3)");
    else if (call->document == each.number)
      ++own[each.operation];
    else if (!order.knows(each.key, each.number))
      look_at_unknown(order, each, *call, all, say);
  }
  const bool undone = order.phase == "cancelled" || order.phase == "rejected";
  for (const auto& [operation, many] : own)
    if (many > 1)
      say(operation + " of order " + order.key + " is there " + std::to_string(many) +
          " times (I1)");
    else if (undone)
      say(operation + " of order " + order.key + ", which is " + order.phase +
          ", was never undone (I7)");
  if (order.phase == "completed")
    for (const char* operation : {"keep", "make", "ship"})
      if (own[operation] < 1)
        say("order " + order.key + " is completed without " + operation);
  for (const auto& [number, incident] : order.incidents)
    if (incident.closed == "compensated" && std::ranges::any_of(all, [&](const far_document& each) {
          return each.live && each.key == incident.key && each.number == incident.document;
        }))
      say(incident.document + " of order " + order.key + " is called compensated, and is there");
}

} // namespace gantry::simulation
