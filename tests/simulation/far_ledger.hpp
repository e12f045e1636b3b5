#pragma once

#include "tests/actors/far_systems.hpp"
#include "tests/simulation/order_book.hpp"
#include "tests/simulation/referees/rules.hpp"
#include "tests/simulation/verdict.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace gantry::simulation {

/// The referees at the far side: what left, what took effect, what was answered, against what the
/// durable records say of it.
class far_ledger {
public:
  far_ledger(const order_book& book, verdict& said) : book_(book), said_(said) {}

  /// Nothing but a read leaves before its `sent` is durable (I6), and nobody who waits is overtaken
  /// for ever.
  void request_left(const engine::far_request& what, timestamp now, duration point_of_priority);
  /// No `once` call takes effect twice under one key (I2), and nothing is undone that is not there.
  void took_effect(const engine::far_request& what, const tests::far_effect& how);
  /// By the far side, to an engine that is alive.
  void answered(const engine::far_request& what, const engine::outcome& how);
  /// A process takes up what was under way.
  void engine_started(timestamp now) { started_ = now; }
  /// The process is dead: answers that it had in hand died with it.
  void engine_died() {
    in_hand_.clear();
    left_.clear();
    asked_.clear();
  }
  /// Everything that can be done at once is done: every ok that arrived is written down (I12, I13).
  void at_rest();
  /// What was made belongs to the orders as they ended (I1, I3, I7).
  void at_end() const;

  [[nodiscard]] bool knows(const std::string& key) const { return made_.contains(key); }

private:
  struct answer {
    std::string order, key, node;
    engine::attempt_number attempt = 0;
  };

  [[nodiscard]] say_wrong say_of(const seen_order* order) const;
  void undid(const engine::far_request& what);
  void told(const engine::far_request& what, const value& documents);

  const order_book& book_;
  verdict& said_;
  std::map<std::string, std::vector<far_document>> made_;         ///< by call key
  std::map<std::string, std::string> order_of_;                   ///< id, by call key
  std::set<std::pair<std::string, engine::attempt_number>> left_; ///< in this life of the engine
  std::set<const std::string*> asked_; ///< finders, in this life: by their arguments' place
  std::vector<answer> in_hand_;
  std::map<std::string, int> overtaken_; ///< how often, by call key
  timestamp started_;
};

} // namespace gantry::simulation
