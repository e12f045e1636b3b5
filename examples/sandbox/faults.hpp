#pragma once

#include "dsl/base/value.hpp"
#include "examples/sandbox/operation.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace gantry::sandbox {

enum class fault_kind : std::uint8_t {
  latency,
  refuse,
  error_500,
  lost_before,
  lost_after,
  duplicate,
  out_of_stock,
  blocked,
  outage
};

/// One rule of `PUT /faults`; README.md tells what each kind does.
struct fault_rule {
  std::string system;
  std::string operation; ///< empty: all of the system
  fault_kind kind = fault_kind::refuse;
  double probability = 1;
  std::optional<std::uint64_t> times; ///< at most so often
  std::int64_t ms = 0;                ///< latency: fixed, or the median · outage: how long
  std::int64_t p99_ms = 0;            ///< latency: above 0 makes it lognormal around `ms`
  std::uint64_t tried = 0;            ///< requests that it was drawn for
  std::uint64_t fired = 0;
  std::string note; ///< why it can never act, or empty
};

struct fault_plan {
  std::uint64_t seed = 1;
  std::vector<fault_rule> rules;
};

/// Reads the body of `PUT /faults`. Errors: invalid_request, with the path of each mistake.
[[nodiscard]] result<fault_plan> read_fault_plan(const value& body, std::uint64_t default_seed);
[[nodiscard]] std::string_view name_of(fault_kind kind);

/// What befalls one request.
struct fault {
  fault_kind kind = fault_kind::refuse;
  std::int64_t ms = 0;  ///< latency: of this answer · outage: what is left of it
  bool does_it = false; ///< error_500: whether the effect is made all the same
};

/// The faults that are in force. What befalls the n-th request of an operation depends on the seed
/// and n alone, so that a run can be repeated. Thread-safe.
class fault_book {
public:
  using clock = std::chrono::steady_clock;

  explicit fault_book(std::uint64_t seed) { plan_.seed = seed; }
  /// Counts begin anew, outages end.
  void replace(fault_plan plan);
  /// Rules are tried in their order; the first that fires acts.
  [[nodiscard]] std::optional<fault> next(const operation& what, clock::time_point now);
  /// The plan with what was done so far.
  [[nodiscard]] value describe(clock::time_point now) const;

private:
  [[nodiscard]] std::optional<fault> outage_of(std::string_view system,
                                               clock::time_point now) const;
  [[nodiscard]] fault act(const fault_rule& rule, const std::string& about, std::uint64_t n,
                          clock::time_point now);

  mutable std::mutex mutex_;
  fault_plan plan_;
  std::map<std::string, std::uint64_t> requests_;                 ///< by SYSTEM.OPERATION
  std::map<std::string, clock::time_point, std::less<>> outages_; ///< by system: until when
};

} // namespace gantry::sandbox
