#include "tests/simulation/referees/rules.hpp"

#include <algorithm>
#include <array>

namespace gantry::simulation {

namespace {

int rank_of(const std::string& phase) {
  static const std::array<std::string, 3> before{"running", "closing", "compensating"};
  return static_cast<int>(std::ranges::find(before, phase) - before.begin());
}

bool is_end(const std::string& phase) {
  return rank_of(phase) == 3;
}

/// What an order must not leave behind. An abort may leave anything, and writes it down. The undo
/// of a second document is nothing of the order's own (E7.5).
void look_at_rest(const seen_order& order, const std::string& phase, const say_wrong& say) {
  if (!order.owed.empty() && phase != "completed") // of a completed order nothing is undone
    say("order " + order.key + " is " + phase + " and owes " + std::to_string(order.owed.size()) +
        " compensations (I7)");
  for (const auto& [hold, what] : order.holds)
    if (!order.undoes_second(what.key))
      say("order " + order.key + " is " + phase + " and is held: " + what.cause);
  for (const auto& [key, call] : order.calls)
    if (call.ended.empty() && !order.undoes_second(key))
      say("order " + order.key + " is " + phase + " and " + call.node + " is open");
}

void look_at_undo(const seen_order& order, const engine::call_made& what, const say_wrong& say) {
  const auto undone = order.calls.find(what.undoes);
  if (undone == order.calls.end())
    return say(what.node + " of order " + order.key + " undoes a call that was never made (I7)");
  static const std::array<std::string, 3> done{"ok", "adopted", "typed"};
  if (std::ranges::find(done, undone->second.ended) == done.end() &&
      !order.has_incident(what.undoes))
    say(what.node + " of order " + order.key + " undoes what was not done (I7)");
}

} // namespace

void look_at_phases(const seen_order& order, const engine::fact& what, const say_wrong& say) {
  if (const auto* call = std::get_if<engine::call_made>(&what)) {
    if (order.is_over() && !call->undo)
      say("order " + order.key + " makes a call after it was " + order.phase);
    if (call->undo)
      look_at_undo(order, *call, say);
  }
  const auto* changed = std::get_if<engine::phase_changed>(&what);
  if (changed == nullptr)
    return;
  if (order.is_over())
    say("order " + order.key + " was " + order.phase + " and is " + changed->phase);
  if (rank_of(changed->phase) <= rank_of(order.phase))
    say("order " + order.key + " goes back from " + order.phase + " to " + changed->phase);
  if (is_end(changed->phase) && changed->phase != "aborted")
    look_at_rest(order, changed->phase, say);
}

} // namespace gantry::simulation
