#pragma once

#include "engine/record.hpp"
#include "persistence/store.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace gantry::simulation {

/// What the referees know of one attempt, from durable records only.
struct seen_attempt {
  engine::attempt_number number = 0;
  std::string is = "sent"; ///< sent ok business_error refused unknown contract_violation absent
  bool settled = false;    ///< of unknown
};

struct seen_call {
  std::string node;
  std::string contract, operation;
  dsl::effect_class effect = dsl::effect_class::read;
  bool undo = false;
  std::uint32_t revision = 1;
  std::string undoes; ///< key
  timestamp made_at;
  std::vector<seen_attempt> attempts;
  bool in_doubt = false;
  std::string ended; ///< empty while it is open

  [[nodiscard]] bool has(const std::string& what) const;
  /// An attempt is under way, or ended unknown and may still come about.
  [[nodiscard]] bool may_take_effect() const;
};

struct seen_order {
  std::string id, key;
  std::uint64_t sequence = 0;
  int priority = 50;
  std::string phase = "running", control = "active";
  bool cancel = false;
  timestamp free_since; ///< when it came, or a wait, a hold or a person last let it go on
  std::map<std::string, seen_call> calls; ///< by key
  std::map<engine::hold_id, std::string> holds;
  std::set<std::string> owed; ///< keys of calls whose compensation is owed
  std::set<std::uint64_t> consumed;
  std::set<engine::timer_id> timers;
  std::set<engine::wait_id> waits; ///< of branches, not of handlers
  std::set<std::string> verbs;     ///< that were taken
  std::set<std::string> incidents; ///< keys
  persistence::instance_row row;   ///< the index, as it was last written

  [[nodiscard]] bool is_over() const;
};

/// One durable record: whose, and what it says.
struct seen_record {
  persistence::instance_number of = 0;
  std::size_t digest = 0;

  [[nodiscard]] friend bool operator==(const seen_record&, const seen_record&) = default;
};

/// The orders as the durable records tell them, folded by rules of its own: what the engine's fold
/// gets wrong is not repeated here.
class order_book {
public:
  explicit order_book(dsl::program_ptr program) : program_(std::move(program)) {}

  /// Asked for every fact, before it is taken in.
  std::function<void(const seen_order&, const engine::fact&)> before_fact;
  /// After each record, with what lists show of the order now, and the record's text.
  std::function<void(const seen_order&, const std::string& body)> after_record;
  std::function<void(const std::string&)> wrong;

  void take(const persistence::journal_row& record,
            const std::optional<persistence::instance_row>& row);
  /// The store was opened again: what is there and not known yet is taken, what is known and not
  /// there is lost.
  void read_again(const persistence::store& from);

  [[nodiscard]] const std::map<persistence::instance_number, seen_order>& orders() const {
    return orders_;
  }
  /// Everything that was ever durable, in the order in which it became so.
  [[nodiscard]] const std::vector<seen_record>& history() const { return history_; }
  [[nodiscard]] const seen_order* find(const std::string& id) const;
  [[nodiscard]] const dsl::program& program() const { return *program_; }

private:
  void take_in(seen_order& order, const engine::fact& what, timestamp at);

  dsl::program_ptr program_;
  std::map<persistence::instance_number, seen_order> orders_;
  std::map<std::string, persistence::instance_number> numbers_; ///< by id
  std::vector<seen_record> history_;
};

} // namespace gantry::simulation
