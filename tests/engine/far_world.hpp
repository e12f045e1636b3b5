#pragma once

#include "tests/engine/order_driver.hpp"

#include <map>
#include <random>
#include <vector>

namespace gantry::tests {

/// The far systems, the in-flight table and the lanes around one order, as they really are: a
/// request whose answer was lost takes effect, or not, at some instant until its end plus `settle`;
/// a finder lists what exists when it is asked; answers come late and twice.
class far_world {
public:
  far_world(order_driver& order, std::mt19937_64& dice) : order_(order), dice_(dice) {}

  /// Carries the effects of the latest event out. `lost` of them: the process died before that.
  void carry_out(bool lost = false);
  /// Lost requests take effect that do so until then.
  void pass_until(timestamp when);
  /// The process is killed: what was under way is lost, the questions die with it.
  void kill();
  void forget_questions() { questions_.clear(); }

  // ---- one event each; false: there is nothing to do so with ----
  bool end_attempt(bool in_peace);
  bool answer_finder(bool in_peace);
  bool answer_again(); ///< late, or for the second time
  bool offer_permit();

  /// Documents that exist under a key.
  [[nodiscard]] std::vector<std::string> documents(const engine::call_key& key) const;
  /// Whether a request under the key may still take effect.
  [[nodiscard]] bool may_take_effect(const engine::call_key& key) const;
  /// `once` keys under which more than one document was ever made.
  [[nodiscard]] std::vector<engine::call_key> doubled() const;
  [[nodiscard]] bool is_idle() const { return questions_.empty() && lane_.empty() && !under_way(); }
  [[nodiscard]] std::size_t executions() const { return made_ever_; }

private:
  struct request {
    engine::send_attempt what;
    bool decided = false;
    bool ended = false; ///< and reported
    engine::outcome how;
  };
  struct lost_request {
    engine::send_attempt what;
    timestamp at;
  };
  using name = std::pair<engine::call_key, engine::attempt_number>;

  void give(decltype(engine::event::what) what);
  void report_unknown(const engine::attach_attempt& question);
  void attach(const engine::attach_attempt& question);
  void take_effect(const engine::send_attempt& what);
  void lose(const engine::send_attempt& what);
  engine::outcome decide(const engine::send_attempt& what, bool in_peace);
  [[nodiscard]] engine::outcome ok_of(const engine::send_attempt& what) const;
  [[nodiscard]] timestamp before_settled(const dsl::operation& operation);
  [[nodiscard]] const dsl::operation& operation_of(const engine::send_attempt& what) const;
  [[nodiscard]] bool under_way() const;
  [[nodiscard]] duration settle_of(const dsl::operation& operation) const;
  std::size_t pick(std::size_t of) { return static_cast<std::size_t>(dice_() % of); }
  bool chance(unsigned percent) { return dice_() % 100 < percent; }

  order_driver& order_;
  std::mt19937_64& dice_;
  std::map<name, request> table_;
  std::vector<engine::attach_attempt> unknown_to_table_;
  std::vector<lost_request> lost_;
  std::map<name, engine::outcome> answers_; ///< that the far side gave, delivered or not
  std::map<engine::call_key, std::vector<std::string>> documents_;
  std::vector<engine::ask_finder> questions_;
  std::vector<engine::call_key> lane_;
  std::size_t made_ever_ = 0;
};

/// What an operation of the contract `far` answers about a document.
[[nodiscard]] std::string document_json(const dsl::operation& operation, const std::string& id);

} // namespace gantry::tests
