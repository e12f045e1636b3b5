#include "engine/apply.hpp"

namespace gantry::engine {

void broken(const std::string& sentence) {
  throw broken_invariant(sentence);
}

call_state& must_find_call(instance_state& s, const call_key& key) {
  auto* found = s.find_call(key);
  if (found == nullptr)
    broken("a fact names the call " + key + ", which the order never made");
  return *found;
}

branch_state& must_find_branch(instance_state& s, std::uint32_t id) {
  auto* found = s.find_branch(id);
  if (found == nullptr)
    broken("a fact names branch " + std::to_string(id) + ", which is not open");
  return *found;
}

attempt_state& must_find_attempt(call_state& call, attempt_number number) {
  if (number == 0 || number > call.attempts.size())
    broken("attempt " + std::to_string(number) + " of the call " + call.key + " was never sent");
  return call.attempts[number - 1];
}

void apply(instance& order, const fact& f, timestamp at) {
  auto& s = order.state();
  if (!s.created && !std::holds_alternative<order_created>(f))
    broken("the first fact of an order is not its creation");
  std::visit([&](const auto& one) { fold(s, one, at); }, f);
}

} // namespace gantry::engine
