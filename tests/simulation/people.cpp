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

/// As the handbook says. A person declares absent only what really is not there.
void course::help_with_hold(const seen_order& order) {
  const auto& [hold, cause] = *order.holds.begin();
  std::string verb = "release";
  if (cause == "retries_spent" || cause == "poisoned" || cause == "compensation_failed")
    verb = "retry";
  else if (cause == "in_doubt") {
    verb = "verify";
    const bool nothing_there = std::ranges::none_of(order.calls, [&](const auto& each) {
      return each.second.ended.empty() &&
             (ledger_.knows(each.first) || each.second.may_take_effect());
    });
    if (nothing_there && draw_.one_in(2))
      verb = "declare-absent";
  }
  count(verb);
  tell(verb + " of order " + order.key + ", which is held as " + cause);
  (void)rig_.tell(order.id, verb);
}

void course::set_right() {
  for (const auto& [number, order] : book_.orders()) {
    if (order.is_over())
      continue;
    if (order.control != "active")
      (void)rig_.tell(order.id, "resume");
    if (!order.holds.empty())
      help_with_hold(order);
  }
}

} // namespace gantry::simulation
