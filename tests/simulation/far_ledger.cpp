#include "tests/simulation/far_ledger.hpp"

#include <algorithm>
#include <array>

namespace gantry::simulation {

namespace {

/// Offers that nobody takes, orders that have to be read again, commits that wait: a queue is not
/// a stopwatch.
constexpr auto patience = seconds(20);
/// Whoever crashes with an offer in its hand is passed by the next one.
constexpr int overtakes_borne = 2;

bool waits_for_lane(const seen_order& order, const seen_call& call) {
  return call.ended.empty() && call.attempts.empty() && !call.undo && order.control == "active" &&
         !order.cancel && order.holds.empty() && order.phase == "running";
}

const seen_call* call_of(const seen_order* order, const std::string& key) {
  if (order == nullptr)
    return nullptr;
  const auto found = order->calls.find(key);
  return found == order->calls.end() ? nullptr : &found->second;
}

bool has_result(const seen_call& call) {
  static const std::array<std::string, 3> with{"ok", "adopted", "typed"};
  return std::ranges::find(with, call.ended) != with.end();
}

} // namespace

void far_ledger::request_left(const engine::far_request& what, timestamp now,
                              duration point_of_priority) {
  const auto* order = book_.find(what.order);
  const auto* call = call_of(order, what.key);
  if (what.effect == dsl::effect_class::read)
    return;
  left_.emplace(what.key, what.attempt);
  const bool durable = call != nullptr && std::ranges::any_of(call->attempts, [&](const auto& a) {
                         return a.number == what.attempt;
                       });
  if (!durable)
    return said_.say(what.operation + " of order " + what.order + ", attempt " +
                     std::to_string(what.attempt) + ", left before its record was durable (I6)");
  if (what.attempt != 1 || call->undo)
    return;
  // Waiting counts from when the order set out: a wait, a pause or a hold is none.
  const auto turn_of = [&](const seen_order& of) {
    return of.free_since.ns - of.priority * point_of_priority.ns;
  };
  for (const auto& [number, other] : book_.orders())
    for (const auto& [key, waiting] : other.calls)
      if (waiting.contract == call->contract && waits_for_lane(other, waiting) &&
          std::max({waiting.made_at, other.free_since, started_}) + patience < now &&
          turn_of(other) + patience.ns < turn_of(*order) && ++overtaken_[key] > overtakes_borne)
        said_.say(what.operation + " of order " + order->key + " overtook order " + other.key +
                  ", which has waited longer than its priority is worth");
}

void far_ledger::took_effect(const engine::far_request& what) {
  if (what.operation == "drop" || what.operation == "unmake") {
    const auto* order = book_.find(what.order);
    const auto* call = call_of(order, what.key);
    if (call == nullptr)
      return;
    if (const auto undone = made_.find(call->undoes); undone != made_.end())
      --undone->second.live;
    return;
  }
  auto& document = made_[what.key];
  document.order = what.order;
  document.operation = what.operation;
  ++document.live;
  if (what.effect == dsl::effect_class::once && document.live > 1)
    said_.say(what.operation + " of order " + what.order + " took effect twice under " + what.key +
              " (I2)");
}

void far_ledger::answered(const engine::far_request& what, const engine::outcome& how) {
  const bool is_read = what.effect == dsl::effect_class::read;
  if (!is_read && how.is == engine::outcome::kind::ok && left_.contains({what.key, what.attempt}))
    in_hand_.push_back({what.order, what.key, what.operation, what.attempt});
}

void far_ledger::at_rest() {
  std::erase_if(in_hand_, [&](const answer& each) {
    const auto* order = book_.find(each.order);
    const auto* call = call_of(order, each.key);
    if (call == nullptr)
      return false;
    for (const auto& attempt : call->attempts)
      if (attempt.number == each.attempt && attempt.is == "ok")
        return true;
    // Until a person says `retry` no answer reaches a poisoned order (E8.4).
    if (std::ranges::any_of(order->holds, [](const auto& h) { return h.second == "poisoned"; }))
      return false;
    said_.say("attempt " + std::to_string(each.attempt) + " of " + each.node + " of order " +
              order->key + " was answered ok, and no record says so (I12)");
    return true;
  });
}

void far_ledger::look_at_order(const seen_order& order) const {
  if (order.phase == "aborted")
    return; // what an abort leaves behind is written down
  std::map<std::string, int> live;
  for (const auto& [key, document] : made_) {
    if (document.order != order.id)
      continue;
    live[document.operation] += document.live;
    const auto* call = call_of(&order, key);
    if (call == nullptr)
      said_.say(document.operation + " was done for order " + order.key +
                ", and no record knows the call (I3)");
    else if (document.live > 0 && !has_result(*call) && !order.incidents.contains(key))
      said_.say(document.operation + " was done for order " + order.key + ", its call ended `" +
                call->ended + "`, and no incident says so (I3)");
  }
  const bool undone = order.phase == "cancelled" || order.phase == "rejected";
  for (const auto& [operation, many] : live)
    if (many > 1 && order.incidents.empty())
      said_.say(operation + " of order " + order.key + " is there " + std::to_string(many) +
                " times (I1)");
    else if (many > 0 && undone && order.incidents.empty())
      said_.say(operation + " of order " + order.key + ", which is " + order.phase +
                ", was never undone (I7)");
  if (order.phase == "completed")
    for (const char* operation : {"keep", "make", "ship"})
      if (live[operation] < 1)
        said_.say("order " + order.key + " is completed without " + operation);
}

void far_ledger::at_end() const {
  for (const auto& [number, order] : book_.orders())
    look_at_order(order);
}

} // namespace gantry::simulation
