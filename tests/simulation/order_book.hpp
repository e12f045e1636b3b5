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
  bool declared = false;   ///< absent because a person said so
  std::string document;    ///< of ok
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
  std::string ended;           ///< empty while it is open
  std::string document;        ///< its own, once it ended with one
  std::set<std::string> found; ///< documents that finders named
  bool adopted_by_hand = false;

  [[nodiscard]] bool has(const std::string& what) const;
  /// An attempt is under way, or ended unknown and may still come about.
  [[nodiscard]] bool may_take_effect() const;
  /// A person has said of an attempt that it is not there.
  [[nodiscard]] bool was_declared_absent() const;
  /// Its key is asked for again minutes and hours after its end (E5.9).
  [[nodiscard]] bool is_swept() const;
};

struct seen_hold {
  std::string cause;
  std::string key;                    ///< of the call, or empty
  std::vector<std::string> documents; ///< JSON: what a finder found
};

struct seen_incident {
  std::string key, node;
  std::string document; ///< the other one
  std::string closed;   ///< how; empty while it is open
};

struct seen_order {
  std::string id, key;
  std::uint64_t sequence = 0;
  int priority = 50;
  std::string phase = "running", control = "active";
  bool cancel = false;
  timestamp free_since; ///< when it came, or a wait, a hold or a person last let it go on
  std::map<std::string, seen_call> calls; ///< by key
  std::map<engine::hold_id, seen_hold> holds;
  std::set<std::string> owed; ///< keys of calls whose compensation is owed
  std::set<std::uint64_t> consumed;
  std::set<engine::timer_id> timers;
  std::set<engine::wait_id> waits;                  ///< of branches, not of handlers
  std::set<std::string> verbs;                      ///< that were taken
  std::map<std::uint32_t, seen_incident> incidents; ///< by number
  /// Keys under which one request made two documents. No record says so: the far side does.
  std::set<std::string> made_twice;
  persistence::instance_row row; ///< the index, as it was last written

  [[nodiscard]] bool is_over() const;
  [[nodiscard]] bool rests() const; ///< no call of it is open, and nothing held
  [[nodiscard]] const seen_call* call_under(const std::string& key) const; ///< or null
  [[nodiscard]] bool has_incident(const std::string& key) const;
  /// The call under the key undoes what an incident was opened for, or may.
  [[nodiscard]] bool undoes_second(const std::string& key) const;
  /// The call's own, or named by an incident.
  [[nodiscard]] bool knows(const std::string& key, const std::string& document) const;
};

/// What tells a document from others: its `number`, or its `id`.
[[nodiscard]] std::string number_of(const value& document);

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
  void note_made_twice(const std::string& order, const std::string& key);

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
