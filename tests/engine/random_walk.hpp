#pragma once

#include "tests/engine/far_world.hpp"

#include <string>

namespace gantry::tests {

/// An order among far systems that lose answers, a process that dies, and people who press buttons,
/// all drawn from one seed. After each event every invariant is checked; a broken one is thrown as
/// std::runtime_error.
class random_walk {
public:
  random_walk(dsl::program_ptr flow, std::uint64_t seed);

  void step();
  /// In peace: every system answers and a person is patient, but nobody aborts. Throws when the
  /// order does not come to its end.
  void bring_to_end();

  /// After its end: watches and sweeps do their work, and then the engine knows of every document
  /// that a finder could have shown it. Throws when it does not.
  void look_on();

  [[nodiscard]] const order_driver& order() const { return order_; }
  [[nodiscard]] const far_world& world() const { return world_; }
  [[nodiscard]] const std::string& trace() const { return trace_; }

private:
  void note(const std::string& what);
  bool act(unsigned roll);
  bool fire_timer();
  bool die();
  bool outside_event();
  bool press_a_button();
  bool verb_on_hold(bool in_peace);
  bool adopt(const engine::hold_state& hold);
  bool declare_absent(const engine::hold_state& hold);
  void command(const std::string& verb, const std::string& argument = "null",
               engine::hold_id hold = 0);
  bool make_progress(std::size_t round);
  void check();
  void check_documents(const engine::call_state& call) const;
  std::size_t pick(std::size_t of) { return static_cast<std::size_t>(dice_() % of); }

  std::mt19937_64 dice_;
  order_driver order_;
  far_world world_;
  std::string trace_;
};

} // namespace gantry::tests
