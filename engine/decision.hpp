#pragma once

#include "engine/apply.hpp"
#include "engine/reducer.hpp"

namespace gantry::engine {

/// One call of `advance`: the instance, the event's time and cause, and the way out.
/// Every change goes through `note`, so that live execution and recovery cannot differ.
class decision {
public:
  decision(instance& order, const event& what, sink& out);

  /// Applies a fact and hands it to the record.
  void note(fact f);
  void release(effect e);

  instance_state& state;
  const dsl::program& program;
  const timestamp now;
  const event& what;
  sink& out;
  std::size_t facts = 0; ///< noted so far
  std::size_t effects = 0;
  std::string ignored; ///< why the event means nothing here; empty: it means something

  /// Evaluates in the scope of the flow. Errors: expression.
  [[nodiscard]] result<value> evaluate(const dsl::expression& e) const;

  // ---- small facts that many rooms of the reducer need ----
  timer_id set_timer(timer_purpose purpose, timestamp due, const call_key& key,
                     std::uint32_t branch, attempt_number attempt = 0, bool fixed = false);
  void clear_timer(timer_id timer); ///< 0 is allowed
  hold_id hold(std::uint32_t branch, std::string cause, std::string node, const call_key& key,
               std::string evidence, value documents = {});
  void close_hold(hold_id hold, std::string by, std::optional<timestamp> until = {});

private:
  instance& order_;
};

/// `order 0198… of order_to_cash`: the subject of sentences.
[[nodiscard]] std::string name_of(const instance_state& s);
[[nodiscard]] bool is_read(const dsl::operation& o);

} // namespace gantry::engine
