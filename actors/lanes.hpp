#pragma once

#include "actors/lane.hpp"
#include "actors/runtime.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::actors {

/// The lanes by contract. Fixed after the start, so finding one takes no lock.
class lanes {
public:
  using offered = std::function<void(const call_reference&)>;
  using wants_refill = std::function<void(const std::string& contract)>;

  lanes(const std::vector<adapter_options>& adapters, duration wait_per_priority,
        alarm_clock& clock, const std::function<timestamp()>& wall_clock, const offered& offer,
        const wants_refill& refill);

  /// Null when no adapter serves the contract.
  [[nodiscard]] lane* find(std::string_view contract) const;
  /// To the lane that gave it.
  void give_back(const call_reference& who);
  void give_back_claims(persistence::instance_number owner);
  void close();
  [[nodiscard]] const std::vector<std::unique_ptr<lane>>& all() const { return all_; }

private:
  std::vector<std::unique_ptr<lane>> all_;
};

} // namespace gantry::actors
