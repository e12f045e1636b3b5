#pragma once

#include "actors/alarm_clock.hpp"
#include "actors/lanes.hpp"
#include "actors/runtime.hpp"
#include "actors/worker.hpp"

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

namespace gantry::actors {

/// Contracts that no adapter serves, and of which open orders want a call nevertheless: an order
/// keeps the definition under which it began, also when the settings have gone on. Such a call
/// waits in the store until an engine with that adapter is started.
///
/// Says so in the log once a contract, and again when the number of orders has changed.
class unserved_contracts {
public:
  unserved_contracts(const persistence::store& store, const lanes& ways, alarm_clock& clock,
                     worker& background);

  /// Counts them; blocks on the database. While there are any, it counts again each minute.
  void look();
  /// From any thread, when an order found no lane to join: looks within a second.
  void look_soon();
  [[nodiscard]] std::vector<statistics::unserved> now() const;

private:
  const persistence::store& store_;
  alarm_clock& clock_;
  worker& background_;
  std::vector<std::string> served_;
  std::atomic<bool> soon_{false}, later_{false};
  mutable std::mutex lock_;
  std::vector<statistics::unserved> found_;
};

} // namespace gantry::actors
