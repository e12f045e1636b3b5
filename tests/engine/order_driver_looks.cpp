#include "tests/engine/order_driver.hpp"

#include <algorithm>
#include <stdexcept>

namespace gantry::tests {

bool is_of(const engine::call_state& call, const std::string& step) {
  return step == (call.undo ? call.node + "/undo" : call.node);
}

const engine::call_state& order_driver::call(const std::string& step) const {
  const auto& calls = state().calls;
  const auto made =
      std::find_if(calls.rbegin(), calls.rend(), [&](const auto& c) { return is_of(c, step); });
  if (made == calls.rend())
    throw std::runtime_error("no call of " + step + " was made");
  return *made;
}

bool order_driver::was_made(const std::string& step) const {
  return std::any_of(state().calls.begin(), state().calls.end(),
                     [&](const auto& c) { return is_of(c, step); });
}

std::string order_driver::phase_of(const std::string& step) const {
  for (const auto& shown_call : view().open_calls)
    if (shown_call.key == call(step).key)
      return shown_call.state;
  return "closed";
}

std::vector<std::string> order_driver::holds() const {
  std::vector<std::string> causes;
  for (const auto& hold : state().holds)
    causes.push_back(hold.what.cause);
  return causes;
}

bool order_driver::has_timer(engine::timer_purpose purpose, const std::string& step) const {
  return first_timer(purpose, step) != nullptr;
}

std::optional<timestamp> order_driver::due(engine::timer_purpose purpose,
                                           const std::string& step) const {
  const auto* timer = first_timer(purpose, step);
  return timer == nullptr ? std::nullopt : std::optional{timer->due};
}

std::vector<engine::send_attempt> order_driver::sent(const std::string& step) const {
  std::vector<engine::send_attempt> all;
  for (const auto& out : all_effects<engine::send_attempt>())
    if (const auto* c = state().find_call(out.key); c != nullptr && is_of(*c, step))
      all.push_back(out);
  return all;
}

std::vector<engine::ask_finder> order_driver::questions(const std::string& step) const {
  std::vector<engine::ask_finder> all;
  for (const auto& out : all_effects<engine::ask_finder>())
    if (const auto* c = state().find_call(out.key); c != nullptr && is_of(*c, step))
      all.push_back(out);
  return all;
}

engine::reply order_driver::last_reply() const {
  const auto replies = all_effects<engine::reply>();
  if (replies.empty())
    throw std::runtime_error("no command was answered");
  return replies.back();
}

} // namespace gantry::tests
