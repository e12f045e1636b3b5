#pragma once

#include "dsl/program.hpp"
#include "engine/fact.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gantry::engine {

struct instance_state; // engine/instance_state.hpp: for the reducer and its tests only

/// An order as the engine knows it: the fold of its facts under its pinned definition.
class instance {
public:
  instance(dsl::program_ptr definition);
  instance(instance&&) noexcept;
  instance& operator=(instance&&) noexcept;
  ~instance();

  [[nodiscard]] const dsl::program& definition() const;
  [[nodiscard]] instance_state& state();
  [[nodiscard]] const instance_state& state() const;

private:
  std::unique_ptr<instance_state> state_;
};

/// Folds one fact. The same code live and in recovery; total: a fact that does not fit is a defect
/// of the caller and throws std::logic_error, which the order's supervisor turns into `poisoned`.
void apply(instance& order, const fact& f, timestamp at);

/// A few words for the operator index (E7.3); all derived.
struct summary {
  std::string workflow;
  std::string status; ///< running waiting paused held closing compensating completed rejected
                      ///< cancelled aborted
  std::string phase;
  std::string control;
  std::string held;        ///< oldest cause, or empty
  std::string stage;       ///< last passed
  std::string waiting_for; ///< `wms.shipment_confirmed`, `retry of reserve`, `hold`, or empty
  bool in_doubt = false;   ///< some call is in doubt
  int priority = 50;
  bool test = false;
  bool finished = false;   ///< phase is an end
  bool watching = false;   ///< finished, but watches or sweeps are left: its timers must stay
  bool attention = false;  ///< a restart has to take it up: something is under way that no timer,
                           ///< wait or person will wake
  bool passivable = false; ///< nothing in flight that lives only in memory
  std::string channel;
  std::vector<std::pair<std::string, std::string>> search;
};
[[nodiscard]] summary summarise(const instance& order);
/// The same into one that was made before, whose memory is used again.
void summarise(const instance& order, summary& now);

/// Everything that `GET /v1/orders/{id}` shows beyond the summary.
struct open_call {
  std::string step;
  std::string operation;
  call_key key;
  attempt_number attempt = 0;
  std::string state; ///< scheduled · sent · in doubt · retry due
  timestamp since;   ///< in doubt since then; 0 otherwise
  timestamp due;     ///< the next attempt, or the next look at one in doubt; 0: nothing is due
};
struct last_outcome {
  attempt_number attempt = 0;
  std::string outcome; ///< as in the timeline; `sent` while it has no answer, `absent` once proven
  std::string detail;
};
struct hold_view {
  hold_id id = 0;
  std::string cause;
  std::string step; ///< or wait, in whose block the order is held; empty: between two statements
  std::string node; ///< the very statement, such as `ship/retry/hold`
  call_key key;     ///< of the call that it is about, or of the step's newest one; may be empty
  std::optional<last_outcome> last; ///< of that call's attempts
  timestamp since;
  std::string evidence;
  std::vector<std::string> legal;
};
/// Recorded, and not at its end; under a pause it acts on resume.
struct cancel_view {
  std::string by; ///< of an operator's; empty: the flow cancels
  std::string reason;
};
struct order_view {
  std::string input_json;
  int input_version = 1;
  std::vector<std::pair<std::string, std::string>> values_json; ///< by name
  std::vector<open_call> open_calls;
  std::vector<hold_view> holds;
  std::vector<std::string> waits; ///< `wms.shipment_confirmed(O-1) until 2026-03-05T18:00:00Z`
  std::vector<std::string> legal; ///< verbs on the order
  std::optional<cancel_view> cancel_requested;
  std::string output_json; ///< of a completed order
  std::string end_reason;
  std::string document; ///< UUID of the raw document, or empty
};
[[nodiscard]] order_view view(const instance& order);

} // namespace gantry::engine
