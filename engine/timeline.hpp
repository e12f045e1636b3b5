#pragma once

#include "engine/record.hpp"

#include <map>
#include <string>
#include <vector>

namespace gantry::engine {

/// What a person sees of an order's records (`GET /v1/orders/{id}/timeline`).
struct timeline_item {
  std::uint64_t sequence = 0;
  timestamp at;
  std::string kind;
  std::string step;
  attempt_number attempt = 0;
  call_key key;
  std::string outcome;
  std::string detail;
  std::string by;
  std::string reason;
  std::string request_id; ///< of what was sent: as the far system got it; filled by the reader
};

/// Tells the records of one order, from its first on, in their order: what a record does not repeat
/// (the step of a retry) is known from those before it. Each record has at least one item.
class timeline {
public:
  /// The program outlives it.
  explicit timeline(const dsl::program& program) : program_(program) {}
  [[nodiscard]] std::vector<timeline_item> tell(const record& r);

private:
  class narrator;
  struct known_timer {
    timer_purpose purpose = timer_purpose::retry;
    std::string step;
    call_key key;
  };
  [[nodiscard]] std::string step_of_call(const call_key& key) const;
  [[nodiscard]] std::string step_of_block(std::uint32_t branch) const;

  const dsl::program& program_;
  std::map<call_key, std::string> steps_;
  std::map<std::uint32_t, std::string> blocks_; ///< by branch: the step whose block it is in
  std::map<timer_id, known_timer> timers_;
};

} // namespace gantry::engine
