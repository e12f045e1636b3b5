#include "actors/lanes.hpp"

#include <algorithm>
#include <utility>

namespace gantry::actors {

namespace {

std::vector<lane::options> by_contract(const std::vector<adapter_options>& adapters) {
  std::vector<lane::options> found;
  for (std::size_t i = 0; i < adapters.size(); ++i) {
    const auto& from = adapters[i];
    auto place = std::find_if(found.begin(), found.end(),
                              [&](const auto& known) { return known.contract == from.contract; });
    if (place == found.end()) {
      place = found.emplace(found.end());
      place->contract = from.contract;
      place->queue_max = from.queue_max;
    }
    place->adapters.push_back({i, std::max<std::size_t>(1, from.max_in_flight), from.rate_per_s});
  }
  return found;
}

} // namespace

lanes::lanes(const std::vector<adapter_options>& adapters, duration wait_per_priority,
             alarm_clock& clock, const std::function<timestamp()>& wall_clock, const offered& offer,
             const wants_refill& refill) {
  for (auto& how : by_contract(adapters)) {
    const auto contract = how.contract;
    how.wait_per_priority = wait_per_priority;
    all_.push_back(
        std::make_unique<lane>(std::move(how), clock, wall_clock,
                               lane::callbacks{offer, [refill, contract] { refill(contract); }}));
  }
}

lane* lanes::find(std::string_view contract) const {
  for (const auto& each : all_)
    if (each->settings().contract == contract)
      return each.get();
  return nullptr;
}

void lanes::give_back(const call_reference& who) {
  for (const auto& each : all_)
    if (each->give_back(who))
      return;
}

void lanes::give_back_claims(persistence::instance_number owner) {
  for (const auto& each : all_)
    each->give_back_claims(owner);
}

void lanes::close() {
  for (const auto& each : all_)
    each->close();
}

} // namespace gantry::actors
