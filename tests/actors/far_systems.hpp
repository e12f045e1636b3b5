#pragma once

#include "engine/connector.hpp"
#include "tests/actors/virtual_time.hpp"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gantry::tests {

/// What becomes of one request. Effects are what the ledger shows afterwards.
struct far_behaviour {
  enum class kind : std::uint8_t {
    answers,      ///< effect, then the answer
    refuses,      ///< nothing, and no byte was written
    errs,         ///< no effect, the declared business error `error`
    violates,     ///< no effect, an undeclared answer that says so
    loses_call,   ///< no effect, no answer
    loses_answer, ///< effect after `effect_after`, and the connection breaks
    falls_silent, ///< effect, no answer
    is_deaf,      ///< the connection does not close when it is told to; answers on `release`
    crashes,      ///< the connector throws before it sends
    waits,        ///< until the test says `release`: then as `answers`
  };
  kind is = kind::answers;
  std::string error = {};
  duration after = milliseconds(1); ///< until the answer, or until the connection breaks
  duration effect_after = {};
  bool twice = false; ///< of an effect: one request makes two documents, which no contract allows
};

/// What a request has brought about.
struct far_effect {
  std::string document; ///< JSON
  bool again = false;   ///< the second one of the same request: the far side's own doing
};

/// The far sides of every contract of a test, behind one connector: a ledger that does what it is
/// asked, except where the test says otherwise. Keeps every request.
class far_systems : public engine::connector, public std::enable_shared_from_this<far_systems> {
public:
  using kind = far_behaviour::kind;

  struct request {
    engine::far_request what;
    std::int64_t at_ns = 0;
    bool aborted = false;
    bool ended = false; ///< its completion was called
  };
  struct document {
    std::string key, json;
  };

  explicit far_systems(virtual_time& time) : time_(time) {}

  /// The next request of an operation that has no behaviour waiting.
  void next(const std::string& operation, far_behaviour how);
  void next(const std::string& operation, kind is) { next(operation, far_behaviour{is}); }
  /// Every request of the operation from now on.
  void always(const std::string& operation, far_behaviour how);
  void always(const std::string& operation, kind is) { always(operation, far_behaviour{is}); }
  /// Asked for whatever has no behaviour of its own.
  std::function<far_behaviour(const engine::far_request&)> otherwise;
  /// Sees every request before anything else.
  std::function<void(const engine::far_request&)> on_request;
  /// Told after an operation other than a read has made something, under its key.
  std::function<void(const engine::far_request&, const far_effect&)> on_effect;
  /// Told of every outcome, right before the engine hears of it.
  std::function<void(const engine::far_request&, const engine::outcome&)> on_answer;
  /// Requests that wait, or are deaf, go on.
  void release();
  /// Requests that wait are never answered. They know their adapter, which knows this: without it
  /// neither would go away.
  void forget() { waiting_.clear(); }

  [[nodiscard]] std::vector<request> requests(const std::string& operation) const;
  [[nodiscard]] std::size_t count(const std::string& operation) const;
  /// Documents that the operation made, oldest first.
  [[nodiscard]] const std::vector<document>& made(const std::string& operation) const;
  /// The same, under one key.
  [[nodiscard]] std::size_t made_under(const std::string& operation, const std::string& key) const;
  /// Puts a document into the ledger by another way.
  void make(const std::string& operation, const std::string& key, const std::string& json);
  /// Open requests now, and the most that ever were open at once.
  [[nodiscard]] std::size_t open_now() const { return open_; }
  [[nodiscard]] std::size_t open_most() const { return open_most_; }

  std::shared_ptr<engine::far_call>
  send(engine::far_request what,
       std::function<void(engine::outcome how, bool first_byte_written)> done) override;
  [[nodiscard]] std::string describe() const override { return "the far systems of a test"; }

private:
  struct exchange;
  class call;

  [[nodiscard]] far_behaviour behaviour_of(const engine::far_request& what);
  [[nodiscard]] std::string carry_out(const exchange& which);
  [[nodiscard]] std::string make_one(const engine::far_request& what, const std::string& amount,
                                     bool again);
  [[nodiscard]] engine::outcome answer_to(const exchange& which);
  void finish(const std::shared_ptr<exchange>& which, engine::outcome how, bool first_byte);

  virtual_time& time_;
  std::deque<request> requests_;
  std::vector<std::shared_ptr<exchange>> waiting_;
  std::map<std::string, std::deque<far_behaviour>> next_;
  std::map<std::string, far_behaviour> always_;
  mutable std::map<std::string, std::vector<document>> ledger_;
  std::size_t open_ = 0, open_most_ = 0;
  std::size_t numbers_ = 0;
};

/// What happened, for people: `answer lost`.
[[nodiscard]] const char* name_of(far_behaviour::kind is);

/// Outcomes as connectors report them.
[[nodiscard]] engine::outcome ok_outcome(const dsl::operation& of, const std::string& json);
[[nodiscard]] engine::outcome plain_outcome(engine::outcome::kind is, const std::string& detail);

} // namespace gantry::tests
