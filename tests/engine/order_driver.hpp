#pragma once

#include "engine/instance_state.hpp"
#include "engine/record.hpp"
#include "engine/reducer.hpp"

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gantry::tests {

/// Compiles a workflow's text beside the contract `far` (order_driver_flow.cpp). Throws
/// std::runtime_error with the diagnostics when it does not check.
[[nodiscard]] dsl::program_ptr compile_flow(const std::string& workflow);

/// One order in virtual time: feeds events to the real reducer and keeps what it decides.
///
/// After every event the records, written as JSON and read again, are folded into a second
/// instance, and both must be equal in everything that is durable: so each test also proves that
/// live execution equals the fold. A step is named by its node id; `make/undo` is its compensation.
class order_driver : private engine::sink {
public:
  explicit order_driver(const std::string& workflow);
  explicit order_driver(dsl::program_ptr program);

  // ---- events; each throws when the reducer reports a defect ----
  engine::verdict start(); ///< with `default_input`
  engine::verdict start(const std::string& input_json);
  engine::verdict ok(const std::string& step, const std::string& result_json = "null",
                     engine::attempt_number attempt = 0); ///< 0: the latest
  engine::verdict business_error(const std::string& step, const std::string& name,
                                 const std::string& fields_json = "{}",
                                 engine::attempt_number attempt = 0);
  engine::verdict refused(const std::string& step, engine::attempt_number attempt = 0,
                          duration retry_after = {});
  engine::verdict unknown(const std::string& step, engine::attempt_number attempt = 0);
  engine::verdict violation(const std::string& step, engine::attempt_number attempt = 0);
  /// The finder's documents as a JSON list; `asked_for` 0: as in the latest question of the step.
  engine::verdict found(const std::string& step, const std::string& documents_json,
                        engine::attempt_number asked_for = 0);
  engine::verdict finder_unreachable(const std::string& step);
  engine::verdict command(const std::string& verb, const std::string& argument_json = "null",
                          engine::hold_id hold = 0);
  engine::verdict arrives(const std::string& event, const std::string& data_json);
  /// The event that came last is handed out once more.
  engine::verdict arrives_again() { return must(engine::event_arrived(last_arrived_)); }
  engine::verdict offer_permit(const std::string& step);
  /// Fires the timer that is due first, and moves the clock there.
  engine::verdict fire_next();
  /// Fires the first timer of a purpose (of a step, when one is named).
  engine::verdict fire(engine::timer_purpose purpose, const std::string& step = {});
  /// Memory is lost; the order is folded from its records and taken up.
  engine::verdict restart();
  /// The same, and the record of the latest event never became durable: it and what had to wait for
  /// it are gone.
  engine::verdict crash_before_commit();
  /// Any event. A defect is returned, and the order stands as before it.
  engine::verdict feed(decltype(engine::event::what) what);

  // ---- surroundings ----
  /// Changes facts in the store behind the order's back; then it is folded from there.
  void tamper(const std::function<void(engine::fact&)>& change);
  void grant_permits(bool granted) { permits_ = granted; }
  void pass(duration span) { now_ = now_ + span; }
  [[nodiscard]] timestamp now() const { return now_; }

  // ---- what came of it ----
  [[nodiscard]] const engine::instance_state& state() const { return live_.state(); }
  [[nodiscard]] const dsl::program& program() const { return *program_; }
  [[nodiscard]] engine::summary summary() const { return engine::summarise(live_); }
  [[nodiscard]] engine::order_view view() const { return engine::view(live_); }
  /// The latest call of a step; throws when none was made.
  [[nodiscard]] const engine::call_state& call(const std::string& step) const;
  [[nodiscard]] bool was_made(const std::string& step) const;
  [[nodiscard]] std::string phase_of(const std::string& step) const; ///< as `order_view` says
  [[nodiscard]] std::vector<std::string> holds() const;              ///< causes, oldest first
  [[nodiscard]] bool has_timer(engine::timer_purpose purpose, const std::string& step = {}) const;
  [[nodiscard]] std::optional<timestamp> due(engine::timer_purpose purpose,
                                             const std::string& step = {}) const;
  [[nodiscard]] const std::vector<engine::record>& records() const { return records_; }
  [[nodiscard]] const std::vector<engine::effect>& effects() const { return effects_; }
  /// Attempts of all calls of a step that were handed out, in order.
  [[nodiscard]] std::vector<engine::send_attempt> sent(const std::string& step) const;
  [[nodiscard]] std::vector<engine::ask_finder> questions(const std::string& step) const;
  /// Answer to the latest command.
  [[nodiscard]] engine::reply last_reply() const;

  template <class T>
  [[nodiscard]] std::vector<T> facts() const {
    std::vector<T> all;
    for (const auto& record : records_)
      append<T>(all, record.facts);
    return all;
  }
  /// Of the latest event alone.
  template <class T>
  [[nodiscard]] std::vector<T> new_facts() const {
    std::vector<T> all;
    append<T>(all, new_facts_);
    return all;
  }
  template <class T>
  [[nodiscard]] std::vector<T> all_effects() const {
    std::vector<T> all;
    append<T>(all, effects_);
    return all;
  }
  template <class T>
  [[nodiscard]] std::vector<T> new_effects() const {
    std::vector<T> all;
    append<T>(all, new_effects_);
    return all;
  }

  static const std::string default_input; ///< of type Job, id `J-1`

private:
  void record(engine::fact&& f) override { new_facts_.push_back(std::move(f)); }
  void release(engine::effect e) override { new_effects_.push_back(std::move(e)); }
  bool claim_permit(std::uint32_t operation, const engine::call_key& key) override;

  template <class T, class Variants>
  static void append(std::vector<T>& all, const Variants& from) {
    for (const auto& one : from)
      if (const auto* wanted = std::get_if<T>(&one); wanted != nullptr)
        all.push_back(*wanted);
  }

  engine::verdict must(decltype(engine::event::what) what);
  engine::verdict ended(const std::string& step, engine::attempt_number attempt,
                        engine::outcome how);
  engine::verdict fire(const engine::timer_set& timer);
  [[nodiscard]] const engine::timer_set* first_timer(std::optional<engine::timer_purpose> purpose,
                                                     const std::string& step) const;
  void commit();
  void prove_fold();
  void fold_again();

  dsl::program_ptr program_;
  engine::instance live_;
  engine::instance folded_;
  timestamp now_;
  bool permits_ = true;
  std::vector<engine::call_key> claimed_; ///< permits granted in the event under way
  std::uint64_t inbox_ = 0;
  engine::event_arrived last_arrived_;
  std::vector<engine::record> records_;
  std::vector<engine::effect> effects_;
  std::vector<engine::fact> new_facts_;
  std::vector<engine::effect> new_effects_;
};

/// JSON text as a value of a type, or of none; throws std::runtime_error with the fields that do
/// not fit.
[[nodiscard]] value read_value(const std::string& json, const dsl::type_ref& as = nullptr);

/// Whether a call is the one that a test means: `made`, or `made/undo` for its compensation.
[[nodiscard]] bool is_of(const engine::call_state& call, const std::string& step);

/// Everything durable of an instance as text, one thing a line: equal texts mean equal states.
[[nodiscard]] std::string state_text(const engine::instance_state& s);

} // namespace gantry::tests
