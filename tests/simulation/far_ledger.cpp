#include "tests/simulation/far_ledger.hpp"

#include "dsl/base/json.hpp"
#include "engine/documents.hpp"

#include <algorithm>

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
  return order == nullptr ? nullptr : order->call_under(key);
}

/// A text among a request's arguments.
std::string argument(const engine::far_request& what, const char* name) {
  const auto all = parse_json(*what.arguments).value();
  const auto* found = all.find(name);
  return found != nullptr && found->is_string() ? found->as_string() : std::string{};
}

} // namespace

void far_ledger::request_left(const engine::far_request& what, timestamp now,
                              duration point_of_priority) {
  const auto* order = book_.find(what.order);
  const auto* call = call_of(order, what.key);
  if (what.effect == dsl::effect_class::read) {
    asked_.insert(what.arguments.get());
    return;
  }
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

void far_ledger::took_effect(const engine::far_request& what, const tests::far_effect& how) {
  if (what.operation == "drop" || what.operation == "unmake")
    return undid(what);
  far_document made;
  made.key = what.key;
  made.operation = what.operation;
  made.number = number_of(parse_json(how.document).value());
  made.attempt = what.attempt;
  made.effect = what.effect;
  made.again = how.again;
  auto& before = made_[what.key];
  const auto* order = book_.find(what.order);
  look_at_effect(call_of(order, what.key), before, made, say_of(order));
  before.push_back(std::move(made));
  order_of_[what.key] = what.order;
}

void far_ledger::undid(const engine::far_request& what) {
  const auto* order = book_.find(what.order);
  const auto* call = call_of(order, what.key);
  if (call == nullptr)
    return;
  auto& made = made_[call->undoes];
  const auto number = argument(what, what.operation == "drop" ? "id" : "number");
  look_at_undone(made, number, say_of(order));
  for (auto& each : made)
    each.live = each.live && each.number != number;
}

say_wrong far_ledger::say_of(const seen_order* order) const {
  const auto whose = order == nullptr ? std::string{} : "order " + order->key + ": ";
  return [this, whose](const std::string& wrong) { said_.say(whose + wrong); };
}

void far_ledger::answered(const engine::far_request& what, const engine::outcome& how) {
  if (how.is != engine::outcome::kind::ok)
    return;
  if (what.effect == dsl::effect_class::read) {
    if (what.operation.starts_with("find") && asked_.contains(what.arguments.get()))
      told(what, how.result);
  } else if (left_.contains({what.key, what.attempt}))
    in_hand_.push_back({what.order, what.key, what.operation, what.attempt});
}

void far_ledger::told(const engine::far_request& what, const value& documents) {
  const auto under = made_.find(argument(what, "reference"));
  if (under == made_.end())
    return;
  for (const auto& named : engine::documents_in(documents))
    for (auto& each : under->second)
      each.told = each.told || each.number == number_of(named);
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
    if (std::ranges::any_of(order->holds,
                            [](const auto& h) { return h.second.cause == "poisoned"; }))
      return false;
    said_.say("attempt " + std::to_string(each.attempt) + " of " + each.node + " of order " +
              order->key + " was answered ok, and no record says so (I12)");
    return true;
  });
}

void far_ledger::at_end() const {
  std::map<std::string, std::vector<far_document>> by_order;
  for (const auto& [key, documents] : made_)
    for (const auto& each : documents)
      by_order[order_of_.at(key)].push_back(each);
  for (const auto& [number, order] : book_.orders())
    look_at_documents(order, by_order[order.id],
                      [this](const std::string& wrong) { said_.say(wrong); });
}

} // namespace gantry::simulation
