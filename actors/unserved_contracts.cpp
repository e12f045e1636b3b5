#include "actors/unserved_contracts.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace gantry::actors {

namespace {

constexpr std::int64_t look_soon_ns = 1'000'000'000;
constexpr std::int64_t look_again_ns = 60'000'000'000;

std::int64_t orders_of(const std::vector<statistics::unserved>& all, const std::string& contract) {
  const auto known = std::find_if(all.begin(), all.end(),
                                  [&](const auto& each) { return each.contract == contract; });
  return known == all.end() ? 0 : known->orders;
}

/// What has changed since the last look, a line a contract.
void tell_changes(const std::vector<statistics::unserved>& before,
                  const std::vector<statistics::unserved>& now) {
  for (const auto& [contract, orders] : now)
    if (orders != orders_of(before, contract))
      spdlog::error("no adapter serves the contract {}, and {} open {} for it: add a table "
                    "[adapters.NAME] with contract = \"{}\" and start the engine again",
                    contract, orders, orders == 1 ? "order waits" : "orders wait", contract);
  for (const auto& [contract, orders] : before)
    if (orders_of(now, contract) == 0)
      spdlog::info("no open order waits for the contract {} any more", contract);
}

} // namespace

unserved_contracts::unserved_contracts(const persistence::store& store, const lanes& ways,
                                       alarm_clock& clock, worker& background)
    : store_(store), clock_(clock), background_(background) {
  for (const auto& way : ways.all())
    served_.push_back(way->settings().contract);
}

void unserved_contracts::look() {
  auto rows = store_.lanes_without(served_);
  if (!rows) {
    spdlog::error("calls of contracts that no adapter serves cannot be counted: {}",
                  rows.error().message);
    return;
  }
  std::vector<statistics::unserved> found;
  for (auto& [contract, orders] : *rows)
    found.push_back({std::move(contract), orders});
  const bool any = !found.empty();
  {
    const std::lock_guard guard(lock_);
    tell_changes(found_, found);
    found_ = std::move(found);
  }
  if (any && !later_.exchange(true))
    clock_.at(clock_.now_ns() + look_again_ns, [this] {
      later_ = false;
      background_.post([this] { look(); });
    });
}

void unserved_contracts::look_soon() {
  if (!soon_.exchange(true))
    clock_.at(clock_.now_ns() + look_soon_ns, [this] {
      soon_ = false;
      background_.post([this] { look(); });
    });
}

std::vector<statistics::unserved> unserved_contracts::now() const {
  const std::lock_guard guard(lock_);
  return found_;
}

} // namespace gantry::actors
