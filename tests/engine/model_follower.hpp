#pragma once

#include "tests/engine/order_driver.hpp"

#include <map>
#include <string>
#include <vector>

namespace gantry::tests {

enum class call_class { once, idempotent };

/// Takes the transitions of docs/model/walks.py one by one and gives an order the same events.
///
/// A lane without room keeps every call `scheduled` until the model commits its `sent`, since in
/// the model that is a transition of its own.
class model_follower {
public:
  explicit model_follower(call_class of);

  void take(const value& line);
  /// What of the call is not as in the model, as sentences.
  [[nodiscard]] std::vector<std::string> differences() const;
  [[nodiscard]] const std::string& model_phase() const { return now_.phase; }

private:
  struct attempt_row {
    int revision = 1;
    char known = 's';
    bool settled = false;
  };
  /// The model's state after a transition.
  struct model_state {
    std::string phase = "sched";
    int revision = 1;
    std::vector<attempt_row> attempts;
    bool paused = false;
    bool cancel = false;
    bool undo = false;
    bool loaded = true;
    std::int64_t incidents = 0;
    std::string end = "-";
  };

  static model_state read(const value& line);
  void outcome_of(std::size_t attempt, char known);
  void attempt_label(const std::string& label, const model_state& next);
  void verb_label(const std::string& label);
  void load(const model_state& next, bool not_in_table);
  void send();
  void settle(std::size_t attempt);
  void finder_label(const std::string& label, const value& line, const model_state& next);
  void feed_found(const std::string& key, engine::attempt_number asked_for, const value& documents);

  [[nodiscard]] const engine::call_state* call_of(int revision) const;
  /// Number within its key of the n-th attempt of the model.
  [[nodiscard]] engine::attempt_number number_of(const std::vector<attempt_row>& in,
                                                 std::size_t attempt) const;
  [[nodiscard]] std::string document(std::int64_t id) const;
  [[nodiscard]] std::string phase_now(const engine::call_state& call) const;
  void compare_attempts(std::vector<std::string>& found) const;
  void compare_end(std::vector<std::string>& found) const;

  call_class of_;
  order_driver order_;
  model_state now_;
};

} // namespace gantry::tests
