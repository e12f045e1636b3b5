#include "dsl/base/json.hpp"
#include "tests/simulation/course.hpp"

#include <algorithm>

namespace gantry::simulation {

namespace {

/// The order at a place in the book.
const seen_order& order_at(const order_book& book, std::uint64_t place) {
  auto at = book.orders().begin();
  std::advance(at, static_cast<std::ptrdiff_t>(place));
  return at->second;
}

} // namespace

void course::press_a_button() {
  if (book_.orders().empty())
    return;
  const auto& order = order_at(book_, draw_.below(book_.orders().size()));
  if (!order.holds.empty() && draw_.one_in(2))
    return help_with_hold(order);
  static const std::vector<std::string> verbs{"pause",  "pause",    "resume", "resume", "resume",
                                              "cancel", "priority", "retry",  "abort"};
  const auto& verb = draw_.of(verbs);
  if (verb == "abort" && !draw_.one_in(4))
    return;
  count(verb);
  tell(verb + " of order " + order.key);
  (void)rig_.tell(order.id, verb,
                  verb == "priority" ? value(static_cast<std::int64_t>(draw_.below(100)))
                                     : value{});
}

void course::help_where_in_doubt() {
  for (const auto& [number, order] : book_.orders())
    if (!order.holds.empty() && order.holds.begin()->second.cause == "in_doubt")
      help_with_hold(order);
}

/// As the handbook says, and now and then with an error: what is declared absent is there.
course::button course::for_doubt(const seen_order& order, const seen_hold& hold) {
  if (hold.cause == "conflicting_document" && !hold.documents.empty()) {
    if (draw_.one_in(4)) {
      count("declared absent what a finder had found");
      return {"declare-absent"};
    }
    return {"adopt", parse_json(draw_.of(hold.documents)).value()};
  }
  const bool nothing_there = std::ranges::none_of(order.calls, [&](const auto& each) {
    return each.second.ended.empty() &&
           (ledger_.knows(each.first) || each.second.may_take_effect());
  });
  if (nothing_there && draw_.one_in(2))
    return {"declare-absent"};
  if (!nothing_there && draw_.one_in(4)) {
    count("declared absent what may be there");
    return {"declare-absent"};
  }
  return {"verify"};
}

void course::help_with_hold(const seen_order& order) {
  // Nothing else has an effect on an order that is poisoned.
  auto first = std::ranges::find_if(
      order.holds, [](const auto& each) { return each.second.cause == "poisoned"; });
  if (first == order.holds.end())
    first = order.holds.begin();
  const auto& [number, hold] = *first;
  button pressed{"release"};
  if (hold.cause == "retries_spent" || hold.cause == "poisoned" ||
      hold.cause == "compensation_failed")
    pressed = {"retry"};
  else if (hold.cause == "in_doubt" || hold.cause == "conflicting_document")
    pressed = for_doubt(order, hold);
  count(pressed.verb);
  tell(pressed.verb + " of order " + order.key + ", which is held as " + hold.cause);
  (void)rig_.tell(order.id, pressed.verb, pressed.argument, number);
}

/// Of what the ERP has made twice, the second one can be undone; of the others it is enough that
/// somebody has seen it.
void course::mend_incidents() {
  for (const auto& [number, order] : book_.orders())
    for (const auto& [incident, what] : order.incidents) {
      if (!what.closed.empty() || draw_.one_in(2))
        continue;
      const std::string verb = what.node == "made" ? "compensate-second" : "acknowledge";
      count(verb);
      tell(verb + " of order " + order.key);
      (void)rig_.tell(order.id, verb, value(static_cast<std::int64_t>(incident)));
    }
}

void course::set_right() {
  for (const auto& [number, order] : book_.orders()) {
    if (order.is_over() && order.holds.empty())
      continue;
    if (order.control != "active")
      (void)rig_.tell(order.id, "resume");
    if (!order.holds.empty())
      help_with_hold(order);
  }
}

} // namespace gantry::simulation
